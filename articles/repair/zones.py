"""Overprinted zones: the likeliest division of a text into plain stretches and rows of squares (Viterbi over the squares found)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from articles.repair.squares import Square
from articles.repair.stream import Run, Stream
from articles.repair.weights import CUT, INSIDE_LINE, INSIDE_RUN, NO_BUTTON, ONCE, SPACE, State, Weights


@dataclass(frozen=True, slots=True)
class Zone:
    """Squares side by side, all of one shape and number of copies; `score` is the evidence above the price."""

    state: State
    squares: tuple[Square, ...]
    score: float

    @property
    def start(self) -> int:
        """The first character, an offset into the stream."""
        return self.squares[0].start

    @property
    def end(self) -> int:
        """Behind the last character."""
        return self.squares[-1].end


@dataclass(frozen=True, slots=True)
class _Node:
    """A square on a path; `entered` is the score before the zone, None where the zone goes on."""

    square: Square
    state: State
    score: float
    before: "_Node | None"
    entered: float | None


def _states(square: Square) -> Iterator[State]:
    yield square.shape, square.copies
    if square.shape == "run" and square.length == 1:
        yield "glyph", square.copies


class _Walk:
    """The best paths up to a place in the text: one that is in no zone, and one for each state."""

    def __init__(self, found: Stream, runs: Iterable[Run], weights: Weights) -> None:
        self._found, self._weights = found, weights
        self._edges = {edge for run in runs for edge in (run.start, run.end)}
        self._plain: tuple[float, _Node | None] = (0.0, None)
        self._open: dict[State, _Node] = {}
        self._arriving: dict[int, list[_Node]] = defaultdict(list)

    def _natural(self, at: int) -> bool:
        return at in self._edges or at in self._found.breaks or at in (0, len(self._found.text))

    def _edge(self, at: int, shape: str) -> float:
        """The price of a zone's end at this place."""
        inside = 0.0 if at in self._found.breaks or at == len(self._found.text) else INSIDE_LINE
        return inside + (0.0 if shape == "glyph" or self._natural(at) else INSIDE_RUN)

    def _once(self, node: _Node, at: int) -> float:
        """The price of what stands between a path's end and this place and is printed once."""
        gap = at - node.square.end
        if not gap:
            return 0.0
        spaces = self._found.text.count(" ", node.square.end, at)
        return ONCE * (gap - spaces) + SPACE * bool(spaces)

    def _arrive(self, at: int) -> None:
        for node in self._arriving.pop(at, ()):
            other = self._open.get(node.state)
            if other is None or node.score > other.score - self._once(other, at):
                self._open[node.state] = node
            left = node.score - self._edge(at, node.state[0])
            if left > self._plain[0]:
                self._plain = (left, node)
        floor = self._plain[0] - 20.0
        self._open = {state: node for state, node in self._open.items() if node.score - self._once(node, at) > floor}

    def _take(self, square: Square) -> None:
        at = square.start
        for state in _states(square):
            worth = self._weights.worth(square, state[0])
            score, before = self._plain
            entered: float | None = score
            best = score - self._weights.entry(state) - self._edge(at, state[0]) + worth
            held = self._open.get(state)
            if held is not None and held.square.end <= at:
                cut = CUT if state[0] == "run" and not self._natural(at) else 0.0
                on = held.score - self._once(held, at) - cut + worth
                if on >= best:
                    best, before, entered = on, held, None
            self._arriving[square.end].append(_Node(square, state, best, before, entered))

    def run(self, squares: Iterable[Square]) -> "_Node | None":
        """The best path's last node."""
        starting: dict[int, list[Square]] = defaultdict(list)
        places: set[int] = set()
        for square in squares:
            starting[square.start].append(square)
            places |= {square.start, square.end}
        for at in sorted(places):
            self._arrive(at)
            for square in starting.get(at, ()):
                self._take(square)
        return self._plain[1]


def zones(found: Stream, runs: list[Run], squares: list[Square], prices: Callable[[State], float]) -> list[Zone]:
    """The zones of a text, in its order; `prices` says what it costs to enter one of a shape."""
    node = _Walk(found, runs, Weights(found, prices)).run(squares)
    result: list[Zone] = []
    held: list[Square] = []
    score = 0.0
    while node is not None:
        score = score if held else node.score
        held.append(node.square)
        if node.entered is not None:
            result.append(Zone(node.state, tuple(reversed(held)), score - node.entered))
            held = []
        node = node.before
    return [zone for zone in reversed(result) if not _labels(found, zone)]


def _labels(found: Stream, zone: Zone) -> bool:
    """Whether a zone is a row of short words with spaces between, as buttons and the cells of a table are: 微信微信 微博微博."""
    short = all(square.kind != "d" and square.length < NO_BUTTON for square in zone.squares)
    return short and len(zone.squares) > 1 and all(found.text[square.end] == " " for square in zone.squares[:-1])
