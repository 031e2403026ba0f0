"""The sample's sites on loopback: as the real ones, quick, and misbehaving where they are told to."""

import time

import pytest
import requests

from scrapers.sample import Fault, calendar, issue, serve

PAPER = "ljrb"
DATE = calendar(PAPER)[3]
FIRST = issue(PAPER, DATE).pages[0]
ARTICLE = FIRST.articles[0]
HOST = "epaper.lanjiang.example"


def path(address):
    return address.removeprefix(f"http://{HOST}")


def get(running, wanted, host=HOST, **headers):
    return requests.get(f"http://127.0.0.1:{running.port}{wanted}", headers={"Host": host, **headers}, allow_redirects=False, timeout=10)


def with_fault(fault, address=ARTICLE.address):
    return serve(faults={path(address): fault})


def test_pages_validators_and_counts():
    with serve() as running:
        first = get(running, path(FIRST.address))
        assert first.status_code == 200
        assert f"第{FIRST.number}版：{FIRST.name}" in first.text
        again = get(running, path(FIRST.address), **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert running.asked[path(FIRST.address)] == 2
        assert get(running, "/nothing").status_code == 404
        assert get(running, path(FIRST.address), host="elsewhere.example").status_code == 404
        assert get(running, "/ljrb/pc/layout/201313/45/node_01.html").status_code == 404
        with serve() as other:
            assert get(other, path(FIRST.address)).content == first.content
            assert other.port != running.port


def test_one_connection_serves_many_requests():
    with serve() as running, requests.Session() as session:
        for article in FIRST.articles:
            answer = session.get(f"http://127.0.0.1:{running.port}{path(article.address)}", headers={"Host": HOST}, timeout=10)
            assert article.draft.title.split()[0] in answer.text


def test_what_is_linked_but_not_kept_is_gone():
    with serve() as running:
        page = get(running, path(FIRST.address)).text
        pdf = page.split("attachement/")[1].split('"')[0]
        assert get(running, f"/ljrb/pc/attachement/{pdf}").status_code == 404


def test_a_month_of_the_classic_site_lists_its_issues():
    date = calendar("cpwb")[0]
    with serve() as running:
        answer = get(running, f"/html/{date:%Y-%m}/period.xml", host="www.chengpu.example")
        assert f"<period_date>{date}</period_date>" in answer.text
        assert get(running, "/html/2012-01/period.xml", host="www.chengpu.example").status_code == 404


@pytest.mark.parametrize(
    ("fault", "status", "holds"),
    [
        (Fault("empty"), 200, ""),
        (Fault("error"), 503, "error"),
        (Fault("error", status=500), 500, "error"),
        (Fault("gone"), 404, "404"),
        (Fault("unknown"), 200, "app.js"),
        (Fault("wrong_date"), 200, "2012年12月31日"),
    ],
)
def test_faults(fault, status, holds):
    with with_fault(fault) as running:
        answer = get(running, path(ARTICLE.address))
        assert answer.status_code == status
        assert holds in answer.content.decode()
        assert bool(answer.content) == (fault.kind != "empty")
        other = get(running, path(FIRST.articles[1].address))
        assert other.status_code == 200


def test_an_error_says_when_to_come_back_and_passes():
    with with_fault(Fault("error", retry_after=7, times=2)) as running:
        answers = [get(running, path(ARTICLE.address)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert answers[0].headers["Retry-After"] == "7"


def test_a_redirect_leads_to_the_newest_issue():
    with with_fault(Fault("newest"), FIRST.address) as running:
        answer = get(running, path(FIRST.address))
    assert answer.status_code == 302
    assert answer.headers["Location"] == issue(PAPER, calendar(PAPER)[-1]).pages[0].address


def test_changed_words_come_with_the_second_fetch():
    with with_fault(Fault("changed")) as running:
        first, second, third = (get(running, path(ARTICLE.address)) for _ in range(3))
    assert first.content != second.content == third.content


def test_a_drip_comes_whole_but_slowly():
    with with_fault(Fault("drip", seconds=0.0005)) as running:
        started = time.monotonic()
        slow = get(running, path(ARTICLE.address))
        took = time.monotonic() - started
    with serve() as running:
        assert get(running, path(ARTICLE.address)).content == slow.content
    assert took > 0.0005 * len(slow.content) * 0.9


def test_a_taken_port_is_an_error():
    with serve() as running, pytest.raises(OSError, match="in use"), serve(port=running.port):
        pass


def test_scale_serves_further_days():
    further = next(date for date in calendar(PAPER, 2) if date not in calendar(PAPER))
    address = issue(PAPER, further).pages[0].address
    with serve() as standard, serve(scale=2) as larger:
        assert get(standard, path(address)).status_code == 404
        assert get(larger, path(address)).status_code == 200
