"""Rows of the ledger as frozen data, and what the steps hand in and get back."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from articles.errors import Fact

Held = Literal["none", "partial", "whole"]
Outcome = Literal[
    "due",
    "fetching",
    "fetched",
    "read",
    "indexed",
    "no_issue",
    "not_yet",
    "archive_limit",
    "blocked",
    "denied",
    "layout_unknown",
    "failed",
]
Role = Literal["entry", "probe", "month", "calendar", "layout", "article", "image", "pdf", "dropped"]
#: `parked`: due, but its issue has stopped; `skipped`: listed and not wanted (an advertisement).
State = Literal["due", "kept", "failed", "skipped", "parked"]
GenerationState = Literal["open", "live", "retired"]
Reason = Mapping[str, Fact]

#: What alone may be wanted of an issue: the articles whose titles promise a yearly account.
FOCUSES = ("summaries",)

#: Where the newspapers are printed: a host's day begins at midnight there.
SHANGHAI = dt.timezone(dt.timedelta(hours=8))

#: Outcomes with work left that needs no one to ask for it.
OPEN_OUTCOMES: tuple[Outcome, ...] = ("due", "fetching", "fetched", "read")
#: Outcomes `retry` makes due again.
BAD_OUTCOMES: tuple[Outcome, ...] = ("not_yet", "archive_limit", "blocked", "denied", "layout_unknown", "failed")


def host_of(address: str) -> str:
    """The host whose lane an address belongs to; empty where it names none."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


class LostLease(Exception):
    """Somebody else holds the claim now, or the issue was planned anew: what was done is thrown away."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A paper on a date (or a file given to us: `date` None), and what became of it.

    `attempt` counts the times it was fetched from the start; `listed` is the newest attempt that came to its end; `archive_end` is where
    the attempt's file ends for the ledger (what lies behind is torn); `turn` orders the work, small first.
    """

    key: str
    paper: str
    date: dt.date | None
    attempt: int
    turn: int
    held: Held
    pages_due: int
    pages_held: int
    articles_due: int
    articles_held: int
    outcome: Outcome
    reason: Reason | None
    tries: int
    not_before: dt.datetime | None
    first_bad: dt.datetime | None
    awaits_probe: bool
    listed: int
    archive_end: int
    owner: str | None
    lease: int
    leased_until: dt.datetime | None
    articles: int
    digest: str | None
    updated: dt.datetime
    #: Which reader read it (see `scrapers.reader_version`); None where that is not known.
    reader: str | None = None
    #: What alone is wanted of it (`summaries`); None is everything.
    focus: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """An address of an issue (or a paper's entry: `issue` None); `file`, `offset`, `length` say where its newest good record lies.

    `at` is where its redirects have led so far, `redirects` how many there were; `host` is the lane of what is to be asked next.
    """

    id: int
    issue: str | None
    paper: str
    address: str
    role: Role
    state: State
    late: bool
    host: str
    turn: int
    rank: int
    attempt: int
    page: str | None
    hops: int
    at: str | None
    redirects: int
    tries: int
    failures: int
    not_before: dt.datetime | None
    reason: Reason | None
    etag: str | None
    last_modified: str | None
    digest: str | None
    file: str | None
    offset: int | None
    length: int | None
    status: int | None
    fetched_at: dt.datetime | None

    @property
    def target(self) -> str:
        """What is to be asked next."""
        return self.at or self.address


@dataclass(frozen=True, slots=True)
class Found:
    """An address to be added to an issue: `rank` orders it within the issue (layout pages first), `skip` says it is not wanted.

    With a `reason`, what is skipped is missed all the same: the issue's focus leaves it out.
    """

    address: str
    role: Role
    host: str
    rank: int
    page: str | None = None
    skip: bool = False
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a host may be asked: seconds between two requests, and requests a day (None: any number)."""

    wait: float
    per_day: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """An issue to be planned: its first page and the pace of its host; without an address it is settled by `outcome`.

    `turn` is its place among all that is due, small first (None: the newest first); `focus` is what alone is wanted of it.
    """

    key: str
    paper: str
    date: dt.date
    first: Found | None
    pace: Pace
    outcome: Outcome = "due"
    reason: Reason | None = None
    turn: int | None = None
    focus: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A host's slot and its next due address, held until `until`.

    `wait` is in seconds, what robots.txt asks for included; `rests` is the instant before which the host is not asked again, its budget
    of the day being spent.
    """

    host: str
    owner: str
    lease: int
    wait: float
    rests: dt.datetime | None
    failures: int
    address: Address
    issue: Issue | None
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a good record lies and what a conditional request needs."""

    file: str
    offset: int
    length: int
    digest: str
    status: int
    fetched_at: dt.datetime
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Ending:
    """How an issue stops or goes on: its outcome, why, and when it may be asked for again."""

    outcome: Outcome
    reason: Reason | None = None
    not_before: dt.datetime | None = None
    awaits_probe: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """What an issue lists and holds; `open` addresses are due now or after a short backoff."""

    pages_due: int
    pages_held: int
    pages_skipped: int
    articles_due: int
    articles_held: int
    open: int

    @property
    def held(self) -> Held:
        """none, partial or whole."""
        if not self.pages_held + self.articles_held:
            return "none"
        whole = self.pages_held >= self.pages_due and self.articles_held >= self.articles_due
        return "whole" if whole else "partial"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a fetch did to its address.

    `kept` None leaves the record held before; `late` puts the address off without holding up its issue; `ending` stops the issue at
    once; `moved` is where a redirect leads to, `forward` where a paper's entry leads on to; `probe` is an entry to be looked at before
    the issue is judged; `free_at` is the instant the host may be asked again; with `blocks_host` all that is due there stops (`down`:
    because nothing answers).
    """

    state: State
    free_at: dt.datetime
    kept: Kept | None = None
    reason: Reason | None = None
    not_before: dt.datetime | None = None
    late: bool = False
    failed: bool = False
    found: tuple[Found, ...] = ()
    archive_end: int | None = None
    ending: Ending | None = None
    moved: str | None = None
    forward: Found | None = None
    probe: Found | None = None
    blocks_host: bool = False
    down: bool = False

    @property
    def leads_to(self) -> str | None:
        """The host that is to be asked next for the address, where that is settled anew."""
        return host_of(self.moved) if self.moved else self.forward.host if self.forward else None


@dataclass(frozen=True, slots=True)
class Robots:
    """What is known of an origin's robots.txt: its text (None: anything may be asked) and until when it holds.

    `until` None: it has never been had; `at` and `redirects` tell how far its redirects have led.
    """

    origin: str
    text: str | None = None
    until: dt.datetime | None = None
    at: str | None = None
    redirects: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A claimed issue to be read: its listed addresses with a record, in their order."""

    issue: Issue
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article: its place in its issue's file, revision, and whether its source, or the article itself, has gone."""

    id: str
    issue: str
    ordinal: int
    revision: int
    digest: str
    source: str
    gone_since: dt.datetime | None = None
    lost: bool = False
    redirect: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One go of a command or a schedule."""

    id: int
    kind: str
    what: Mapping[str, object] | None
    started: dt.datetime
    ended: dt.datetime | None
    counts: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class Generation:
    """One build of the index."""

    name: str
    fingerprint: str
    state: GenerationState
    made: dt.datetime


@dataclass(frozen=True, slots=True)
class Refusal:
    """An article that a generation does not take, and why."""

    generation: str
    id: str
    issue: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An id that must not be found again, as of a revision."""

    id: str
    revision: int
    at: dt.datetime
    applied: dt.datetime | None


@dataclass(frozen=True, slots=True)
class PaperStatus:
    """A paper in the ledger: its newest and oldest held issue and its issues by outcome and by what is held."""

    paper: str
    newest: dt.date | None
    oldest: dt.date | None
    articles: int
    outcomes: Mapping[str, int]
    held: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Missing:
    """Issues that a search cannot see: how many, by paper and by outcome (`partial` for indexed issues with gaps)."""

    total: int
    by_paper: Mapping[str, int] = field(default_factory=dict)
    by_outcome: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """What a run has done so far: issues by outcome, addresses by state, articles read, and what is still open."""

    outcomes: Mapping[str, int]
    addresses: Mapping[str, int]
    articles: int
    open: int
