"""A page's text as an extractor left it → the article an editor would set, with the log of every step and what is doubtful."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from articles.model import ParagraphRole
from articles.repair.arrange import Arranged, arrange, moves
from articles.repair.blocks import Block, blocks, entitled, joins
from articles.repair.columns import in_columns
from articles.repair.doubled import undouble
from articles.repair.furniture import furniture
from articles.repair.layout import layout
from articles.repair.lines import Line, kept_lines
from articles.repair.log import Edit, Repaired, edit
from articles.repair.spread import closed_up

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
    if not in_columns(lines):
        spans = [(line.start, line.end) for line in lines]
        steps = (*once.edits, *layout(printed, spans, once.edits, moved=False)) if once.edits else ()
        return Page(once.text, None, None, (), steps, once.flags)
    return _restored(printed, once, lines)


def _restored(printed: str, once: Repaired, lines: Sequence[Line]) -> Page:
    """The page of lines set in columns."""
    lines, closed = closed_up(printed, lines)
    taken = {at: edit(rule, printed, lines[at].start, lines[at].end, "removed", sure) for at, rule, sure in furniture(lines)}
    found = entitled(blocks([line for at, line in enumerate(lines) if at not in taken]))
    order = arrange(found)
    moved = moves(printed, found, order)
    gone = (*once.edits, *closed, *taken.values())
    white = layout(printed, [(block.start, block.end) for block in found], gone, moved=bool(moved))
    steps = (*gone, *joins(printed, found), *white, *moved)
    title, subtitle, parts = _laid(found, order)
    return Page(once.text, title, subtitle, parts, steps, (*once.flags, *order.flags))


def _laid(found: list[Block], order: Arranged) -> tuple[str | None, str | None, tuple[tuple[str, ParagraphRole], ...]]:
    """Title, subtitle, and the other blocks in reading order."""
    placed = [found[at] for at in order.order]
    head = [block.role for block in placed[:2]]
    titled = (head[:1] == ["title"]) + (head == ["title", "subtitle"])
    block = [*(part.text for part in placed[:titled]), None, None]
    return block[0], block[1], tuple((part.text, _ROLES[part.role]) for part in placed[titled:])
