"""What is doubtful about overprint: numbers that can be read in several ways, and what may be doubled but was left."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from articles.repair.digits import doubtful, readings
from articles.repair.stream import Run, Stream
from articles.repair.zones import Zone

#: Numbers as short as this may be doubled or not where they stand at the edge of a zone: 1212 is 12 or 1212.
_SHORT = 2
_SHOWN = 16


def _near(found: Stream, runs: Sequence[Run], zone: Zone) -> Iterator[Run]:
    """The runs with digits that lie in a zone or touch it."""
    at = max(0, bisect_left(runs, zone.start, key=lambda run: run.start) - 2)
    for run in runs[at:]:
        if run.start > zone.end + 1:
            return
        if run.kind == "d" and run.end >= zone.start - 1 and any(map(str.isdigit, found.text[run.start : run.end])):
            yield run


def numbers(found: Stream, runs: Sequence[Run], zones: Sequence[Zone]) -> Iterator[str]:
    """Flags of the numbers inside zones that have several readings, and of short ones at or beside a zone's edge."""
    for zone in zones:
        for run in _near(found, runs, zone):
            text, copies = found.text[run.start : run.end], zone.state[1]
            outside = run.end <= zone.start or run.start >= zone.end
            if zone.state[0] == "line" and not outside:
                continue
            known = readings(text, copies)
            edge = outside or ((run.start <= zone.start or run.end >= zone.end) and len(text) <= _SHORT * copies)
            if len(known) > (0 if edge else 1):
                yield doubtful(text, [*known, text] if edge else known)


def left(found: Stream, runs: Sequence[Run], weak: Sequence[Zone], zones: Sequence[Zone]) -> Iterator[str]:
    """Flags of what may be doubled but stays as printed: numbers among squares, lines repeated."""
    ends = [other.end for other in zones]
    for zone in weak:
        at = bisect_right(ends, zone.start)
        if at < len(zones) and zones[at].start < zone.end:
            continue
        if zone.state[0] == "line":
            yield f"lines_repeated:{found.text[zone.start : zone.squares[0].start + zone.squares[0].length][:_SHOWN]}"
            continue
        for run in _near(found, runs, zone):
            text = found.text[run.start : run.end]
            known = readings(text, zone.state[1])
            if known and run.start >= zone.start and run.end <= zone.end:
                yield doubtful(text, [text, *known])
