"""Pieces of articles: the same one printed twice, one that goes on, on another page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.model import Area, Page, Source
from scrapers.platforms import ArticlePage
from scrapers.platforms.blocks import Block, laid_out
from scrapers.platforms.jumps import page_key

_JUMP = re.compile(
    r"[（(]?\s{0,9}(?:上接|紧接|接|下转|转)\s{0,9}第?\s{0,9}\w{1,4}(?:\s{0,3}[、，,至和~-]\s{0,3}第?\w{1,4}){0,5}\s{0,9}版[^（）()]{0,12}[)）]?"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """An article page read, where it came from and where it is printed; `order` is its place in the issue."""

    read: ArticlePage
    source: Source
    page: Page | None
    order: tuple[int, int, int]
    flags: tuple[str, ...]
    #: The page its last part stands on, where it has several.
    ends_on: Page | None = None
    #: Where its parts stand on the pages of a file.
    areas: tuple[Area, ...] = ()


def _plain(text: str | None) -> str:
    """A title for comparing: without jump lines and white space."""
    return re.sub(r"\s", "", _JUMP.sub("", text or ""))


def _text(piece: Piece) -> str:
    return re.sub(r"\s", "", "".join(paragraph.text for paragraph in piece.read.paragraphs))


def once(pieces: Sequence[Piece]) -> list[Piece]:
    """Each article once, in the order of the issue: the same number under the same title, or the same text under the same title."""
    seen: set[tuple[str, ...]] = set()
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.order):
        title = _plain(piece.read.title)
        keys = {("number", piece.read.number or f"none {len(kept)}", title), ("text", title, _text(piece) or f"none {len(kept)}")}
        if seen.isdisjoint(keys):
            kept.append(piece)
        seen |= keys
    return kept


def _agree(first: Piece, rest: Piece) -> int:
    """How surely `rest` continues `first`: 0 not at all, 1 their jump lines name each other's pages, more with like titles."""
    to, from_, here = first.read.continued, rest.read.continues, first.ends_on or first.page
    if not (to or from_) or here is None or rest.page is None:
        return 0
    if (to and page_key(to) != page_key(rest.page.number)) or (from_ and page_key(from_) != page_key(here.number)):
        return 0
    mine, other = _plain(first.read.title), _plain(rest.read.title)
    return 2 * bool(mine and other and (mine in other or other in mine)) + bool(to and from_)


def _next(at: int, pieces: Sequence[Piece]) -> int | None:
    """Where the piece stands that continues the one at `at`; None where there is none, or two are as likely."""
    scores = ((_agree(pieces[at], rest), other) for other, rest in enumerate(pieces) if other != at)
    rated = sorted((entry for entry in scores if entry[0]), reverse=True)
    if not rated or (len(rated) > 1 and rated[0][0] == rated[1][0]):
        return None
    return rated[0][1]


def _blocks(piece: Piece) -> list[Block]:
    return [(paragraph.text, paragraph.role) for paragraph in piece.read.paragraphs]


def _head(first: Piece, rest: Piece) -> list[Block]:
    """Lines of the continuation's title block that its first part does not print: they are part of what was printed."""
    known = {_plain(line) for line in (first.read.kicker, first.read.title, first.read.subtitle)}
    lines = [line for line in (rest.read.kicker, rest.read.title, rest.read.subtitle) if line]
    printed = [paragraph.text for paragraph in rest.read.paragraphs[:2]]
    return [(line, "heading") for line in lines if (_JUMP.search(line) or _plain(line) not in known) and line not in printed]


def _one(first: Piece, rest: Piece) -> Piece:
    """Both parts as one article: the first part's page, number and title block, the text of both in printed order."""
    paragraphs = laid_out([*_blocks(first), *_head(first, rest), *_blocks(rest)])
    read = replace(first.read, paragraphs=paragraphs, continued=rest.read.continued)
    flags = (*first.flags, *rest.flags, *rest.read.flags, "joined_pages")
    return replace(first, read=read, flags=flags, ends_on=rest.ends_on or rest.page, areas=first.areas + rest.areas)


def joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Articles that go on, on another page, as one; a jump nobody answers is flagged `jump_unresolved`."""
    left, at = list(pieces), 0
    while at < len(left):
        following = _next(at, left)
        if following is None:
            at += 1
            continue
        left[at] = _one(left[at], left[following])
        del left[following]
        at -= following < at
    return [
        replace(piece, flags=(*piece.flags, "jump_unresolved")) if piece.read.continued or piece.read.continues else piece for piece in left
    ]
