"""Pieces of a page into articles: sections to their article, briefs apart from each other, text without a headline by its flow."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.model import Area
from scrapers.pdf.blocks import Column, Head, Measure, Table
from scrapers.pdf.columns import opens
from scrapers.pdf.glyphs import Box
from scrapers.pdf.lines import Line
from scrapers.pdf.owners import Piece
from scrapers.pdf.paragraphs import Told, paragraphs
from scrapers.pdf.result import PdfArticle
from scrapers.platforms import ArticlePage
from scrapers.platforms.blocks import laid_out
from scrapers.platforms.jumps import continued, continues

#: Headings over several short pieces that have no titles.
_BRIEFS = re.compile(r".{0,6}(?:简讯|短讯|快讯|短波|短新闻|简明新闻|要闻速览|一句话新闻|动态|零讯)")
_CLOSED = re.compile(r"[（(][一-鿿·][一-鿿·\s　、]{1,11}[）)]$|[（(][^（）()]{0,6}(?:记者|通讯员)[^（）()]{1,20}[）)]$")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of itself, its number in the file, and its size in points."""

    date: dt.date | None
    page: str | None
    number: int
    width: float
    height: float
    name: str


@dataclass
class _Making:
    head: Head | None
    told: list[Told]
    boxes: list[Box]
    boxed: bool
    texts: list[Column | Table] = field(default_factory=list)


def articles(pieces: Sequence[Piece], measure: Measure, facts: Facts) -> tuple[list[PdfArticle], list[str]]:
    """The page's articles in reading order, and headlines that stand over no text."""
    made: list[_Making] = []
    lone: list[str] = []
    for piece in pieces:
        last = made[-1] if made else None
        if last and _belongs(piece, last, measure):
            _append(last, piece, measure)
        elif piece.head and not piece.texts:
            lone += [line.text for line in piece.head.lines]
        else:
            made.append(_started(piece, measure))
    found = [article for one in made for article in _finished(one, measure, facts)]
    return found, lone


def _belongs(piece: Piece, last: _Making, measure: Measure) -> bool:
    """Whether a piece is part of the article before it: a section of it, or the rest of its text."""
    if piece.boxed != last.boxed:
        return False
    if piece.head is None:
        return bool(piece.texts) and not _indented(piece.texts, measure)
    return (
        piece.head.level == "section"
        and not piece.head.author
        and not _opens(piece.texts)
        and not _BRIEFS.fullmatch(_bare(piece.head.title))
    )


def _opens(texts: Sequence[Column | Table]) -> bool:
    """Whether texts begin as articles do: with a dateline or their author."""
    if not texts or isinstance(texts[0], Table):
        return False
    return opens([line.text for line in texts[0].lines[:2]])


def _indented(texts: Sequence[Column | Table], measure: Measure) -> bool:
    first = texts[0]
    return isinstance(first, Column) and len(first.lines) > 1 and first.lines[0].box.x0 - first.box.x0 > 1.2 * measure.size


def _started(piece: Piece, measure: Measure) -> _Making:
    head = piece.head
    told = [Told("".join(line.text for line in head.author), "body", [])] if head and head.author else []
    boxes = [head.box] if head else []
    return _Making(head, told, boxes + [text.box for text in piece.texts], piece.boxed, list(piece.texts))


def _append(last: _Making, piece: Piece, measure: Measure) -> None:
    """Put a section, or further texts, to an article."""
    if piece.head is None:
        last.texts += piece.texts
    else:
        last.told += paragraphs(last.texts, measure)
        last.texts = list(piece.texts)
        last.told += [Told(_text(lines), "heading", []) for lines in (piece.head.kicker, piece.head.title, piece.head.subtitle) if lines]
        last.told += [Told("".join(line.text for line in piece.head.author), "body", [])] if piece.head.author else []
        last.boxes.append(piece.head.box)
    last.boxes += [text.box for text in piece.texts]


def _text(lines: Sequence[Line]) -> str:
    """Lines of a headline as one."""
    ordered = sorted(lines, key=lambda line: (round(line.base), line.box.x0)) if not any(line.vertical for line in lines) else lines
    return " ".join(line.text for line in ordered)


def _bare(lines: Sequence[Line]) -> str:
    return "".join(_text(lines).split())


def _finished(one: _Making, measure: Measure, facts: Facts) -> list[PdfArticle]:
    told = [*one.told, *paragraphs(one.texts, measure)]
    told = [*(part for part in told if part.role in ("body", "heading")), *(part for part in told if part.role not in ("body", "heading"))]
    head = one.head
    if head and _is_briefs(head, told):
        return [_article(None, group, [box for part in group for box in part.boxes], facts, _text(head.title)) for group in _apart(told)]
    if head is None and len(_apart(told)) > 1 and _all_closed(told):
        return [_article(None, group, [box for part in group for box in part.boxes], facts, None) for group in _apart(told)]
    return [_article(head, told, one.boxes, facts, None)]


def _is_briefs(head: Head, told: Sequence[Told]) -> bool:
    named = _BRIEFS.fullmatch(_bare(head.title)) is not None
    return (named and any(_CLOSED.search(part.text) for part in told)) or (len(told) > 2 and _all_closed(told))


def _all_closed(told: Sequence[Told]) -> bool:
    bodies = [part for part in told if part.role == "body"]
    return len(bodies) > 1 and all(_CLOSED.search(part.text) for part in bodies)


def _apart(told: Sequence[Told]) -> list[list[Told]]:
    """Briefs: each ends with its author in brackets."""
    groups: list[list[Told]] = [[]]
    for part in told:
        groups[-1].append(part)
        if _CLOSED.search(part.text):
            groups.append([])
    return [group for group in groups if group]


def _article(head: Head | None, told: Sequence[Told], boxes: Sequence[Box], facts: Facts, kicker: str | None) -> PdfArticle:
    lines = [part.text for part in told]
    read = ArticlePage(
        number=None,
        date=facts.date,
        page_number=facts.page,
        page_name=None,
        kicker=kicker or (_text(head.kicker) if head and head.kicker else None),
        title=_text(head.title) if head else None,
        subtitle=_text(head.subtitle) if head and head.subtitle else None,
        author=None,
        paragraphs=laid_out((part.text, part.role) for part in told),
        address=facts.name,
        continues=continues(lines[:2]),
        continued=continued(lines[-1:]),
    )
    return PdfArticle(read, tuple(_area(box, facts) for box in boxes))


def _area(box: Box, facts: Facts) -> Area:
    def share(value: float, whole: float) -> float:
        return round(min(max(value / whole, 0.0), 1.0), 4)

    return Area(
        facts.number, share(box.x0, facts.width), share(box.y0, facts.height), share(box.x1, facts.width), share(box.y1, facts.height)
    )
