"""Overprint undone: text that an extractor gave twice, three or four times, because the page prints it so (bold by overprinting).

Shapes (reference: repair): runs of one class repeated inside a line, glyph by glyph, halves parted by a line break, whole lines, blocks of
lines. Legal reduplication stays; inside a zone it was printed double too and is halved like all else.
"""

from math import exp

from articles.repair.doubts import left, numbers
from articles.repair.log import Edit, Repaired, edit
from articles.repair.squares import Square, in_run, lines
from articles.repair.stream import Stream, stream
from articles.repair.weights import ENTRY, ENTRY_DOUBT, ENTRY_KNOWN
from articles.repair.zones import Zone, zones

#: Evidence from which a zone is sure enough to make further zones of its shape likelier.
_SURE = 6.0
_RULES = {2: "doubled", 3: "tripled", 4: "fourfold"}
#: The rules by which copies go: how many there were, in which shape.
OVERPRINT = tuple(f"{times}_{shape}" for times in _RULES.values() for shape in ENTRY)


def undouble(printed: str) -> Repaired:
    """The text once; spans removed are the second and later copies. Numbers with several readings are flagged."""
    found = stream(printed)
    runs = found.runs()
    squares = [square for run in runs for square in in_run(found.text, run) if not _line_by_line(found, square)]
    squares += lines(found)
    if not squares:
        return Repaired(printed)
    sure = zones(found, runs, squares, lambda state: ENTRY[state[0]])
    known = {zone.state for zone in sure if zone.score >= _SURE}
    last = zones(found, runs, squares, lambda state: (ENTRY_KNOWN if state in known else ENTRY)[state[0]]) if known else sure
    edits = [step for zone in last for step in _edits(printed, found, zone)]
    weak = zones(found, runs, squares, lambda state: ENTRY_DOUBT[state[0]])
    flags = [*numbers(found, runs, last), *left(found, runs, weak, last)]
    return Repaired(_without(printed, edits), tuple(edits), tuple(dict.fromkeys(flags)))


def _line_by_line(found: Stream, square: Square) -> bool:
    """Copies that are whole lines are for `lines` to judge."""
    breaks, size = found.breaks, square.length
    ends = square.start in breaks and (square.end in breaks or square.end == len(found.text))
    return ends and all(square.start + size * copy in breaks for copy in range(1, square.copies))


def _edits(printed: str, found: Stream, zone: Zone) -> list[Edit]:
    """The copies behind each first one, neighbours as one span where nothing is kept between them."""
    confidence = round(1 - 0.5 * exp(-zone.score / 8), 3)
    rule = f"{_RULES[zone.state[1]]}_{zone.state[0]}"
    spans = [found.behind(square.start + square.length, square.end) for square in zone.squares]
    return [edit(rule, printed, start, end, "removed", confidence) for start, end in spans]


def _without(printed: str, edits: list[Edit]) -> str:
    parts: list[str] = []
    at = 0
    for step in edits:
        parts.append(printed[at : step.start])
        at = step.end
    return "".join([*parts, printed[at:]])
