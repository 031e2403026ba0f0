"""The quantities of `rules/series.toml`: what words they are told by, and which figures are theirs."""

import re
from dataclasses import dataclass
from functools import cache

from articles.model import Figure
from articles.reading.rules import table
from articles.reading.series.change import Change, change
from articles.reading.series.words import Words

#: How much of a sentence behind a number a rule looks at, in characters.
_BEHIND = 16


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity: its rule's number in the file, its name, other names people use, and words one of which each text that tells it holds.

    `bare` is the rule for a number that names no stage.
    """

    number: int
    name: str
    aliases: tuple[str, ...]
    words: tuple[str, ...]
    units: tuple[str, ...]
    what: re.Pattern[str]
    head: re.Pattern[str] | None
    but: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    organ: str | None
    growth: bool
    bare: bool

    @property
    def rule(self) -> str:
        """Where the rule is read."""
        return f"series.toml {self.number}: {self.name}"

    def takes(self, one: Figure, unit: str, words: Words, bare: str) -> bool:
        """Whether a figure is one of this quantity: `unit` is the series', `bare` what it counts without words of scope."""
        head = words.head
        if unit not in self.units or (self.organ and words.organ != self.organ):
            return False
        if not (self.what.fullmatch(one.what) or self.what.fullmatch(bare)):
            return False
        way = change(one.direction)
        if way not in ((Change.RISE, Change.FALL) if self.growth else (Change.LEVEL, Change.BASE)):
            return False
        if self.but and (self.but.search(head) or self.but.search(one.what)):
            return False
        if self.behind and self.behind.search(one.sentence[len(head) :][:_BEHIND]):
            return False
        return self.head is None or self.head.search(head) is not None


@cache
def quantities() -> tuple[Quantity, ...]:
    """All of them, in the order they are tried."""
    return tuple(_quantity(number, row) for number, row in enumerate(table("series")["quantity"], 1))


def _quantity(number: int, row: dict[str, str | list[str] | bool]) -> Quantity:
    def pattern(key: str) -> re.Pattern[str] | None:
        return re.compile(str(row[key])) if key in row else None

    def words(key: str) -> tuple[str, ...]:
        found = row.get(key, [])
        return tuple(found) if isinstance(found, list) else (str(found),)

    return Quantity(
        number=number,
        name=str(row["name"]),
        aliases=words("aliases"),
        words=words("words"),
        units=words("unit"),
        what=re.compile(str(row["what"])),
        head=pattern("head"),
        but=pattern("not"),
        behind=pattern("behind"),
        organ=str(row["organ"]) if "organ" in row else None,
        growth=bool(row.get("growth")),
        bare=bool(row.get("bare")),
    )
