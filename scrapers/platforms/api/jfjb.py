"""解放军报 (reference, B.5 G): `_szb/jfjb/YYYY/MM/DD/index.json` holds the whole issue, with the texts of its articles.

`paperInfo` are the pages (`paperNumber`, `paperBk` the name, `paperData` the day, `paperPDF`), `xyList` the articles of each (`id`,
`title`, `title2`, `guideTitle`, `author`, `content`). `api-paper/api/newestPaper` tells the newest day of each paper of the house.
"""

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import urlsplit

from articles.errors import EmptyIssue
from scrapers.platforms.addresses import resolved
from scrapers.platforms.api.fields import Fields, raw, rows, told
from scrapers.platforms.api.reply import Reply, Told, held
from scrapers.platforms.labels import is_ad, printed_date
from scrapers.platforms.landmarked import Role
from scrapers.platforms.model import HeldArticle, LayoutPage, PageLink

_PAPER = "解放军报"
_CALLS, _ENTRY, _FOLDER = "rmt-zuul.", "/api-paper/api/newestPaper", "/_szb/jfjb/"


class Jfjb(Reply):
    """The family of 解放军报."""

    name: ClassVar[str] = "api.jfjb"
    layout_form: ClassVar[str] = "{date:%Y/%m/%d}/index.json"

    def entry_address(self, prefix: str) -> str:
        """The call that tells the newest days; at its house it has a host of its own."""
        parts = urlsplit(prefix)
        host = f"{_CALLS}{parts.netloc[4:]}" if parts.netloc.startswith("www.") else parts.netloc
        return f"{parts.scheme}://{host}{_ENTRY}"

    def first_address(self, entry: str, date: dt.date) -> str | None:
        """The issue, in the folder its house has it in, on the host that is not for calls."""
        parts = urlsplit(entry)
        host = f"www.{parts.netloc.removeprefix(_CALLS)}" if parts.netloc.startswith(_CALLS) else parts.netloc
        return self.layout_address(f"{parts.scheme}://{host}{_FOLDER}", date, "index") if parts.path == _ENTRY else None

    def _role(self, data: Fields) -> Role | None:
        newest = any("paperData" in row and "paperName" in row for row in rows(data, "data"))
        return "layout" if newest or isinstance(data.get("paperInfo"), list) else None

    def _layout(self, data: Fields, address: str) -> LayoutPage:
        if "paperInfo" not in data:
            days = (printed_date(raw(row, "paperData")) for row in rows(data, "data") if raw(row, "paperName") == _PAPER)
            return LayoutPage(next(days, None), None, None, (), ())
        papers = [row for row in rows(data, "paperInfo") if raw(row, "paperNumber")]
        date = next((day for row in papers if (day := printed_date(raw(row, "paperData")))), None)
        texts = tuple(text for row in papers for text in _texts(row, date, address))
        if not texts:
            raise EmptyIssue("layout_empty", address=address)
        first = papers[0]
        pdf = resolved(address, raw(first, "paperPDF")) if raw(first, "paperPDF") else None
        image = resolved(address, raw(first, "paperImg")) if raw(first, "paperImg") else None
        return LayoutPage(date, raw(first, "paperNumber"), told(first, "paperBk"), _pages(papers, address), (), image, pdf, None, texts)


def _pages(papers: Sequence[Fields], address: str) -> tuple[PageLink, ...]:
    """The pages: all are in this reply, the first under its address."""
    found: list[PageLink] = []
    for row in papers:
        number, name = raw(row, "paperNumber"), told(row, "paperBk")
        found.append(PageLink(f"{address}#{number}", number, name, is_ad(name) or "listed") if found else PageLink(address, number, name))
    return tuple(found)


def _texts(row: Fields, date: dt.date | None, address: str) -> list[HeldArticle]:
    """The articles of a page; those of a page of advertisements are none."""
    page = (raw(row, "paperNumber"), told(row, "paperBk"))
    return [] if is_ad(page[1]) else [held(one, _told(one, date, page), address) for one in rows(row, "xyList")]


def _told(one: Fields, date: dt.date | None, page: tuple[str, str | None]) -> Told:
    return Told(
        number=raw(one, "id"),
        date=date,
        page=page,
        kicker=told(one, "guideTitle"),
        title=told(one, "title"),
        subtitle=told(one, "title2"),
        author=told(one, "author"),
        content=raw(one, "content"),
    )


PLATFORM = Jfjb()
