"""Pages that only lead on to another."""

import contextlib

import pytest

from articles.errors import ZongshuError
from scrapers.platforms import platform
from scrapers.platforms.forwarding import forwarded

A = "http://paper.example/pc/layout/202301/05/node_01.html"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("<META HTTP-EQUIV='REFRESH' CONTENT='0; URL=html/2023-01/05/node_1.htm?v=1'>", "http://paper.example/html/2023-01/05/node_1.htm"),
        ('<meta http-equiv="refresh" content="0;url=http://paper.example/html/x.htm">', "http://paper.example/html/x.htm"),
        ("<script>window.location.href='mobile/index.html'</script>", "http://paper.example/mobile/index.html"),
        ('<meta http-equiv="refresh" content="60">', None),
        ('<meta http-equiv="refresh" content="0;url=paperindex.htm">', None),
        ("<p>url=x</p>", None),
        ("<meta content='0;url=a.htm' http-equiv=Refresh>", "http://paper.example/a.htm"),
        ("<meta http-equiv=refresh content=\"0; url = 'a.htm' \">", "http://paper.example/a.htm"),
        ("<meta http-equiv=refresh content='0;url=https://new.example/a.htm'>", "https://new.example/a.htm"),
        ("<meta http-equiv=refresh content='300;url=index.html'><a href=node_2.htm>第1版：要闻</a>", None),
        ("<!-- <meta http-equiv=refresh content='0;url=old.htm'> --><a href=node_2.htm>第1版：要闻</a>", None),
        ("<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", None),
        ("<meta http-equiv=refresh content='0;url=http://[kaputt'>", None),
        ("<meta http-equiv=refresh><p>x</p>", None),
        ("<script>location = 'a.htm'; </script>", "http://paper.example/a.htm"),
        ('<script>window.location.replace("a.htm")</script>', "http://paper.example/a.htm"),
        ("<script>top.location.href='mobile/' + day + '/index.html'</script>", None),
        ("<script>allocation = 'a.htm'</script>", None),
        ("<p>location.href='a.htm'</p>", None),
        ("<script>location.href='a.htm'</script>" + "<p>正文</p>" * 400, None),
    ],
)
def test_forwarding(text, target):
    assert platform("founder.classic").forward(text, "http://paper.example/paperindex.htm") == target


@pytest.mark.parametrize(
    "unit",
    [
        "<meta http-equiv=refresh ",
        "<meta",
        "<meta http-equiv=refresh content='0;",
        "location=",
        "location ",
        "url=",
        "<!--",
        "<script>location='",
    ],
)
def test_a_page_made_to_forward_slowly_is_answered(unit):
    for size in (1900, 400_000):
        for page in (
            unit * (size // len(unit)),
            unit + " " * size,
            "<meta http-equiv=refresh content='0;url=" + unit * (size // len(unit)),
        ):
            with contextlib.suppress(ZongshuError):
                forwarded(page, A)


def test_what_was_asked_for_over_tls_stays_so():
    text = "<meta http-equiv=refresh content='0;url=http://paper.example/html/2023-01/05/node_1.htm'>"
    assert forwarded(text, "https://paper.example/paperindex.htm") == "https://paper.example/html/2023-01/05/node_1.htm"
