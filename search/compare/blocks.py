"""An article as headings and what stands under each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.model import Article, Section
from articles.reading import outline, parts

#: Paragraphs that are told apart; what follows is one paragraph.
MOST_PARAGRAPHS = 2_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Printed words: `text == article.text[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A section: its heading (None above the first one), the paragraphs that stand in it directly, all its words with what lies in it.

    `planned` is whether it stands in the part that plans.
    """

    level: int
    heading: Piece | None
    paragraphs: tuple[Piece, ...]
    whole: str
    planned: bool


def blocks(article: Article) -> tuple[Block, ...]:
    """The sections of an article in their order; paragraphs above the first heading are a block without one."""
    text = article.text
    found = [one for one in outline(text) if one.start < _bound(text)]
    plan = next((one.start for one in parts(article) if one.part == "plan"), len(text))
    first = found[0].start if found else len(text)
    pieces = list(_pieces(text, found))
    head = tuple(one for one in pieces if one.start < first)
    lead = [Block(0, None, head, text[:first], planned=False)] if head else []
    ends = [*(one.start for one in found[1:]), len(text)]
    return (*lead, *(_block(text, one, end, pieces, plan) for one, end in zip(found, ends, strict=False)))


def _bound(text: str) -> int:
    """Where the lines end that are told apart."""
    lines = text.split("\n", MOST_PARAGRAPHS)
    return len(text) - len(lines[-1]) if len(lines) > MOST_PARAGRAPHS else len(text) + 1


def _block(text: str, one: Section, end: int, pieces: Sequence[Piece], plan: int) -> Block:
    behind = one.start + len(one.heading)
    inside = tuple(piece for piece in pieces if behind <= piece.start < end)
    return Block(one.level, Piece(one.heading, one.start, behind), inside, text[one.start : one.end], planned=one.start >= plan)


def _pieces(text: str, found: Sequence[Section]) -> Iterator[Piece]:
    """The lines without headings, and what stands behind a heading in its line."""
    heads = {one.start: len(one.heading) for one in found}
    at = 0
    for number, line in enumerate(text.split("\n")):
        if number >= MOST_PARAGRAPHS:
            yield from _piece(text, at, len(text))
            return
        start, end = at + len(line) - len(line.lstrip()), at + len(line)
        yield from _piece(text, start + heads.get(start, 0), end)
        at = end + 1


def _piece(text: str, start: int, end: int) -> Iterator[Piece]:
    """The words between two offsets, without white space at their ends and the full stop behind a heading; nothing where there are none."""
    words = text[start:end].rstrip()
    bare = words.lstrip("。.：: \t\r\n\u3000\xa0") if start and text[start - 1] != "\n" else words.lstrip()
    if bare:
        yield Piece(bare, start + len(words) - len(bare), start + len(words))
