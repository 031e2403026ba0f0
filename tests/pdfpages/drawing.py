"""A page as runs of glyphs, lines and boxes, and how they are written to a PDF: overprint, order of the stream, slips of the fonts."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Literal

from reportlab.pdfgen.canvas import Canvas

from tests.pdfpages.fonts import register, width

Overprint = Literal["none", "run", "line", "paragraph", "glyph"]
Order = Literal["printed", "reversed", "shuffled", "articles"]


@dataclass(frozen=True, slots=True)
class Run:
    """Text on one baseline, in points from the page's lower left; `angle` in degrees, `white` on a dark ground.

    `paragraph` and `article` number what it belongs to.
    """

    x: float
    y: float
    text: str
    font: str
    size: float
    spacing: float = 0.0
    angle: float = 0.0
    white: bool = False
    paragraph: int = 0
    article: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """A line (no width or height), a box, or a filled box (a picture's place, a dark ground)."""

    x: float
    y: float
    width: float
    height: float
    thick: float = 0.5
    fill: float | None = None


@dataclass
class Sheet:
    """One page under way."""

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)


def _pieces(run: Run, draw: random.Random, longest: int) -> Iterator[Run]:
    """A run cut into shorter ones that stand where its glyphs stood."""
    x, at = run.x, 0
    while at < len(run.text):
        text = run.text[at : at + draw.randint(1, longest)]
        yield replace(run, x=x, text=text)
        x += width(text, run.font, run.size) + run.spacing * len(text)
        at += len(text)


def _copies(runs: Sequence[Run], copies: int, draw: random.Random, spread: float) -> Iterator[Run]:
    for turn in range(copies):
        dx, dy = (0.0, 0.0) if not turn else (draw.uniform(0, spread), draw.uniform(-spread / 4, spread / 4))
        yield from (replace(run, x=run.x + dx, y=run.y + dy) for run in runs)


def overprinted(runs: Sequence[Run], kind: Overprint, copies: int, draw: random.Random) -> list[Run]:
    """Runs of one paragraph with their copies, as bold type is faked."""
    spread = 0.03 * runs[0].size if runs else 0.0
    if kind == "none" or any(run.angle for run in runs):
        return list(runs)
    if kind == "paragraph":
        return list(_copies(runs, copies, draw, spread))
    longest = {"glyph": 1, "run": 8, "line": 10**6}[kind]
    pieces = (piece for run in runs for piece in _pieces(run, draw, longest))
    return [copy for piece in pieces for copy in _copies([piece], copies, draw, spread)]


def ordered(runs: Iterable[Run], order: Order, draw: random.Random) -> list[Run]:
    """Runs in the order of the stream."""
    found = list(runs)
    if order == "reversed":
        return found[::-1]
    if order == "shuffled":
        draw.shuffle(found)
    if order == "articles":
        numbers = sorted({run.article for run in found})
        draw.shuffle(numbers)
        found.sort(key=lambda run: numbers.index(run.article))
    return found


def _shape(canvas: Canvas, shape: Shape) -> None:
    canvas.setLineWidth(shape.thick)
    if shape.fill is not None:
        canvas.setFillGray(shape.fill)
        canvas.rect(shape.x, shape.y, shape.width, shape.height, stroke=0, fill=1)
    elif shape.width and shape.height:
        canvas.rect(shape.x, shape.y, shape.width, shape.height)
    else:
        canvas.line(shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)


def _run(canvas: Canvas, run: Run) -> None:
    canvas.setFillGray(1.0 if run.white else 0.0)
    if run.angle:
        canvas.saveState()
        canvas.translate(run.x, run.y)
        canvas.rotate(run.angle)
    text = canvas.beginText(*((0, 0) if run.angle else (run.x, run.y)))
    text.setFont(run.font, run.size)
    text.setCharSpace(run.spacing)
    text.textOut(run.text)
    canvas.drawText(text)
    if run.angle:
        canvas.restoreState()


def written(sheets: Sequence[Sheet]) -> bytes:
    """The PDF; the same sheets give the same bytes."""
    register()
    file = BytesIO()
    canvas = Canvas(file, invariant=1, pageCompression=1)
    for sheet in sheets:
        canvas.setPageSize((sheet.width, sheet.height))
        for shape in sheet.shapes:
            _shape(canvas, shape)
        for run in sheet.runs:
            _run(canvas, run)
        canvas.showPage()
    canvas.save()
    return file.getvalue()
