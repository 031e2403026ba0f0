"""Days on which a paper does not appear though its weekdays promise an issue: holidays, as its file names them."""

import datetime as dt
import re
from dataclasses import dataclass

from borax.calendars.lunardate import LunarDate

#: The years the table of lunar new years knows.
_YEARS = range(1900, 2100)
#: Days of a festival; the first month of a lunar year has no more.
_LONGEST = 30
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DAY = re.compile(r"(\d\d)-(\d\d)")
_FESTIVAL = re.compile(r"spring-festival:(\d{1,2})(?:-(\d{1,2}))?")
FORMS = "2024-02-10, 2024-02-10..2024-02-16, 10-01, 10-01..10-07, spring-festival:1-7 (1: the first day of the lunar year, 0: its eve)"


@dataclass(frozen=True, slots=True)
class Dated:
    """From a day to a day."""

    first: dt.date
    last: dt.date

    def covers(self, date: dt.date) -> bool:
        """Whether the paper skips the day."""
        return self.first <= date <= self.last


@dataclass(frozen=True, slots=True)
class Yearly:
    """From a day to a day of every year (month, day); a last one before the first lies in the year after."""

    first: tuple[int, int]
    last: tuple[int, int]

    def covers(self, date: dt.date) -> bool:
        """Whether the paper skips the day."""
        day = (date.month, date.day)
        if self.first <= self.last:
            return self.first <= day <= self.last
        return day >= self.first or day <= self.last


@dataclass(frozen=True, slots=True)
class Festival:
    """Days counted from the first of the lunar year, which is 1; 0 is the eve."""

    first: int
    last: int

    def covers(self, date: dt.date) -> bool:
        """Whether the paper skips the day; never outside the years whose calendar is known."""
        if date.year not in _YEARS:
            return False
        return self.first <= (date - new_year(date.year)).days + 1 <= self.last


Skip = Dated | Yearly | Festival


def new_year(year: int) -> dt.date:
    """The first day of the lunar year that begins in a year (1900 to 2099)."""
    found = LunarDate(year, 1, 1).to_solar_date()
    return dt.date(found.year, found.month, found.day)


def read_skip(text: str) -> Skip:
    """What one entry of `skips` names. ValueError says which forms there are."""
    first, dots, last = text.partition("..")
    ends = (first, last if dots else first)
    try:
        if all(_DATE.fullmatch(end) for end in ends):
            skip = Dated(*(dt.date.fromisoformat(end) for end in ends))
            if skip.first > skip.last:
                raise ValueError("from .. to")
            return skip
        if all(_DAY.fullmatch(end) for end in ends):
            return Yearly(*(_of_year(end) for end in ends))
        if not dots and (found := _FESTIVAL.fullmatch(text)):
            return _festival(int(found[1]), int(found[2] or found[1]))
    except ValueError as error:
        raise ValueError(f"{text}: {error}; {FORMS}") from error
    raise ValueError(f"{text}: {FORMS}")


def _of_year(text: str) -> tuple[int, int]:
    """Month and day, of a leap year too."""
    day = dt.date.fromisoformat(f"2024-{text}")
    return day.month, day.day


def _festival(first: int, last: int) -> Festival:
    if not first <= last <= _LONGEST:
        raise ValueError(f"0-{_LONGEST}")
    return Festival(first, last)
