"""Sessions and terms of the invented bodies: which session of which term a winter holds, when it opens, who reports.

The province's bodies change in 2013, 2018 and 2023, those of cities and counties in 2012, 2017 and 2022; a congress of term N sits with a
conference of term N - 1, as in real provinces.
"""

import datetime as dt
from dataclasses import dataclass

from scrapers.sample import world
from scrapers.sample.draws import Draw

_DIGITS = "零一二三四五六七八九十"
_FIRST_TERM = {"province": (12, 2013), "prefecture": (13, 2012), "county": (15, 2012)}


@dataclass(frozen=True, slots=True)
class Session:
    """A winter's session at a place: congress term, conference term, number, opening day of the conference; whether it ends five years."""

    place: str
    opens: dt.date
    congress: int
    conference: int
    number: int

    @property
    def renewed(self) -> bool:
        """Whether it is the first of a new term: its reports review five years."""
        return self.number == 1


def numeral(number: int) -> str:
    """A number below 100 in Chinese."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def session(place: str, year: int) -> Session:
    """The session held at a place in the January of `year`."""
    level = world.place(place).level
    term, since = _FIRST_TERM[level]
    passed, number = divmod(year - since, 5)
    first = {"province": 15, "prefecture": 6, "county": 3}[level]
    opens = dt.date(year, 1, first + Draw("session", place, year).below(6))
    return Session(place, opens, term + passed, term + passed - 1, number + 1)


def officials(place: str, year: int) -> dict[str, str]:
    """Who leads the bodies of a place in `year`; the same people for a term."""
    term = session(place, year)
    draw = Draw("officials", place, term.congress)
    names = draw.shuffled(world.people()[:900])
    roles = ("head", "secretary", "chair_cppcc", "chair_congress", "judge", "prosecutor", "vice_head", "vice_cppcc", "vice_congress")
    return dict(zip(roles, names, strict=False))
