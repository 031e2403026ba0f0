"""Blocks of a page: a paragraph, a heading, a title … as text, with the span of the printed text it stands in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from articles.repair.furniture import caption
from articles.repair.headings import roles
from articles.repair.lines import Line
from articles.repair.log import Edit, edit
from articles.repair.paragraphs import AROUND_NUMBER, joined, unspaced
from articles.repair.setting import learned
from articles.repair.spread import spaces

#: Roles whose lines run on.
TEXT = ("body", "caption", "section")
_SURE = 0.95
_WHITE = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together.

    `role` is `title`, `subtitle`, `byline`, `heading`, `section` (a heading of full lines, that stays where it is), `body` or `caption`.
    """

    role: str
    lines: tuple[Line, ...]

    @property
    def start(self) -> int:
        """Where it begins in the printed text."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Where it ends in the printed text."""
        return self.lines[-1].end

    @property
    def text(self) -> str:
        """Its text: lines of a title or heading parted by a space, those of a paragraph joined."""
        if self.role in TEXT:
            return unspaced(joined(self.lines))
        return " ".join(line.text for line in self.lines)


def blocks(lines: Sequence[Line]) -> list[Block]:
    """The blocks of a column, in printed order."""
    made: list[Block] = []
    setting, end = learned(lines), 0
    for role, group in groupby(roles(lines, setting.widths)):
        begin, end = end, end + len(list(group))
        held = lines[begin:end]
        if role == "body":
            made += [_paragraph(held[part.begin : part.end], part.heading) for part in setting.divided(begin, end)]
        elif role == "heading":
            made += [Block(role, tuple(part)) for part in _headings(held)]
        else:
            made.append(Block(role, tuple(held)))
    return made


def _paragraph(lines: Sequence[Line], heading: bool) -> Block:
    role = "section" if heading else "caption" if caption(joined(lines)) else "body"
    return Block(role, tuple(lines))


def _headings(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Headings that stand one under the other: a blank line parts them, or a space inside each of them."""
    begin = 0
    for at in range(1, len(lines)):
        if lines[at].blank or (" " in lines[at].text and " " in lines[at - 1].text) or at - begin == 2:
            yield lines[begin:at]
            begin = at
    yield lines[begin:]


def joins(printed: str, found: Sequence[Block], lines: Sequence[Line]) -> Iterator[Edit]:
    """The line breaks taken out of blocks, and the spaces the setting put around numbers; `lines` are all lines, as printed."""
    after = {line.start: following.start for line, following in pairwise(lines)}
    for block in found:
        if block.role in TEXT:
            for line in block.lines:
                yield from spaces(printed, line, AROUND_NUMBER.finditer(line.text), _SURE)
        for line, following in pairwise(block.lines):
            if after.get(line.start) != following.start:
                continue
            confidence = 0.9 if line.ended else 0.99
            for white in _WHITE.finditer(printed, line.end, following.start):
                yield edit("line_break", printed, *white.span(), "joined", confidence)


def entitled(found: Sequence[Block]) -> list[Block]:
    """A heading that opens the page is its title."""
    if found and found[0].role == "heading" and not any(block.role == "title" for block in found):
        return [replace(found[0], role="title"), *found[1:]]
    return list(found)
