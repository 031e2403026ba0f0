"""Lines over years as a drawing: where everything stands, in the units of its view box; the template makes SVG of it.

A line breaks where a year has no point; a point may lead somewhere; a hollow one (planned) stands beside the line.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

#: The view box, and the room around the plot for the labels of both axes.
WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 16, 34
#: Most labels of years, and about how many steps the values have.
_YEARS, _STEPS = 12, 4


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A value of a year, what it says in words, and the address it leads to (empty: none)."""

    year: int
    value: float
    words: str
    address: str = ""
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A line: what it is called, its points in the order of years."""

    name: str
    points: Sequence[ChartPoint]


@dataclass(frozen=True, slots=True)
class Dot:
    """A point where it stands."""

    x: float
    y: float
    point: ChartPoint


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line as drawn: the corners of each unbroken stretch of two or more years, and its dots."""

    name: str
    stretches: Sequence[str]
    dots: Sequence[Dot]


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of an axis and where it stands."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Band:
    """Years of which nothing is held: where they begin, and how wide they are."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with everything where it stands."""

    strokes: Sequence[Stroke]
    years: Sequence[Tick]
    values: Sequence[Tick]
    bands: Sequence[Band]


def drawing(lines: Sequence[ChartLine], years: Sequence[int], label: Callable[[float], str], empty: Sequence[int] = ()) -> Drawing:
    """The drawing of lines over an unbroken run of years (one at least); `label` writes a value, `empty` are years without anything."""
    values = [point.value for line in lines for point in line.points]
    bottom, step, count = scale(min(values, default=0.0), max(values, default=0.0))
    top = bottom + step * count
    wide = (WIDTH - LEFT - RIGHT) / len(years)

    def x(year: int) -> float:
        return round(LEFT + wide * (year - years[0] + 0.5), 1)

    def y(value: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (top - value) / (top - bottom), 1)

    every = math.ceil(len(years) / _YEARS)
    return Drawing(
        strokes=[_stroke(line, x, y) for line in lines],
        years=[Tick(x(year), str(year)) for year in years[::every]],
        values=[Tick(y(bottom + step * number), label(bottom + step * number)) for number in range(count + 1)],
        bands=[Band(round(x(year) - wide / 2, 1), round(wide, 1)) for year in empty],
    )


def scale(least: float, most: float) -> tuple[float, float, int]:
    """The lowest label of an axis that begins at zero or below it, the step between labels, and how many steps: round numbers."""
    low, high = min(0.0, least), max(0.0, most)
    rough = (high - low) / _STEPS or 0.25
    power: float = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    first = math.floor(low / step + 1e-9)
    return first * step, step, max(1, math.ceil(high / step - 1e-9) - first)


def _stroke(line: ChartLine, x: Callable[[int], float], y: Callable[[float], float]) -> Stroke:
    dots = [Dot(x(point.year), y(point.value), point) for point in line.points]
    runs: list[list[Dot]] = []
    for dot in dots:
        if dot.point.hollow:
            continue
        if runs and dot.point.year - runs[-1][-1].point.year <= 1:
            runs[-1].append(dot)
        else:
            runs.append([dot])
    return Stroke(line.name, [" ".join(f"{dot.x},{dot.y}" for dot in run) for run in runs if len(run) > 1], dots)
