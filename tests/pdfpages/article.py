"""One article set in a rectangle: headline spanning, inset or vertical, body in columns, picture, table, box."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.pdfpages.drawing import Run, Shape, Sheet
from tests.pdfpages.flow import Item, Place, pour
from tests.pdfpages.fonts import width
from tests.pdfpages.setting import lines
from tests.pdfpages.stories import Story, radicals
from tests.pdfpages.truth import Told, TrueArticle


@dataclass(frozen=True, slots=True)
class Style:
    """How a page is set; sizes in points, `gap` between columns. `heading` is that of section headings, by body size."""

    body: str
    head: str
    size: float
    leading: float
    gap: float
    heading: float
    centred: bool
    whole: bool
    kangxi: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an article goes: left edge, top, width, lowest foot, and its columns."""

    x: float
    top: float
    width: float
    foot: float
    columns: int


@dataclass(frozen=True, slots=True)
class Head:
    """How the headline stands: `over` the first columns (all of them: spanning), or `vertical` at the left; its size by body size."""

    over: int
    size: float
    vertical: bool = False
    reverse: bool = False


def _parted(title: str, count: int) -> list[str]:
    """A title cut in `count` parts of about the same length, none of which begins with a stop."""
    parts, at = [], 0
    for left in range(count, 0, -1):
        end = at + max(1, round((len(title) - at) / left)) if left > 1 else len(title)
        while (
            left > 1
            and end < len(title) - 1
            and (title[end] in "，。、；：！？”’）》—" or title[end - 1] in "“‘（《" or title[end - 1 : end + 1].isascii())
        ):
            end += 1
        parts.append(title[at:end].strip())
        at = end
    return [part for part in parts if part]


class Setter:
    """Sets articles on a sheet and numbers what it sets."""

    def __init__(self, sheet: Sheet, style: Style, draw: random.Random) -> None:
        self.sheet, self.style, self.draw = sheet, style, draw
        self.paragraph = self.article = 0

    def put(self, text: str, x: float, y: float, font: str, size: float, spacing: float = 0.0, *, white: bool = False) -> None:
        """A run of the current paragraph."""
        shown = radicals(text) if self.style.kangxi else text
        run = Run(x, y, shown, font, size, spacing, white=white, paragraph=self.paragraph, article=self.article)
        self.sheet.runs.append(run)

    def begin(self) -> int:
        """A new paragraph; its number."""
        self.paragraph += 1
        return self.paragraph

    def _text(self, told: Told, column: float) -> list[Item]:
        """The lines of a paragraph or a section heading."""
        style, number = self.style, self.begin()
        if told.role == "heading":
            return self._heading(told.text, column, number)
        font = style.body
        return [
            Item(style.leading, self._placer(line.text, font, style.size, line.indent, line.spacing, number))
            for line in lines(told.text, font, style.size, column, whole=style.whole)
        ]

    def _heading(self, text: str, column: float, number: int) -> list[Item]:
        style = self.style
        size = style.size * style.heading
        leading = max(style.leading, size * 1.3)
        found = []
        for line in lines(text, style.head, size, column, indent=0):
            long = width(line.text, style.head, size)
            indent = max(0.0, (column - long) / 2) if style.centred else min(2 * style.size, max(0.0, column - long))
            found.append(Item(leading, self._placer(line.text, style.head, size, indent, 0.0, number), holds=True))
        return found

    def _placer(self, text: str, font: str, size: float, indent: float, spacing: float, number: int) -> Place:
        def place(x: float, top: float) -> None:
            self.paragraph, kept = number, self.paragraph
            self.put(text, x + indent, top - size, font, size, spacing)
            self.paragraph = kept

        return place

    def table(self, rows: Sequence[Sequence[str]], x: float, top: float, wide: float, *, grid: bool) -> float:
        """A ruled table; its foot."""
        size, step = self.style.size * 0.95, self.style.leading * 1.25
        shares = (0.43, 0.19, 0.19, 0.19)
        edges = [x + wide * sum(shares[:at]) for at in range(len(shares) + 1)]
        for at, row in enumerate(rows):
            self.begin()
            for edge, cell in zip(edges, row, strict=False):
                self.put(cell, edge + 4, top - step * (at + 1) + step * 0.3, self.style.body, size)
        heights = [top - step * at for at in range(len(rows) + 1)]
        self.sheet.shapes += [Shape(x, y, wide, 0.0, 0.6) for y in heights]
        if grid:
            self.sheet.shapes += [Shape(edge, heights[-1], 0.0, top - heights[-1], 0.6) for edge in edges]
        return heights[-1]

    def _title(self, title: str, size: float, wide: float) -> tuple[list[str], float]:
        """A title in lines and its size: smaller where that makes it one line, else parted in two or three near their middles."""
        least = self.style.size * 1.8
        fits = size * wide / max(width(title, self.style.head, size), 1.0)
        if fits >= least:
            return [title], min(size, fits)
        count = 2 if 2 * fits >= least else 3
        parts = title.split(" ") if title.count(" ") == count - 1 else _parted(title, count)
        longest = max(width(part, self.style.head, 1.0) for part in parts)
        return parts, min(size, wide / longest)

    def header(self, story: Story, frame: Frame, head: Head) -> tuple[float, str]:
        """The title block over the frame's head; its height and the title as it reads."""
        style, x, wide = self.style, frame.x, frame.width
        top = frame.top
        if story.kicker:
            top = self._row(story.kicker, x, top, wide, style.head, style.size * 1.4)
        size = style.size * head.size
        printed, size = self._title(story.title or "", size, wide)
        number = self.begin()
        if head.reverse:
            self.sheet.shapes.append(
                Shape(x, top - len(printed) * size * 1.25 - size * 0.2, wide, len(printed) * size * 1.25 + size * 0.2, fill=0.2)
            )
        for line in printed:
            self.paragraph = number
            self.put(line, x + max(0.0, (wide - width(line, style.head, size)) / 2), top - size, style.head, size, white=head.reverse)
            top -= size * 1.25
        top -= size * 0.2
        if story.subtitle:
            top = self._row(story.subtitle, x, top, wide, style.head, style.size * 1.35)
        if story.author:
            top = self._row(story.author, x, top, wide, style.body, style.size)
        return frame.top - top + style.leading * 0.5, story.title or ""

    def _row(self, text: str, x: float, top: float, wide: float, font: str, size: float) -> float:
        self.begin()
        for line in lines(text, font, size, wide, indent=0):
            self.put(line.text, x + max(0.0, (wide - width(line.text, font, size)) / 2), top - size, font, size)
            top -= size * 1.5
        return top

    def _vertical(self, title: str, frame: Frame, size: float) -> None:
        self.begin()
        for at, character in enumerate(title):
            self.put(character, frame.x, frame.top - size * (1.12 * at + 1), self.style.head, size)

    def _picture(self, x: float, top: float, wide: float, caption: str) -> float:
        """A picture's place with its caption under it; the height used."""
        tall = wide * 0.55
        self.sheet.shapes.append(Shape(x, top - tall, wide, tall, fill=0.85))
        number, size, at = self.begin(), self.style.size * 0.92, top - tall - 3
        for line in lines(caption, self.style.head, size, wide, indent=0):
            self.paragraph = number
            self.put(line.text, x, at - size, self.style.head, size)
            at -= size * 1.35
        return top - at + self.style.leading * 0.6

    def set(
        self, story: Story, frame: Frame, head: Head, *, continues: str | None = None, continued: str | None = None
    ) -> tuple[float, TrueArticle] | None:
        """Set a story: the foot it reaches and what it says; None, and nothing drawn, where it does not fit."""
        self.article += 1
        before = len(self.sheet.runs), len(self.sheet.shapes)
        done = self._vertical_set(story, frame, head) if head.vertical else self._set(story, frame, head)
        if done is None:
            del self.sheet.runs[before[0] :], self.sheet.shapes[before[1] :]
            return None
        foot, title, told = done
        return foot, TrueArticle(title or None, told, story.kicker, story.subtitle, continues, continued)

    def _vertical_set(self, story: Story, frame: Frame, head: Head) -> tuple[float, str, tuple[Told, ...]] | None:
        size = self.style.size * head.size
        tall = size * 1.12 * len(story.title or "")
        if tall > frame.top - frame.foot or " " in (story.title or " ") or not (story.title or "").isalpha():
            return None
        self._vertical(story.title or "", frame, size)
        strip = size + self.style.gap * 1.5
        inner = replace(frame, x=frame.x + strip, width=frame.width - strip)
        done = self._body(replace(story, kicker=None, subtitle=None), inner, [0.0] * frame.columns, ())
        return (min(done[0], frame.top - tall), story.title or "", done[1]) if done else None

    def _set(self, story: Story, frame: Frame, head: Head) -> tuple[float, str, tuple[Told, ...]] | None:
        column = (frame.width - self.style.gap * (frame.columns - 1)) / frame.columns
        over = min(head.over, frame.columns)
        wide = over * column + (over - 1) * self.style.gap
        title, tall = "", 0.0
        if story.title:
            tall, title = self.header(story, replace(frame, width=wide), head)
        offsets = [tall if at < over else 0.0 for at in range(frame.columns)]
        done = self._body(story, frame, offsets, (Told(story.author),) if story.author else ())
        return (done[0], title, done[1]) if done else None

    def _body(self, story: Story, frame: Frame, offsets: list[float], first: tuple[Told, ...]) -> tuple[float, tuple[Told, ...]] | None:
        style = self.style
        column = (frame.width - style.gap * (frame.columns - 1)) / frame.columns
        edges = [frame.x + at * (column + style.gap) for at in range(frame.columns)]
        told = [*first, *story.told]
        if story.caption and frame.columns > 1:
            used = self._picture(edges[-1], frame.top - offsets[-1], column, story.caption)
            offsets = [*offsets[:-1], offsets[-1] + used]
            told.append(Told(story.caption, "caption"))
        items = [item for one in story.told for item in self._text(one, column)]
        rows_tall = style.leading * (1.25 * len(story.rows) + 1) if story.rows else 0.0
        poured = pour(items, offsets, style.leading, frame.top - frame.foot - rows_tall)
        if poured is None:
            return None
        for edge, offset, placed in zip(edges, offsets, poured[0], strict=True):
            top = frame.top - offset
            for item in placed:
                item.place(edge, top)
                top -= item.height
        foot = frame.top - poured[1]
        if story.rows:
            foot = (
                self.table(story.rows, frame.x, foot - style.leading * 0.5, frame.width, grid=self.draw.random() < 0.5)
                - style.leading * 0.5
            )
            told += [Told("\t".join(row), "table") for row in story.rows]
        return foot, tuple(told)
