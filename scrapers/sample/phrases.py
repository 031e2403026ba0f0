"""The little language the texts of the sample newspapers are written in.

`{name}` is a fact or one line of a table; `{name=label}` is chosen once and the same wherever the label stands again;
`{20-90}` and `{1.5-9.8}` are numbers, `{200-900/50}` one in steps of 50; `<a|b>` is one of several, `[a]` may be left out.
A line that begins with `@2018-2020 ` is used for those years only (either end may be open), one with `#13 ` in threads 1 and 3
of its story only. `steady` names stand for the same thing wherever they stand in a text.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from scrapers.sample.draws import Draw

Part = str | tuple[str, str, str] | tuple[str, tuple["Parts", ...]]
Parts = tuple[Part, ...]
Tables = Mapping[str, Sequence[str]]

_RANGE = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)(?:/(\d+))?")
_WHEN = re.compile(r"(?:#(\d+) )?(?:@(\d{4})?-(\d{4})? )?")
_TOKEN = re.compile(r"[{}<>|\[\]]|[^{}<>|\[\]]+")


class Telling:
    """One text being told: its facts, the choices made so far and the year whose words it uses. KeyError on an unknown name."""

    def __init__(self, tables: Tables, draw: Draw, facts: Mapping[str, str], year: int, steady: frozenset[str] = frozenset()) -> None:
        self._tables = tables
        self._draw = draw
        self._given = facts
        self._bound: dict[str, str] = {}
        self._taken: dict[str, set[int]] = {}
        self._year = year
        self._steady = steady
        self._thread = ""
        self.used: dict[str, str] = {}

    def say(self, text: str) -> str:
        """The text with everything in it chosen."""
        return self._tell(_parsed(text))

    def one(self, lines: Sequence[str]) -> str:
        """One of the lines that are of the year, told."""
        return self.say(_bare(self._draw.choice(self.fitting(lines))))

    def some(self, lines: Sequence[str], least: int, most: int) -> list[str]:
        """`least` to `most` of the lines that fit, as far as there are, told, in their order."""
        fitting = self.fitting(lines)
        kept = set(self._draw.shuffled(range(len(fitting)))[: self._draw.between(least, most)])
        return [self.say(_bare(line)) for index, line in enumerate(fitting) if index in kept]

    def fitting(self, lines: Sequence[str]) -> list[str]:
        """The lines that are of the year and the thread."""
        return [line for line in lines if of_year(line, self._year) and of_thread(line, self._thread)]

    def follow(self, *patterns: Sequence[str]) -> None:
        """Take one of the threads the patterns name, if any: what belongs to another is not told."""
        threads = sorted({thread for lines in patterns for line in lines for thread in _threads(line)})
        self._thread = self._draw.choice(threads) if threads else ""

    def turn(self, year: int) -> None:
        """Use the words of another year from here on: an account speaks as of the year it covers."""
        self._year = year

    def _tell(self, parts: Parts) -> str:
        return "".join(part if isinstance(part, str) else self._part(part) for part in parts)

    def _part(self, part: tuple[str, str, str] | tuple[str, tuple[Parts, ...]]) -> str:
        if len(part) == 3:
            return self._slot(part[1], part[2])
        kind, among = part
        if kind == "maybe":
            return self._tell(among[0]) if self._draw.chance(50) else ""
        return self._tell(self._draw.choice(among))

    def _slot(self, name: str, label: str) -> str:
        label = label or (name if name in self._steady else "")
        if label in self._bound:
            return self._bound[label]
        value = self._value(name)
        if label:
            self._bound[label] = value
        return value

    def _value(self, name: str) -> str:
        if name in self._given:
            self.used[name] = self._given[name]
            return self._given[name]
        span = _RANGE.fullmatch(name)
        return self._number(*span.groups()) if span else self._line(name)

    def _number(self, low: str, high: str, step: str | None) -> str:
        places = len(low.partition(".")[2])
        first, last = round(float(low) * 10**places), round(float(high) * 10**places)
        every = int(step or 1)
        value = first + every * self._draw.below((last - first) // every + 1)
        return f"{value / 10**places:.{places}f}" if places else str(value)

    def _line(self, name: str) -> str:
        """A line of a table not used in this text yet (all of them again when all are)."""
        lines = self._tables[name]
        taken = self._taken.setdefault(name, set())
        index = self._free(lines, taken)
        if index is None:
            taken.clear()
            index = self._free(lines, taken)
        if index is None:
            raise KeyError(f"{name} has no line for {self._year}")
        taken.add(index)
        return self.say(_bare(lines[index]))

    def _free(self, lines: Sequence[str], taken: set[int]) -> int | None:
        """The number of a line that may be used; guessed first, because tables of names are long."""
        for _ in range(4):
            index = self._draw.below(len(lines))
            if index not in taken and of_year(lines[index], self._year):
                return index
        free = [index for index, line in enumerate(lines) if index not in taken and of_year(line, self._year)]
        return self._draw.choice(free) if free else None


def of_year(line: str, year: int) -> bool:
    """Whether a line may be used in a text about `year`."""
    _, first, last = _when(line)
    return first <= year <= last


def of_thread(line: str, thread: str) -> bool:
    """Whether a line may be used in a thread of its story."""
    named = _threads(line)
    return not named or thread in named


@cache
def _when(line: str) -> tuple[str, int, int]:
    found = _WHEN.match(line)
    threads, first, last = found.groups() if found else (None, None, None)
    return threads or "", int(first or 0), int(last or 9999)


def _threads(line: str) -> str:
    return _when(line)[0]


def _bare(line: str) -> str:
    """A line without what says when it is used."""
    return _WHEN.sub("", line, count=1)


@cache
def _parsed(text: str) -> Parts:
    """The parts of a text. ValueError where its signs do not pair."""
    try:
        return _sequence(_TOKEN.findall(text), 0, "")[0]
    except IndexError as error:
        raise ValueError(f"a sign is left open: {text}") from error


def _sequence(tokens: Sequence[str], at: int, stop: str) -> tuple[Parts, int]:
    parts: list[Part] = []
    while at < len(tokens) and tokens[at] not in stop:
        if tokens[at] == "{":
            name, _, label = tokens[at + 1].partition("=")
            if tokens[at + 2] != "}":
                raise ValueError(f"{name} is left open: {''.join(tokens)}")
            parts.append(("slot", name, label))
            at += 3
        elif tokens[at] == "<":
            among, at = _alternatives(tokens, at + 1)
            parts.append(("one", among))
        elif tokens[at] == "[":
            inner, at = _sequence(tokens, at + 1, "]")
            parts.append(("maybe", (inner,)))
            at += 1
        elif tokens[at] in "}>|]":
            raise ValueError(f"{tokens[at]} closes nothing: {''.join(tokens)}")
        else:
            parts.append(tokens[at])
            at += 1
    if stop and at == len(tokens):
        raise IndexError(stop)
    return tuple(parts), at


def _alternatives(tokens: Sequence[str], at: int) -> tuple[tuple[Parts, ...], int]:
    among: list[Parts] = []
    while True:
        inner, at = _sequence(tokens, at, "|>")
        among.append(inner)
        at += 1
        if tokens[at - 1] == ">":
            return tuple(among), at
