"""A walk from a site's entry to a page and an article, one address after the other; who asks for them is handed in."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from lxml.html import HtmlElement

from articles.errors import PageError, ReadError, ZongshuError
from scrapers.bounds import Bounded, bounded, page_text
from scrapers.platforms import ArticlePage, Column, LayoutPage, platform
from scrapers.platforms.blocks import one_line
from scrapers.platforms.column.guess import feeds, guess
from scrapers.platforms.column.picked import newest
from scrapers.platforms.markup import at, parse
from scrapers.probing.looks import Look, Trace, looked, traces
from scrapers.probing.placed import Place, day_in, place_of
from storage import Response

#: Asks for an address: its final answer.
Ask = Callable[[str], Response]
_HOPS = 3
_COLUMN = "column"
Lacking = Literal["family", "place", "article_only"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page shows of itself, whatever its family: for those who must find out by hand."""

    address: str
    status: int
    encoding: str
    title: str | None
    generator: str | None
    links: int
    feeds: tuple[str, ...]


@dataclass
class Probe:
    """What a walk found; `lacking` is why there is no draft: no family, no place of its issues, or an article was all there was."""

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


@dataclass(frozen=True, slots=True)
class _Page:
    text: str
    seen: Seen

    @property
    def address(self) -> str:
        return self.seen.address


def probe(ask: Ask, address: str, date: dt.date | None, today: dt.date) -> Probe:
    """Look at a site from an entry (or a page of an issue) on. What cannot be had of the entry itself is raised: FetchError, ReadError.

    With `date` the page shown is of that day. What goes wrong behind the entry is among the `troubles`.
    """
    page = _followed(ask, address)
    found = Probe(page.seen, looked(page.text, page.address), traces(page.text))
    layouts = [look for look in found.looks if look.role == "layout"]
    if not layouts:
        found.lacking = "article_only" if found.looks else "family"
        found.platform = found.looks[0].platform if found.looks else None
        return found
    try:
        _walk(ask, page, [look.platform for look in layouts], date, today, found)
    except ZongshuError as error:
        found.troubles.append(error)
    found.lacking = None if found.place or found.column else "place"
    return found


def _walk(ask: Ask, page: _Page, names: list[str], date: dt.date | None, today: dt.date, found: Probe) -> None:
    """From a page that lists to its issue, and on to an article."""
    found.platform = names[0]
    reader = bounded(names[0])
    layout = reader.read_layout(page.text, page.address)
    if found.platform != _COLUMN and not (layout.articles or layout.texts) and layout.pages:
        page = _page(ask(layout.pages[0].address))
        layout = reader.read_layout(page.text, page.address)
    found.layout, found.layout_address = layout, page.address
    found.date = newest(layout, today) or day_in(page.address)
    if found.platform == _COLUMN:
        found.column = guess(page.text, page.address)
    else:
        _place(names, layout, (page.address, found.seen.address), found)
        _other_day(ask, date, found)
    _article(ask, reader, found)


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
    page = _page(ask(reader.layout_address(found.place.prefix, date, found.place.node)))
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
        page = _page(ask(first.address))
        found.article, found.article_address = reader.read_article(page.text, page.address), page.address


def _followed(ask: Ask, address: str) -> _Page:
    """The page an entry forwards to, a few times at the most."""
    page = _page(ask(address))
    for _ in range(_HOPS):
        leads = bounded("founder.classic").forward(page.text, page.address)
        if not leads:
            break
        page = _page(ask(leads))
    return page


def _page(response: Response) -> _Page:
    decoded = page_text(response.payload, response.header("Content-Type"), response.address)
    title = generator = None
    links = 0
    named: tuple[str, ...] = ()
    if not decoded.text.lstrip("\ufeff \t\r\n").startswith("{"):
        try:
            root = parse(decoded.text, response.final)
            title, generator, links = _title(root), _generator(root), len(at(root, "//a[@href] | //area[@href]"))
            named = feeds(decoded.text)
        except (PageError, ReadError):
            pass
    return _Page(decoded.text, Seen(response.final, response.status, decoded.encoding, title, generator, links, named))


def _title(root: HtmlElement) -> str | None:
    return next((one_line("".join(found.itertext()))[:120] for found in at(root, "//title")), None) or None


def _generator(root: HtmlElement) -> str | None:
    found = at(root, "//meta[@content][@name]")
    return next((one_line(meta.get("content", ""))[:80] for meta in found if meta.get("name", "").lower() == "generator"), None)
