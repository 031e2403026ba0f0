"""List pages: the articles they link, each with its day, as the address or the line it stands in says it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from scrapers.platforms.addresses import resolved
from scrapers.platforms.blocks import one_line
from scrapers.platforms.column.days import day_of_address
from scrapers.platforms.column.words import above, words
from scrapers.platforms.labels import printed_date
from scrapers.platforms.markup import at

#: Where a page is read of which nobody says where it is.
NOWHERE = "http://site.invalid/"
#: Links of a page that are looked at.
_MOST = 3000
#: Elements around a link that may print its day.
_AROUND = 4
#: The line a link stands in is no longer: what is longer is a page.
_LINE = 600
#: A title is longer than the words of a menu, and no longer than this.
_TITLE, _TITLES = 5, 300


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a list shows it; `group` is the place among the page's lists."""

    address: str
    title: str | None
    date: dt.date
    group: int


def listed(root: HtmlElement, base: str, wanted: Callable[[str], bool]) -> list[Listed]:
    """The dated articles a page links, each once, in its order; links of no day are none of a list."""
    found = list(links(root, base, wanted))
    held = _held(found)
    titles: dict[str, str] = {}
    days: dict[str, tuple[dt.date, HtmlElement]] = {}
    for link, address in found:
        titles[address] = max(titles.get(address, ""), words(link, _TITLES) or one_line(link.get("title", "")[:_TITLES]), key=len)
        day = day_of_address(address) or _beside(link, held)
        if day and address not in days:
            days[address] = day, _list_of(link, held)
    groups = {element: number for number, element in enumerate(dict.fromkeys(element for _, element in days.values()))}
    return [
        Listed(address, titles[address] or None, day, groups[element])
        for address, (day, element) in days.items()
        if len(titles[address]) >= _TITLE
    ]


def reaches(found: list[Listed]) -> dt.date:
    """The day back to which a page lists: the last of its longest list, so that what is pinned above or stands beside has no say."""
    sizes: dict[int, int] = defaultdict(int)
    for one in found:
        sizes[one.group] += 1
    longest = max(sizes, key=lambda group: (sizes[group], group))
    return [one.date for one in found if one.group == longest][-1]


def links(root: HtmlElement, base: str, wanted: Callable[[str], bool]) -> Iterator[tuple[HtmlElement, str]]:
    """The links of a page to wanted addresses of its own host; where that is not known, of any."""
    for link in at(root, "//a[@href]")[:_MOST]:
        address = resolved(base, link.get("href", ""), query=True)
        if address and (base == NOWHERE or _host(address) == _host(base)) and wanted(address):
            yield link, address


def _host(address: str) -> str:
    return address.partition("//")[2].partition("/")[0]


def _held(links: list[tuple[HtmlElement, str]]) -> dict[HtmlElement, set[str]]:
    """The addresses below each element around a link, as far as two: one is a line of a list, two are a list."""
    held: dict[HtmlElement, set[str]] = defaultdict(set)
    for link, address in links:
        for ancestor in above(link):
            if len(held[ancestor]) > 1:
                break
            held[ancestor].add(address)
    return held


def _beside(link: HtmlElement, held: dict[HtmlElement, set[str]]) -> dt.date | None:
    """The day printed in the line a link stands in, outside the link first: a title may name another."""
    own = words(link, _TITLES)
    for _, ancestor in zip(range(_AROUND), above(link), strict=False):
        if len(held[ancestor]) > 1:
            break
        text = words(ancestor, _LINE)
        if day := printed_date(text.replace(own, " ", 1)):
            return day
    return printed_date(own[-12:])


def _list_of(link: HtmlElement, held: dict[HtmlElement, set[str]]) -> HtmlElement:
    """The list a link stands in: the nearest element that holds another one's too."""
    return next((ancestor for ancestor in above(link) if len(held[ancestor]) > 1), link)
