"""Pages of every family as layout pages, articles, forwards and lists; encodings."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from articles.decode import decode
from articles.errors import ZongshuError
from scrapers import ArticlePage, Bounded, bounded, page_text, platforms
from scrapers.samples import is_layout, page_samples, sample_address
from tests.fuzz.mutate import mutated
from tests.fuzz.target import Ready, Target, here, plain, worded

_WORDS = (
    b"<map>", b'<area coords="1,2,x,4" href="content_1.html">', b"<founder-content>", b"<!--enpcontent-->", b"<!--/enpcontent-->",
    b'<a href="node_2.htm">', b'<a href="javascript:void(0)">', b'<meta http-equiv="refresh" content="0; url=', b"<title>", b"<frame src=",
    b"href=//[::1", b"href=http://[", b"href='http://a:b@c:99999/'", b"<base href=//x>", b"<item><pubDate>Thu, 99 Foo", b"<loc>",
    "第０１版：".encode(), "2023年13月40日".encode(), b"2023-02-30", b"/202302/30/", "下转第".encode(), "（上接第1版）".encode(),
    b'"text":null',
    b"[]", b"{}", b'{"a":', b"&quot;", b"coords=\"nan,inf,1e999\"",
)  # fmt: skip
CHARSETS = (
    None,
    "text/html; charset=gb2312",
    "text/html; charset=utf-16",
    "text/html; charset=big5",
    "text/html; charset=" + " " * 300 + "!",
)
_ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "utf-16", "utf-8-sig", "shift_jis")


@cache
def samples() -> tuple[tuple[str, str, bytes], ...]:
    """Every sample page: the platform, its address, its bytes."""
    return tuple(
        (name, sample_address(reader, file), file.read_bytes()) for name, reader in platforms().items() for file in page_samples(reader)
    )


def layouts() -> int:
    """How many sample pages are layout pages."""
    return sum(is_layout(file) for reader in platforms().values() for file in page_samples(reader))


@cache
def _reader(name: str) -> Bounded:
    return bounded(name)


def _case(draw: random.Random) -> bytes:
    """A number of a sample, of a reader, and the damaged page."""
    number = draw.randrange(len(samples()))
    reader = number if draw.random() < 0.8 else draw.randrange(len(samples()))
    other = draw.choice(samples())[2]
    return number.to_bytes(2, "big") + reader.to_bytes(2, "big") + mutated(samples()[number][2], draw, (*_WORDS, other))


def read_page(case: bytes) -> None:
    """Everything a reader is asked of a page. The first named error is raised at the end."""
    _, address, _ = samples()[int.from_bytes(case[:2], "big")]
    reader = _reader(samples()[int.from_bytes(case[2:4], "big")][0])
    reader.left = 40.0
    text = page_text(case[4:], "text/html", address).text
    reader.recognise(text)
    reader.forward(text, address)
    reader.unlike(text, address)
    errors = []
    for read in (reader.read_layout, reader.read_article, reader.read_calendar):
        try:
            _sound(read(text, address))
        except ZongshuError as error:
            errors.append(worded(error))
    if len(errors) == 3:
        raise errors[0]


def _sound(read: object) -> None:
    """What is read holds together: offsets are those of the text. (What is empty is refused when the issue is read.)"""
    if isinstance(read, ArticlePage):
        joined = "\n".join(paragraph.text for paragraph in read.paragraphs)
        assert all(joined[one.start : one.end] == one.text for one in read.paragraphs), "offsets"


@contextmanager
def _pages() -> Iterator[Ready]:
    with here():
        yield Ready(_case, read_page)


def _encoded() -> list[bytes]:
    texts = [page.decode("utf-8")[:1_500] for _, _, page in samples()[:6]]
    made = [text.encode(name, "ignore") for text in texts for name in _ENCODINGS]
    return [bytes([at % len(CHARSETS)]) + one for at, one in enumerate(made)]


def _decode(case: bytes) -> None:
    decoded = decode(case[1:], CHARSETS[case[0] % len(CHARSETS)] if case else None)
    assert "\0" not in decoded.text
    assert decoded.replaced == decoded.text.count("\ufffd")


_LABELS = (
    b"<meta charset=gb2312>",
    b"<meta charset=utf-16>",
    b'<?xml encoding="big5"?>',
    b"charset=",
    "镕".encode("gb18030"),
    b"\x81\x30\x81\x30",
)
TARGETS = (plain("decode", 165, _encoded, _decode, _LABELS), Target("platforms", 125, _pages))
