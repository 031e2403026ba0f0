"""The printed page an article stands on, from the archive alone: where it is held, where on it the article is, and the page drawn.

It outlives what a newspaper's site keeps: nothing is asked of the network.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from articles.errors import UnknownArticle, ZongshuError
from articles.model import Article
from scrapers import LayoutPage, Paper, bounded, page_text
from scrapers.facsimile import Drawn, Polygon, boxes, draw, map_size, scaled
from scrapers.platforms.jumps import page_key
from storage import Archive, Position, Response
from storage.ledger import Address, Ledger

#: Drawn pages kept in memory, those asked for last.
_KEPT = 16


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands: the record of its page, the page in it (from 1), its areas, and whether these are exact.

    `exact` is False where the layout page does not say how large the picture is that its map lies on; `tag` changes with what is drawn.
    """

    address: str
    record: Position
    page: int
    marked: tuple[Polygon, ...]
    exact: bool
    tag: str


@dataclass
class Facsimiles:
    """Finds and draws; any thread may ask."""

    ledger: Ledger
    archive: Archive
    papers: Mapping[str, Paper]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _drawn: "OrderedDict[str, Drawn]" = field(default_factory=OrderedDict)

    def place(self, article: Article) -> Place:
        """Where the article stands. UnknownArticle says why there is no facsimile; DamagedArchive."""
        row = self.ledger.readings.article(article.id)
        held = [one for one in self.ledger.issues.addresses(row.issue) if one.file] if row else []
        if article.areas:
            return self._of_pdf(article, held)
        pages = [one for one in held if one.role in ("pdf", "image")]
        if not pages:
            raise UnknownArticle("facsimile_none", id=article.id)
        return self._of_layout(article, held, pages)

    def drawn(self, place: Place) -> Drawn:
        """The page with the article's areas marked. Unreadable, DamagedArchive."""
        with self._lock:
            if place.tag in self._drawn:
                self._drawn.move_to_end(place.tag)
                return self._drawn[place.tag]
        found = draw(self.archive.read(place.record).payload, place.address, place.page, place.marked)
        with self._lock:
            self._drawn[place.tag] = found
            if len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
        return found

    def _of_pdf(self, article: Article, held: Sequence[Address]) -> Place:
        """An article read from a PDF: its own record."""
        source = next((one for one in held if one.address == article.source.address), None)
        if source is None:
            raise UnknownArticle("facsimile_none", id=article.id)
        page = article.areas[0].page
        return _placed(source, page, boxes(article.areas, page), exact=True)

    def _of_layout(self, article: Article, held: Sequence[Address], pages: Sequence[Address]) -> Place:
        """An article of HTML: its page's PDF, else its picture, and the areas of the map on the layout page that links it."""
        own = [one for one in pages if article.page and one.page and page_key(one.page) == page_key(article.page.number)]
        marked: tuple[Polygon, ...] = ()
        exact = False
        for text, layout in self._layouts(article, held):
            link = next((one for one in layout.articles if one.address == article.source.address), None)
            if link is None:
                continue
            own = [one for one in pages if one.address in (layout.pdf, layout.image)] or own
            size = map_size(text, [area for one in layout.articles for area in one.areas])
            marked, exact = (scaled(link.areas, size[0]), size[1]) if size else ((), False)
            break
        if not own:
            raise UnknownArticle("facsimile_none", id=article.id)
        return _placed(min(own, key=lambda one: one.role != "pdf"), 1, marked, exact=exact)

    def _layouts(self, article: Article, held: Sequence[Address]) -> Iterator[tuple[str, LayoutPage]]:
        """The layout pages of the article's issue that can be read, its own page's first."""
        paper, number = self.papers.get(article.paper), article.page.number if article.page else None
        if paper is None or article.date is None:
            return
        layouts = [one for one in held if one.role == "layout"]
        layouts.sort(key=lambda one: not (number and one.page and page_key(one.page) == page_key(number)))
        reader = bounded(paper.layout(article.date).platform)
        for one in layouts:
            try:
                response = self.archive.read(_position(one))
                text = _text(response)
                yield text, reader.read_layout(text, response.final)
            except ZongshuError:
                continue


def _text(response: Response) -> str:
    return page_text(response.payload, response.header("Content-Type"), response.address).text


def _position(address: Address) -> Position:
    return Position(address.file or "", address.offset or 0, address.length or 0)


def _placed(address: Address, page: int, marked: tuple[Polygon, ...], *, exact: bool) -> Place:
    said = json.dumps([address.digest, page, marked])
    return Place(address.address, _position(address), page, marked, exact, hashlib.sha256(said.encode()).hexdigest()[:32])
