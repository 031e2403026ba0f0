"""The blocks of a page in reading order, where an extractor gave them in another one and the text shows it; else as printed.

A page is out of order where its title does not come first, or where headings surely belong to what stands elsewhere than behind them.
Only then is anything moved.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from articles.repair.blocks import TEXT, Block
from articles.repair.log import Edit, edit
from articles.repair.order import attach

#: What openings speak of: the whole of the time told about.
_OVERVIEW = re.compile(r"\d{4}年|[今去]年|[这过]去?一年|一年来|五年来|本届|岁月|时光|回望|回首|回眸")
_OPENING = 60
#: What it weighs that a heading stands right behind a section (where the last heading stands at the end), or right before it.
_BESIDE = 2.0
#: How surely a title goes first, an opening ends where the overview ends.
_TITLE, _OPENING_ENDS = 0.97, 0.6
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Arranged:
    """Blocks in reading order; `order` are their places in print, `sure` how surely each stands where it does."""

    order: tuple[int, ...]
    sure: tuple[float, ...]
    flags: tuple[str, ...] = ()


def arrange(blocks: Sequence[Block]) -> Arranged:
    """The reading order of a page's blocks."""
    title = [at for at, block in enumerate(blocks) if block.role in ("title", "subtitle")]
    bodies = [at for at, block in enumerate(blocks) if block.role in TEXT]
    late = bool(title and bodies) and title[0] > bodies[0]
    if not late and not _dangling(blocks):
        return Arranged(tuple(range(len(blocks))), (1.0,) * len(blocks))
    found = _arranged(blocks, title, late)
    if not late and min(found.sure) < _SURE:
        return Arranged(tuple(range(len(blocks))), (1.0,) * len(blocks))
    return found


def _dangling(blocks: Sequence[Block]) -> bool:
    """Whether headings stand behind their sections: the page opens with paragraphs, ends with a heading, and it is not the only one."""
    headings = [at for at, block in enumerate(blocks) if block.role == "heading"]
    opens = next((block.role for block in blocks if block.role not in ("title", "subtitle", "byline")), None) in TEXT
    return len(headings) > 1 and opens and headings[-1] == len(blocks) - 1


def _groups(blocks: Sequence[Block], from_: int) -> tuple[list[int], list[list[int]], list[list[float]]]:
    """The headings behind a place, the runs of paragraphs between them, and what standing beside one another weighs."""
    headings: list[int] = []
    runs: list[list[int]] = []
    beside: dict[tuple[int, int], float] = {}
    for at in range(from_, len(blocks)):
        if blocks[at].role == "heading":
            if runs and runs[-1][-1] == at - 1:
                beside[len(headings), len(runs) - 1] = _BESIDE
            headings.append(at)
        elif blocks[at].role in TEXT:
            if not runs or runs[-1][-1] != at - 1:
                runs.append([])
            runs[-1].append(at)
    prior = [[beside.get((h, r), 0.0) for r in range(len(runs))] for h in range(len(headings))]
    return headings, runs, prior


def _split(blocks: Sequence[Block], before: Sequence[int]) -> int:
    """How many of the paragraphs before the title open the article: those that speak of the whole time."""
    bodies = [at for at in before if blocks[at].role in TEXT]
    count = next((n for n, at in enumerate(bodies) if n and not _OVERVIEW.search(blocks[at].text[:_OPENING])), len(bodies))
    return before.index(bodies[count]) if count < len(bodies) else len(before)


def _arranged(blocks: Sequence[Block], title: Sequence[int], late: bool) -> Arranged:
    first = title[-1] + 1 if title else 0
    before = list(range(title[0] if title else 0))
    headings, runs, prior = _groups(blocks, first)
    text = ["".join(blocks[at].text for at in run) for run in runs]
    placed = attach([blocks[at].text for at in headings], text, prior)
    order: list[tuple[int, float]] = [(at, _TITLE) for at in title]
    flags: list[str] = []
    unplaced = [at for at, place in zip(headings, placed, strict=True) if place.at is None]
    opening = _split(blocks, before) if unplaced and late else len(before)
    order += [(at, _TITLE) for at in before[:opening]]
    used = {place.at for place in placed}
    loose = [at for n, run in enumerate(runs) if n not in used for at in run]
    for at, place in zip(headings, placed, strict=True):
        order.append((at, place.confidence))
        if place.at is not None:
            order += [(body, place.confidence) for body in runs[place.at]]
            flags += [] if place.confidence >= _SURE else [f"heading_doubtful:{blocks[at].text}"]
        else:
            flags.append(f"heading_unplaced:{blocks[at].text}")
    rest = before[opening:]
    flags += [f"section_unheaded:{blocks[part[0]].text[:16]}" for part in (rest, loose) if part and headings]
    order += [(at, _OPENING_ENDS) for at in (*loose, *rest)]
    others = sorted(set(range(len(blocks))) - {at for at, _ in order})
    order += [(at, 0.5) for at in others]
    return Arranged(tuple(at for at, _ in order), tuple(sure for _, sure in order), tuple(flags))


def _staying(order: Sequence[int]) -> set[int]:
    """The most blocks that need not move: a longest increasing row."""
    ends: list[int] = []
    where: list[int] = []
    back: dict[int, int | None] = {}
    for value in order:
        at = bisect_left(ends, value)
        back[value] = where[at - 1] if at else None
        ends[at : at + 1] = [value]
        where[at : at + 1] = [value]
    stay: set[int] = set()
    last = where[-1] if where else None
    while last is not None:
        stay.add(last)
        last = back[last]
    return stay


def moves(printed: str, blocks: Sequence[Block], found: Arranged) -> list[Edit]:
    """What moved, in reading order: neighbours that move together are one step."""
    stay = _staying(found.order)
    steps: list[Edit] = []
    held: list[tuple[int, float]] = []
    for at, sure in [*zip(found.order, found.sure, strict=True), (-1, 0.0)]:
        if held and (at in stay or at == -1 or at != held[-1][0] + 1):
            start, end = blocks[held[0][0]].start, blocks[held[-1][0]].end
            steps.append(edit("order", printed, start, end, "moved", min(one for _, one in held), -1))
            held = []
        if at not in stay and at != -1:
            held.append((at, sure))
        elif at != -1:
            steps = [_to(step, blocks[at].start) for step in steps]
    return [_to(step, len(printed)) for step in steps]


def _to(step: Edit, to: int) -> Edit:
    return step if step.to != -1 else Edit(step.rule, step.start, step.end, step.action, step.confidence, step.printed, to)
