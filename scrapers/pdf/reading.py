"""A page's glyphs into its articles: the way of geometry from end to end. Pure: no pdfium in here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scrapers.pdf.articles import Facts, articles
from scrapers.pdf.blocks import Block, Boxed, Measure
from scrapers.pdf.captions import mark_captions, pictures
from scrapers.pdf.columns import columns, leading, sections
from scrapers.pdf.cuts import Cutting
from scrapers.pdf.frames import frames
from scrapers.pdf.furniture import printed_date, printed_page, repeated, take_furniture
from scrapers.pdf.glyphs import Box, PdfPage
from scrapers.pdf.heads import take_heads
from scrapers.pdf.lines import Line, body_size, lines
from scrapers.pdf.overprint import once
from scrapers.pdf.owners import pieces
from scrapers.pdf.reach import set_reach
from scrapers.pdf.result import PdfArticle
from scrapers.pdf.tables import take_tables
from scrapers.pdf.upright import take_vertical, turned


@dataclass(frozen=True, slots=True)
class Lined:
    """A page in lines: level ones, vertical headlines, turned ones; the body's em."""

    page: PdfPage
    level: list[Line]
    standing: list[Line]
    turned: list[Line]
    size: float


def lined(page: PdfPage) -> Lined:
    """The lines of a page."""
    glyphs, _ = once(page.glyphs)
    upright = [glyph for glyph in glyphs if not glyph.angle]
    size = body_size(upright)
    standing, rest = take_vertical(upright, size)
    return Lined(page, lines(rest, page.rules, size), standing, turned([glyph for glyph in glyphs if glyph.angle]), size)


def read_pages(pages: Sequence[PdfPage], name: str) -> list[tuple[list[PdfArticle], list[str]]]:
    """Each page's articles in reading order, and its texts that belong to none."""
    found = [lined(page) for page in pages]
    again = repeated([one.level for one in found], [one.page.height for one in found])
    return [_page(one, number, name, again) for number, one in enumerate(found, 1)]


def _page(one: Lined, number: int, name: str, again: frozenset[str]) -> tuple[list[PdfArticle], list[str]]:
    page = one.page
    measure = Measure(one.size, leading(one.level, one.size))
    margin, level = take_furniture(one.level, page, measure, again)
    furniture = [line.text for line in (*margin, *one.turned)]
    blocks = _blocks(level, one, measure)
    facts = Facts(printed_date(furniture), printed_page(furniture), number, page.width, page.height, name)
    found, lone = articles(pieces(blocks, Cutting(page.rules, measure)), measure, facts)
    return found, furniture + lone


def _blocks(level: Sequence[Line], one: Lined, measure: Measure) -> list[Block]:
    """Everything that stands on the page, boxes with what they hold."""
    page = one.page
    tables, rest = take_tables(level, page.rules, measure)
    boxes = [box for box in frames(page, 6 * measure.size) if not any(_same(box, table.box) for table in tables)]
    heads, rest = take_heads(rest, one.standing, page.rules, measure)
    found = columns(rest, heads, page.rules, boxes, measure)
    over, found = sections(found, measure)
    usual = Counter(line.font for column in found for line in column.lines for _ in line.text)
    shown = pictures(page.pictures, rest, heads, measure)
    found = mark_captions(found, shown, usual.most_common(1)[0][0] if usual else 0, measure)
    blocks: list[Block] = [*heads, *over, *found, *tables]
    return _boxed(blocks, boxes, page.rules, shown, measure)


def _same(box: Box, table: Box) -> bool:
    """Whether a frame is (part of) a table's grid."""
    return box.over(table) > 0.9 * box.width and box.beside(table) > 0.9 * box.height and box.height < 1.3 * table.height


def _boxed(blocks: list[Block], boxes: Sequence[Box], rules: Sequence[Box], shown: Sequence[Box], measure: Measure) -> list[Block]:
    """Blocks with those inside a frame put together, from the smallest frame out."""
    for frame in boxes:
        inside = [block for block in blocks if frame.holds((block.box.x0 + block.box.x1) / 2, (block.box.y0 + block.box.y1) / 2)]
        if not any(not isinstance(block, Boxed) for block in inside) or len(inside) < 2:
            continue
        set_reach(inside, rules, shown, measure)
        blocks = [block for block in blocks if block not in inside]
        blocks.append(Boxed(inside, frame))
    set_reach(blocks, rules, shown, measure)
    return blocks
