"""What stands on a page between glyphs and articles: headlines, runs of lines in one column, tables, boxed parts."""

from dataclasses import dataclass, field
from typing import Literal

from scrapers.pdf.glyphs import Box, union
from scrapers.pdf.lines import Line

Level = Literal["title", "section"]


@dataclass(eq=False)
class Column:
    """Lines under each other in one column; `caption`: of a picture."""

    lines: list[Line]
    caption: bool = False
    box: Box = field(init=False)

    def __post_init__(self) -> None:
        self.box = union([line.box for line in self.lines])


@dataclass(eq=False)
class Head:
    """A headline with what belongs to it; a `section` is part of the article before it. `reach` is what it stands over."""

    title: list[Line]
    level: Level = "title"
    kicker: list[Line] = field(default_factory=list)
    subtitle: list[Line] = field(default_factory=list)
    author: list[Line] = field(default_factory=list)
    reach: Box = field(init=False)

    def __post_init__(self) -> None:
        self.reach = self.box

    @property
    def lines(self) -> list[Line]:
        """All its lines."""
        return [*self.kicker, *self.title, *self.subtitle, *self.author]

    @property
    def box(self) -> Box:
        """The rectangle of all its lines."""
        return union([line.box for line in self.lines])

    @property
    def vertical(self) -> bool:
        """Whether it is set from top to bottom."""
        return self.title[0].vertical

    @property
    def size(self) -> float:
        """Its biggest em."""
        return max(line.size for line in self.title)


@dataclass(eq=False)
class Table:
    """A ruled table: its rows of cells, from the top, from the left."""

    rows: list[list[str]]
    box: Box


@dataclass(eq=False)
class Boxed:
    """What stands inside a frame."""

    inside: "list[Block]"
    box: Box


Block = Column | Head | Table | Boxed


@dataclass(frozen=True, slots=True)
class Measure:
    """What is usual on a page: the body's em, the distance of its baselines, in points."""

    size: float
    leading: float
