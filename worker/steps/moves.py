"""Whether a paper's newest issue lies where its file says, and what is said where it does not. Pure."""

import datetime as dt
import re
from urllib.parse import urlsplit

from articles.errors import LayoutUnknown
from scrapers import LayoutPage, Look, Paper, platform

_DIGITS = re.compile(r"\d+")


def fits(paper: Paper, page: LayoutPage, date: dt.date, address: str) -> bool:
    """Whether the issue an entry shows lies in a folder of the form the paper's layout of that day builds.

    An entry that is no page of an issue is judged by the pages it links; one that links none says nothing. Scheme, `www.` and figures do
    not count.
    """
    layout = paper.layout(date)
    reader = platform(layout.platform, layout.column)
    if _place(address) == _place(reader.entry_address(paper.layouts[-1].prefix)):
        seen = [link.address for link in page.pages]
    else:
        seen = [address, *(link.address for link in page.pages)]
    asked = _folder(reader.layout_address(layout.prefix, date, layout.first_page))
    return not seen or any(_near(_folder(one), asked) for one in seen)


def moved_to(paper: Paper, date: dt.date, address: str, found: Look | None) -> LayoutUnknown:
    """The error that names the new address, the one asked for, and what the paper's file would have to say."""
    layout = paper.layout(date)
    asked = platform(layout.platform, layout.column).layout_address(layout.prefix, date, layout.first_page)
    facts = layout_facts(found) if found else {}
    return LayoutUnknown("layout_moved", address=address, asked=asked, date=date.isoformat(), platform=layout.platform, **facts)


def layout_facts(found: Look) -> dict[str, str | None]:
    """What a paper's file would have to say of the family a page looks like; None for what its addresses do not tell."""
    prefix, first_page = (found.place.prefix, found.place.node) if found.place else (None, None)
    return {"looks_like": found.platform, "prefix": prefix, "first_page": first_page}


def _near(folder: str, other: str) -> bool:
    """Whether two folders are one, or one lies in the other: where each page has a folder, the list of pages lies above."""
    return folder == other or folder.rpartition("/")[0] == other or other.rpartition("/")[0] == folder


def _place(address: str) -> str:
    parts = urlsplit(address)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path}"


def _folder(address: str) -> str:
    return _DIGITS.sub("0", _place(address).rpartition("/")[0])
