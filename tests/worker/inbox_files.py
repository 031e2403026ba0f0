"""N mixed files for the inbox: good ones of every kind, broken, hostile and doubled ones, each with what must become of it."""

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from givenfiles import rezipped, saved_issue, warc, word
from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True)
class Sent:
    """A file: its name, its bytes (None: a link, which leads nowhere), `done` or the key of its failure, and how many articles it gives.

    `beside` is laid beside it, as `<name>.toml`.
    """

    name: str
    payload: bytes | None
    ends: str
    articles: int = 0
    beside: str = ""


def mixed(count: int) -> Iterator[Sent]:
    """The files, in the order in which they arrive: the same for the same count."""
    makers = (_text, _page, _word, _table, _web, _gbk, _broken, _text, _hostile, _double, _named, _half)
    for number in range(count):
        yield makers[number % len(makers)](number)


def _told(number: int) -> str:
    """A text of its own for each number."""
    lines = f"{2000 + number % 24}年，澄浦市政协第{number}组委员提交提案{number}件，立案{number * 3 % 97}件，办复率{number % 100}%。"
    return f"澄浦市政协第{number}组工作综述\n\n{lines}\n各位委员就第{number}号议题开展协商，形成报告{number % 7}份。\n"


def _text(number: int) -> Sent:
    return Sent(f"{number}.txt", _told(number).encode(), "done", 1)


def _gbk(number: int) -> Sent:
    return Sent(f"旧报/{number}.TXT", _told(number).encode("gb18030"), "done", 1)


def _page(number: int) -> Sent:
    title, *lines = _told(number).split("\n")
    body = "".join(f"<p>{line}</p>" for line in lines if line)
    return Sent(f"{number}.html", f"<html><title>{title}</title><body><div>{body}</div></body></html>".encode(), "done", 1)


def _word(number: int) -> Sent:
    title, *lines = _told(number).split("\n")
    return Sent(f"{number}.docx" if number % 2 else f"{number}.doc.txt", word(title, *filter(None, lines)), "done", 1)


def _table(number: int) -> Sent:
    rows = "".join(f'"{_told(number * 10 + row)[:16]}","{_told(number * 10 + row)}"\n' for row in range(3))
    return Sent(f"{number}.csv", f"标题,正文\n{rows}".encode(), "done", 3)


def _half(number: int) -> Sent:
    """A table of which one row is no row: taken, and said."""
    return Sent(f"{number}.csv", f'标题,正文\n甲,"{_told(number)}"\n乙,\n'.encode(), "table_rows", 1)


def _web(number: int) -> Sent:
    title, *lines = _told(number).split("\n")
    pages = {
        f"http://a.example/{number}/{page}": (
            "text/html; charset=utf-8",
            f"<title>{title}{page}</title><body><p>{page}{'</p><p>'.join(filter(None, lines))}</p>".encode(),
        )
        for page in range(2)
    }
    return Sent(f"{number}.warc.gz", warc(pages), "done", 2)


def _named(number: int) -> Sent:
    """A file whose neighbour says where it is from; of two pages of one day."""
    day = dt.date(2023, 1, 1) + dt.timedelta(number)
    return Sent(f"{number}.txt", _told(number).encode(), "done", 1, f'paper = "cpwb"\ndate = {day}\npage = "A0{number % 8 + 1}"\n')


def _double(number: int) -> Sent:
    """The bytes of a file that came before, under another name."""
    return Sent(f"again/{number}.txt", _told(number - number % 12).encode(), "done", 1)


def _broken(number: int) -> Sent:
    whole = word("澄浦", "一年的工作。")
    pages = warc({"http://a.example/": ("text/html", b"<p>x")})
    kinds = (
        (f"{number}.txt", f"\n \n{' ' * number}".encode(), "dropped_empty"),
        (f"{number}.docx", whole[: -200 - number % 50] + bytes([number % 256]), "word_damaged"),
        (f"{number}.pdf", b"%PDF-1.4 broken" + bytes(str(number), "ascii"), "pdf_damaged"),
        (f"{number}.csv", f"列甲,列乙\n{number},x\n".encode(), "table_head"),
        (f"{number}.warc.gz", pages[:40] + bytes([number % 256]), "web_damaged"),
        (f"{number}.pdf", _scan(number), "pdf_blank"),
    )
    return Sent(*kinds[number // 12 % len(kinds)])


def _hostile(number: int) -> Sent:
    whole = word("澄浦", f"第{number}年的工作。")
    kinds = (
        (f"{number}.png", b"\x89PNG\r\n" * (number + 9), "dropped_type"),
        (f"{number}.txt", b"\x89PNG\r\n" + bytes(range(256)) * 3 + bytes(str(number), "ascii"), "decode_not_text"),
        (f"a\n{number}\x1b[31m.docx", rezipped(whole, {f"../../{number}": b"x"}), "word_unsafe"),
        (f"{number}.zip", b"PK\x03\x04" + bytes(str(number), "ascii"), "dropped_type"),
        (f"{number}.lnk", None, "inbox_no_file"),
        (f"{number}.html", _layout(number), "dropped_layout"),
        (f"{'长' * 80}{number}"[:82] + ".doc", b"\xd0\xcf\x11\xe0" + bytes(str(number), "ascii") * 9, "dropped_old_word"),
        (f"{number}.txt", f"<html><body>{'<div>' * 3000}{number}".encode(), "layout_too_deep"),
    )
    return Sent(*kinds[number // 12 % len(kinds)])


@cache
def _first_page() -> bytes:
    return next(iter(saved_issue("ljrb", dt.date(2023, 1, 17)).values()))[1]


def _layout(number: int) -> bytes:
    """A layout page, none of whose articles is there."""
    return _first_page() + f"<!-- {number} -->".encode()


def _scan(number: int) -> bytes:
    """A page on which nothing is printed."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=(200 + number, 300))
    page.showPage()
    page.save()
    return out.getvalue()
