"""A walk from a site's entry to a page and an article, one address after the other; who asks for them is handed in."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from articles.errors import ZongshuError
from scrapers.bounds import Bounded, bounded
from scrapers.platforms import ArticlePage, Column, LayoutPage, platform
from scrapers.platforms.column.guess import guess
from scrapers.platforms.column.picked import newest
from scrapers.probing.looks import Look, Trace, looked, traces
from scrapers.probing.placed import Place, day_in, place_of
from scrapers.probing.seen import Page, Seen, is_shell, page_of
from storage import Response

#: Asks for an address: its final answer.
Ask = Callable[[str], Response]
_HOPS = 3
_COLUMN = "column"
Lacking = Literal["family", "script", "place", "article_only"]


@dataclass
class Probe:
    """What a walk found; `lacking` is why there is no draft: no family, a page a script fills, no place of its issues, or an article."""

    seen: Seen
    looks: tuple[Look, ...]
    traces: tuple[Trace, ...]
    platform: str | None = None
    place: Place | None = None
    column: Column | None = None
    layout: LayoutPage | None = None
    layout_address: str | None = None
    date: dt.date | None = None
    article: ArticlePage | None = None
    article_address: str | None = None
    troubles: list[ZongshuError] = field(default_factory=list)
    lacking: Lacking | None = None

    @property
    def ties(self) -> tuple[str, ...]:
        """The other families that read as much of the page: siblings of a template, most often."""
        return tuple(look.platform for look in self.looks[1:] if look.ties(self.looks[0]))


def probe(ask: Ask, address: str, date: dt.date | None, today: dt.date) -> Probe:
    """Look at a site from an entry (or a page of an issue) on. What cannot be had of the entry itself is raised: FetchError, ReadError.

    With `date` the page shown is of that day. What goes wrong behind the entry is among the `troubles`.
    """
    page = _followed(ask, address)
    found = Probe(page.seen, looked(page.text, page.address), traces(page.text))
    layouts = [look for look in found.looks if look.role == "layout"]
    if not layouts:
        found.lacking = "article_only" if found.looks else "script" if is_shell(page) else "family"
        found.platform = found.looks[0].platform if found.looks else None
        return found
    try:
        _walk(ask, page, [look.platform for look in layouts], date, today, found)
    except ZongshuError as error:
        found.troubles.append(error)
    found.lacking = None if found.place or found.column else "place"
    return found


def _walk(ask: Ask, page: Page, names: list[str], date: dt.date | None, today: dt.date, found: Probe) -> None:
    """From a page that lists to its issue, and on to an article."""
    found.platform = names[0]
    reader = bounded(names[0])
    layout = reader.read_layout(page.text, page.address)
    if found.platform != _COLUMN and not (layout.articles or layout.texts) and (first := _first(names[0], layout, page.address)):
        page = page_of(ask(first))
        layout = reader.read_layout(page.text, page.address)
    found.layout, found.layout_address = layout, page.address
    found.date = newest(layout, today) or day_in(page.address)
    if found.platform == _COLUMN:
        found.column = guess(page.text, page.address)
    else:
        _place(names, layout, (page.address, found.seen.address), found)
        _other_day(ask, date, found)
    _article(ask, reader, found)


def _first(name: str, layout: LayoutPage, address: str) -> str | None:
    """The first page of the issue that an entry links, or of the day that it tells."""
    if layout.pages:
        return layout.pages[0].address
    tells = getattr(platform(name), "first_address", None)
    return tells(address, layout.date) if tells and layout.date else None


def _place(names: list[str], layout: LayoutPage, pages: tuple[str, ...], found: Probe) -> None:
    """The place of the issue's first page (or of its list of pages), by the surest family that would build its address."""
    for name in names:
        if place := place_of(platform(name), layout, pages):
            found.platform, found.place = name, place
            return


def _other_day(ask: Ask, date: dt.date | None, found: Probe) -> None:
    """The first page of the day asked for in place of the one seen."""
    if date is None or found.place is None or found.platform is None or date == found.date:
        return
    reader = bounded(found.platform)
    page = page_of(ask(reader.layout_address(found.place.prefix, date, found.place.node)))
    found.layout = reader.read_layout(page.text, page.address)
    found.layout_address, found.date = page.address, found.layout.date or date


def _article(ask: Ask, reader: Bounded, found: Probe) -> None:
    """One article of the page: the first its list does not take for an advertisement."""
    layout = found.layout
    if layout is None:
        return
    if layout.texts:
        found.article, found.article_address = layout.texts[0].read, found.layout_address
        return
    first = next(
        (link for link in layout.articles if not link.skip and (found.column is None or found.column.is_article(link.address))), None
    )
    if first:
        page = page_of(ask(first.address))
        found.article, found.article_address = reader.read_article(page.text, page.address), page.address


def _followed(ask: Ask, address: str) -> Page:
    """The page an entry forwards to, a few times at the most."""
    page = page_of(ask(address))
    for _ in range(_HOPS):
        leads = bounded("founder.classic").forward(page.text, page.address)
        if not leads:
            break
        page = page_of(ask(leads))
    return page
