"""A page's text as an extractor left it → the article an editor would set, with the log of every step and what is doubtful."""

from dataclasses import dataclass, replace

from articles.repair.arrange import Arranged, arrange, moves
from articles.repair.blocks import Block, blocks, entitled, joins
from articles.repair.doubled import undouble
from articles.repair.lines import in_columns, kept_lines
from articles.repair.log import Edit


@dataclass(frozen=True, slots=True)
class Page:
    """`parts` are texts and roles in reading order, the title block left out; None for parts: the text is not set in columns."""

    title: str | None
    subtitle: str | None
    parts: tuple[tuple[str, str], ...]
    edits: tuple[Edit, ...]
    flags: tuple[str, ...]
    columns: bool


def restore(printed: str) -> Page:
    """The page of a printed text.

    Copies are removed anywhere; lines are joined and put in order only where the text is set in columns. A text that is not keeps each
    of its lines as a part of role `line`.
    """
    once = undouble(printed)
    lines = kept_lines(printed, once.edits)
    if not in_columns(lines):
        return Page(None, None, tuple((line.text, "line") for line in lines), once.edits, once.flags, False)
    found = entitled(blocks(lines))
    order = arrange(found)
    steps = (*once.edits, *joins(printed, found), *moves(printed, found, order))
    return replace(_laid(found, order), edits=steps, flags=(*once.flags, *order.flags))


def _laid(found: list[Block], order: Arranged) -> Page:
    """Title block and parts in reading order."""
    placed = [found[at] for at in order.order]
    title = next((block.text for block in placed if block.role == "title"), None)
    subtitle = next((block.text for block in placed if block.role == "subtitle"), None)
    head = placed[: (title is not None) + (subtitle is not None)]
    body = placed[len(head) :] if [block.role for block in head] in (["title"], ["title", "subtitle"]) else placed
    if body is placed:
        title = subtitle = None
    roles = {"title": "heading", "subtitle": "heading", "byline": "body"}
    return Page(title, subtitle, tuple((block.text, roles.get(block.role, block.role)) for block in body), (), (), True)
