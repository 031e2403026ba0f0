"""南充日报 (reference, B.5 G): `YYYYMMDD/YYYYMMDD-A1.json` is a page, with the texts of its articles.

`layoutlist` are the pages of the issue (`pageno`, `pagename`), `infolist.list` the articles of this one (`url`, `title`, `content`, `pdf`).
No address is known that tells the newest issue: what the root of the host shows is not read.
"""

import datetime as dt
import re
from typing import ClassVar
from urllib.parse import urljoin

from articles.errors import EmptyIssue
from scrapers.platforms.addresses import date_of, resolved
from scrapers.platforms.api.fields import Fields, raw, rows, told, within
from scrapers.platforms.api.reply import Reply, Told, held
from scrapers.platforms.labels import is_ad, page_label
from scrapers.platforms.landmarked import Role
from scrapers.platforms.model import LayoutPage, PageLink

_NODE = re.compile(r"[A-Za-z]{0,2}\d{1,3}")
_OWN = re.compile(r"(\d{8})-([A-Za-z]{0,2}\d{1,3})\.json")
_NUMBER = re.compile(r"(\d{3,12})(?=\D{0,6}$)")


class Ncrb(Reply):
    """The family of 南充日报."""

    name: ClassVar[str] = "api.ncrb"
    layout_form: ClassVar[str] = "{date:%Y%m%d}/{date:%Y%m%d}-{page}.json"

    def entry_address(self, prefix: str) -> str:
        """The root of the host, for want of an address that is known to tell."""
        return urljoin(prefix, "/")

    def _role(self, data: Fields) -> Role | None:
        return "layout" if isinstance(data.get("layoutlist"), list) and isinstance(data.get("infolist"), dict) else None

    def _layout(self, data: Fields, address: str) -> LayoutPage:
        own = resolved(address, "") or address
        pages = _pages(data, own)
        here = next((page for page in pages if page.address == own), None)
        listed = rows(within(data, "infolist"), "list")
        files = [shown for row in listed if (shown := resolved(address, raw(row, "pdf")))]
        date = next((day for shown in files if (day := date_of(shown))), None)
        number, name, skip = (here.number, here.name, here.skip) if here else (None, None, None)
        label = (number, name) if number else None
        texts = () if skip else tuple(held(row, _told(row, date, label), address) for row in listed)
        if not texts and not skip:
            raise EmptyIssue("layout_empty", address=address)
        pdf = next((shown for shown in files if shown.lower().endswith(".pdf")), None)
        return LayoutPage(date, number, name, pages, (), None, pdf, skip, texts)


def _pages(data: Fields, own: str) -> tuple[PageLink, ...]:
    """The pages of the issue, in files beside this one."""
    folder, _, file = own.rpartition("/")
    day = _OWN.fullmatch(file)
    listed = [row for row in rows(data, "layoutlist") if _NODE.fullmatch(raw(row, "pageno"))]
    return tuple(_page(row, f"{folder}/{day[1]}-") for row in listed) if day else ()


def _page(row: Fields, stem: str) -> PageLink:
    node, name = raw(row, "pageno"), told(row, "pagename")
    number, label = page_label(name or "") or (node, name)
    return PageLink(f"{stem}{node}.json", number, label, is_ad(label))


def _told(row: Fields, date: dt.date | None, label: tuple[str, str | None] | None) -> Told:
    return Told(_number(row), date, label, told(row, "title"), raw(row, "content"))


def _number(row: Fields) -> str:
    found = _NUMBER.search(raw(row, "url"))
    return found[1] if found else ""


PLATFORM = Ncrb()
