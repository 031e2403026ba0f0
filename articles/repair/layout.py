"""White space a page is laid out by and a result does not hold: blank lines, indents, line ends around what was taken out.

It is logged so that the printed text can be made again to the character.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from articles.repair.log import Edit, edit

_RULE = "white_space"


def layout(printed: str, spans: Sequence[tuple[int, int]], steps: Iterable[Edit], moved: bool) -> Iterator[Edit]:
    """The white space outside of spans (the result's blocks, as printed) that no step took away yet.

    Between two blocks one line break stays: the result has it too. Where blocks moved none does.
    """
    gone = bytearray(len(printed))
    for step in steps:
        gone[step.start : step.end] = b"\x01" * (step.end - step.start)
    edges = [(0, 0), *spans, (len(printed), len(printed))]
    for at, ((_, start), (end, _)) in enumerate(pairwise(edges)):
        between = not moved and 0 < at < len(spans)
        if between and end - start == 1 and printed[start] == "\n" and not gone[start]:
            continue
        yield from _gap(printed, gone, start, end, between)


def _gap(printed: str, gone: bytearray, start: int, end: int, between: bool) -> Iterator[Edit]:
    """The runs of white space in a gap; `between` two blocks its first line break stays, or, of another kind, is replaced by one."""
    free = [at for at in range(start, end) if not gone[at]]
    kept = next((at for at in free if printed[at] == "\n"), None) if between else None
    free = [at for at in free if at != kept]
    begins = [at for at, place in enumerate(free) if not at or place != free[at - 1] + 1]
    for begin, after in pairwise([*begins, len(free)]):
        replaced = between and kept is None and after == len(free)
        yield edit(_RULE, printed, free[begin], free[after - 1] + 1, "joined" if replaced else "removed", 1.0)
