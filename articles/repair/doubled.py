"""Overprint undone: text that an extractor gave twice, three or four times, because the page prints it so (bold by overprinting).

Shapes (reference: repair): runs of one class repeated inside a line, glyph by glyph, halves parted by a line break, whole lines, blocks of
lines. Legal reduplication stays; inside a zone it was printed double too and is halved like all else.
"""

from math import exp

from articles.repair.digits import doubtful, readings
from articles.repair.log import Edit, Repaired, edit
from articles.repair.squares import Square, in_run, lines
from articles.repair.stream import Run, Stream, stream
from articles.repair.weights import State
from articles.repair.zones import Zone, zones

#: Evidence from which a zone is sure enough to make further zones of its shape likelier.
_SURE = 6.0
_RULES = {2: "doubled", 3: "tripled", 4: "fourfold"}


def undouble(printed: str) -> Repaired:
    """The text once; spans removed are the second and later copies. Numbers with several readings are flagged."""
    found = stream(printed)
    runs = found.runs()
    squares = [square for run in runs for square in in_run(found.text, run) if not _line_by_line(found, square)]
    squares += lines(found)
    if not squares:
        return Repaired(printed)
    known: frozenset[State] = frozenset()
    sure = zones(found, runs, squares, known)
    known = frozenset(zone.state for zone in sure if zone.score >= _SURE)
    last = zones(found, runs, squares, known) if known else sure
    edits = [step for zone in last for step in _edits(printed, found, zone)]
    return Repaired(_without(printed, edits), tuple(edits), tuple(_doubts(found, runs, last)))


def _line_by_line(found: Stream, square: Square) -> bool:
    """Copies that are whole lines are for `lines` to judge."""
    breaks, size = found.breaks, square.length
    ends = square.start in breaks and (square.end in breaks or square.end == len(found.text))
    return ends and all(square.start + size * copy in breaks for copy in range(1, square.copies))


def _edits(printed: str, found: Stream, zone: Zone) -> list[Edit]:
    """The copies behind each first one, neighbours as one span where nothing is kept between them."""
    confidence = round(1 - 0.5 * exp(-zone.score / 8), 3)
    rule = f"{_RULES[zone.state[1]]}_{zone.state[0]}"
    spans = [found.printed(square.start + square.length, square.end) for square in zone.squares]
    return [edit(rule, printed, start, end, "removed", confidence) for start, end in spans]


def _without(printed: str, edits: list[Edit]) -> str:
    parts: list[str] = []
    at = 0
    for step in edits:
        parts.append(printed[at : step.start])
        at = step.end
    return "".join([*parts, printed[at:]])


def _doubts(found: Stream, runs: list[Run], all_zones: list[Zone]) -> list[str]:
    """Flags of the numbers inside zones that have several readings, and of those at or beside a zone's edge that may be doubled."""
    flags: list[str] = []
    numbers = [run for run in runs if run.kind == "d"]
    at = 0
    for zone in all_zones:
        while at < len(numbers) and numbers[at].end < zone.start - 1:
            at += 1
        for run in numbers[at:]:
            if run.start > zone.end + 1:
                break
            flags += _doubt(found, run, zone)
    return list(dict.fromkeys(flags))


def _doubt(found: Stream, run: Run, zone: Zone) -> list[str]:
    text = found.text[run.start : run.end]
    if not any(character.isdigit() for character in text) or zone.state[0] == "line":
        return []
    known = readings(text, zone.state[1])
    edge = run.start <= zone.start or run.end >= zone.end
    return [doubtful(text, [*known, text] if edge else known)] if len(known) > (0 if edge else 1) else []


def once(square: Square) -> tuple[int, int]:
    """The span of a square that is kept."""
    return square.start, square.start + square.length
