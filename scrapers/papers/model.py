"""A newspaper we follow: what its file says, and which layout its site had on a date."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from articles.errors import SettingsError
from scrapers.papers.skips import Skip

Confidence = Literal["seen", "code", "test", "weak"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a paper's issues are from a date on: platform, address prefix and the node of the first page.

    `first_page` is a property of the paper, read and never computed. `source` is the reference section, or repository and path.
    """

    from_: dt.date
    platform: str
    prefix: str
    first_page: str
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Expect:
    """What an issue should hold; fewer pages or articles than the minimum is a failure, more than the maximum an alarm."""

    pages_min: int = 1
    articles_min: int = 1
    articles_max: int = 1000
    max_age_days: int = 3


@dataclass(frozen=True, slots=True)
class Paper:
    """A newspaper: `place` is its home's division code, `weekdays` are ISO (1 is Monday), `wait` is in seconds between two requests.

    `time_of_day` is Asia/Shanghai, when an issue is expected; `archive_days` is how far back the site keeps issues, None where unknown;
    `per_day` is how many requests its host gets a day at the most (None: as the settings say); `plain_http` is the reason why pages are
    asked for without TLS: without one nothing leads from https to http; `skips` are holidays without an issue.
    """

    code: str
    name: str
    place: str
    first_issue: dt.date
    layouts: tuple[Layout, ...]
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    time_of_day: dt.time = dt.time(7)
    wait: float = 1.5
    per_day: int | None = None
    plain_http: str | None = None
    archive_days: int | None = None
    expect: Expect = Expect()
    sample: bool = False
    loopback: bool = False
    skips: tuple[Skip, ...] = ()

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts its addresses lie on."""
        return frozenset(urlsplit(layout.prefix).hostname or "" for layout in self.layouts)

    def layout(self, date: dt.date) -> Layout:
        """The layout the site had on `date`. SettingsError before the first layout."""
        held = [layout for layout in self.layouts if layout.from_ <= date]
        if not held:
            raise SettingsError("settings_paper_before", paper=self.code, date=date.isoformat(), first=self.layouts[0].from_.isoformat())
        return held[-1]

    def appears(self, date: dt.date) -> bool:
        """Whether the calendar promises an issue on `date`."""
        return date >= self.first_issue and date.isoweekday() in self.weekdays and not self.rests(date)

    def rests(self, date: dt.date) -> bool:
        """Whether `date` is a holiday that the paper skips."""
        return any(skip.covers(date) for skip in self.skips)
