"""A page's text as an extractor left it → the article an editor would set, with the log of every step and what is doubtful."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from articles.model import ParagraphRole
from articles.repair.arrange import Arranged, arrange, moves
from articles.repair.blocks import Block, blocks, entitled, joins
from articles.repair.columns import in_columns
from articles.repair.doubled import undouble
from articles.repair.furniture import ANYWHERE, Taken, furniture, without
from articles.repair.layout import layout
from articles.repair.lines import Line, kept, kept_lines
from articles.repair.log import Edit, Repaired, edit
from articles.repair.paragraphs import joiner
from articles.repair.spread import closed_up
from articles.repair.streams import out_of_order

_ROLES: Mapping[str, ParagraphRole] = {
    "title": "heading",
    "subtitle": "heading",
    "heading": "heading",
    "section": "heading",
    "byline": "body",
    "body": "body",
    "caption": "caption",
}


@dataclass(frozen=True, slots=True)
class Page:
    """`parts` are texts and roles in reading order, the title block left out; none for a text that is not set in columns.

    `text` is the printed text without the copies.
    """

    text: str
    title: str | None
    subtitle: str | None
    parts: tuple[tuple[str, ParagraphRole], ...]
    edits: tuple[Edit, ...]
    flags: tuple[str, ...]

    @property
    def result(self) -> str:
        """Title, subtitle and paragraphs, a line each: what `rebuild` makes the printed text of."""
        parts = [text for text, _ in self.parts] or [line.text for line in kept_lines(self.text)]
        return "\n".join([*filter(None, (self.title, self.subtitle)), *parts])


def restore(printed: str) -> Page:
    """The page of a printed text.

    Copies are removed anywhere; lines are joined and put in order only where the text is set in columns.
    """
    once = undouble(printed)
    lines = kept_lines(printed, once.edits)
    return _restored(printed, once, lines) if in_columns(lines) else _as_printed(printed, once, lines)


def _as_printed(printed: str, once: Repaired, lines: Sequence[Line]) -> Page:
    """The page of lines not set in columns: they stay as they are, but for furniture that no text has."""
    taken = [one for one in furniture(lines) if one.rule in ANYWHERE]
    gone = (*once.edits, *_out(printed, lines, taken))
    spans = [(line.start, line.end) for line in without(lines, taken)]
    steps = (*gone, *layout(printed, spans, gone, moved=False)) if gone else ()
    return Page(kept(printed, gone)[0], None, None, (), steps, once.flags)


def _out(printed: str, lines: Sequence[Line], taken: Iterable[Taken]) -> Iterator[Edit]:
    """The steps that take furniture out."""
    for one in taken:
        places = lines[one.at].places
        yield edit(one.rule, printed, places[one.start], places[one.end - 1] + 1, "removed", one.confidence)


def _restored(printed: str, once: Repaired, lines: Sequence[Line]) -> Page:
    """The page of lines set in columns."""
    lines, closed = closed_up(printed, lines)
    taken = list(furniture(lines))
    rest = without(lines, taken)
    laid = _chained(printed, rest) or _arranged(printed, rest)
    gone = (*once.edits, *closed, *_out(printed, lines, taken), *joins(printed, laid.blocks, rest))
    spans = [(line.start, line.end) for line in rest] if laid.moves else [(block.start, block.end) for block in laid.blocks]
    white = layout(printed, spans, gone, moved=bool(laid.moves))
    title, subtitle, parts = _parts(laid.blocks, laid.order)
    return Page(once.text, title, subtitle, parts, (*gone, *white, *laid.moves), (*once.flags, *laid.order.flags))


class _Laid(NamedTuple):
    """The blocks of a page, their order, and what moved."""

    blocks: list[Block]
    order: Arranged
    moves: list[Edit]


def _arranged(printed: str, lines: Sequence[Line]) -> _Laid:
    """The lines in blocks, put in order by title and headings."""
    found = entitled(blocks(lines))
    order = arrange(found)
    return _Laid(found, order, moves(printed, found, order))


def _chained(printed: str, lines: Sequence[Line]) -> _Laid | None:
    """The lines in blocks, their columns put in order first; None where they are in order, or title and headings ask for another one."""
    shifted = out_of_order(lines)
    if shifted is None:
        return None
    pieces, order = shifted
    laid = _arranged(printed, [line for at in order.order for line in pieces[at]])
    seams = pairwise(pieces[at] for at in order.order)
    if laid.moves or any(joiner(one[-1].text, other[0].text) for one, other in seams):
        return None
    return _Laid(laid.blocks, laid.order, moves(printed, [Block("body", tuple(piece)) for piece in pieces], order))


def _parts(found: list[Block], order: Arranged) -> tuple[str | None, str | None, tuple[tuple[str, ParagraphRole], ...]]:
    """Title, subtitle, and the other blocks in reading order."""
    placed = [found[at] for at in order.order]
    head = [block.role for block in placed[:2]]
    titled = (head[:1] == ["title"]) + (head == ["title", "subtitle"])
    block = [*(part.text for part in placed[:titled]), None, None]
    return block[0], block[1], tuple((part.text, _ROLES[part.role]) for part in placed[titled:])
