"""What the steps work with: the stores, the papers, the network, the index, a clock; handed in, so that a step is a plain function."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, TypeVar

from articles.errors import UnknownPaper
from indexing import Index
from scrapers import Paper
from scrapers.fetch import Allowed, Moved, Rules
from storage import Archive, ArticleFiles, Corrections, Removals, Response
from storage.ledger import BATCH, SHANGHAI, Claim, Found, Ledger, Pace, Role, host_of

Job = TypeVar("Job")
Result = TypeVar("Result")


class Fetch(Protocol):
    """Asks one host, one request at a time."""

    @property
    def sent(self) -> dt.datetime | None:
        """When the last request was put on the wire; None where nothing was."""
        ...

    def fetch(
        self, address: str, *, etag: str | None = None, last_modified: str | None = None, most: int | None = None
    ) -> Response | Moved:
        """The answer of an address: status 200 or 304, or a redirect; else a FetchError. `most` cuts a body off."""
        ...


class Compute(Protocol):
    """Runs a pure function: here and now, or in another process."""

    def __call__(self, function: Callable[[Job], Result], job: Job) -> Result:
        """The function's result; its errors are raised here."""
        ...


class Wake(Protocol):
    """Tells others that a step became due, after the fact is in the ledger; where it is lost, the sweep finds out."""

    def __call__(self, step: str, key: str = "") -> None:
        """`fetch` of a host, `read` of an issue, `index`."""
        ...


def nobody(step: str, key: str = "") -> None:
    """Wake nobody: who works from the ledger alone sees what is due."""


class Noted(Protocol):
    """Counts a step that ended."""

    def __call__(self, step: str, outcome: str, seconds: float) -> None:
        """`fetch`, `read`, `index`; what came of it; how long it took."""
        ...


def unnoted(step: str, outcome: str, seconds: float) -> None:
    """Count nothing."""


def here(function: Callable[[Job], Result], job: Job) -> Result:
    """Compute in this process."""
    return function(job)


@dataclass(frozen=True, slots=True)
class Policy:
    """How patient the steps are; times in seconds."""

    tries: int = 3
    retry_wait: float = 2.0
    wait_floor: float = 1.0
    block: float = 86_400.0
    #: A claim is held so long; longer than a fetch or a reading may take.
    lease: float = 600.0
    #: A claim's owner died so often over the same row: the row kills.
    poison: int = 25
    #: What a paper's entry showed is believed so long.
    probe: float = 3_600.0
    #: When an address is asked for again that its issue does not wait for.
    late: tuple[float, ...] = (6 * 3600.0, 86_400.0, 3 * 86_400.0, 7 * 86_400.0, 30 * 86_400.0)
    #: A host that answered nothing so often in a row is given up for now.
    dead_host: int = 12
    #: Redirects followed from one address.
    redirects: int = 5
    #: Requests a host gets a day where its paper's file names no number; None is any.
    per_day: int | None = None
    #: Whether the PDF of every page is fetched too (None: of all papers but the samples, whose sites have none), and its picture.
    pdfs: bool | None = None
    images: bool = False
    #: One reading may take so long, and so many megabytes beyond what its process has.
    read_seconds: float = 300.0
    read_megabytes: int = 2048
    #: Open issues of a paper, and addresses due at a host, up to which a back-fill plans further ones.
    window: int = 60
    due: int = 2_000
    #: Papers that come before all others, the first first.
    priority: tuple[str, ...] = ()
    #: Issues indexed in one commit.
    batch: int = BATCH

    def wants_pdfs(self, paper: Paper) -> bool:
        """Whether the PDF of every page of a paper is fetched."""
        return not paper.sample if self.pdfs is None else self.pdfs

    def unwanted(self, paper: Paper) -> tuple[Role, ...]:
        """The roles of addresses of a paper that are not asked for now."""
        return (*(() if self.images else ("image",)), *(() if self.wants_pdfs(paper) else ("pdf",)))


def unasked(_: str) -> Mapping[str, int]:
    """Nobody is known to have asked for an issue."""
    return {}


@dataclass(frozen=True)
class Kit:
    """Everything a step needs. `owner` names this process in leases; `clock` gives the instant, in UTC.

    `allowed` are the machines that may be asked though they are not public.
    """

    ledger: Ledger
    archive: Archive
    files: ArticleFiles
    corrections: Corrections
    removals: Removals
    papers: Mapping[str, Paper]
    fetcher: Callable[[str], Fetch]
    open_index: Callable[[], Index]
    owner: str
    allowed: Allowed
    clock: Callable[[], dt.datetime]
    policy: Policy = field(default_factory=Policy)
    compute: Compute = here
    wake: Wake = nobody
    noted: Noted = unnoted
    #: The run that asks for the work, where one is known: a key of the log.
    run: int | None = None
    #: Where it is not: who asked for an issue, by the ledger.
    asked: Callable[[str], Mapping[str, int]] = unasked
    #: Rules of robots.txt that were looked up in the ledger, by origin, and until when they hold.
    rules: dict[str, tuple[dt.datetime, Rules]] = field(default_factory=dict)
    #: What columns' lists answered lately, by address.
    lists: dict[str, Response] = field(default_factory=dict)

    @cached_property
    def index(self) -> Index:
        """The index, opened when it is first needed: its dictionaries take a while to load."""
        return self.open_index()

    @cached_property
    def _by_host(self) -> Mapping[str, Sequence[Paper]]:
        """The papers whose addresses lie on each host."""
        found: dict[str, list[Paper]] = defaultdict(list)
        for paper in self.papers.values():
            for host in paper.hosts:
                found[host].append(paper)
        return found

    def paper(self, code: str) -> Paper:
        """The paper of a code. UnknownPaper."""
        try:
            return self.papers[code]
        except KeyError:
            raise UnknownPaper("paper_unknown", paper=code, known=", ".join(sorted(self.papers))) from None

    def until(self, now: dt.datetime) -> dt.datetime:
        """When a claim made now ends."""
        return now + dt.timedelta(seconds=self.policy.lease)

    def pace(self, host: str) -> Pace:
        """How often a host of our papers may be asked: as seldom as the most careful of them says."""
        there = self._by_host.get(host, ())
        waits = [paper.wait if paper.sample else max(paper.wait, self.policy.wait_floor) for paper in there]
        budgets = [paper.per_day or (None if paper.sample else self.policy.per_day) for paper in there]
        return Pace(max(waits, default=self.policy.wait_floor), min((budget for budget in budgets if budget), default=None))

    def free_at(self, claim: Claim) -> dt.datetime:
        """When the host of a claim may be asked again: its wait after the last request was put on the wire.

        A host that took long to answer gets as long to rest, up to its wait.
        """
        now, wait = self.clock(), dt.timedelta(seconds=claim.wait)
        sent = self.fetcher(claim.host).sent or now
        return max(sent + wait, now + min(wait, max(now - sent, dt.timedelta())))


def today(now: dt.datetime) -> dt.date:
    """The day it is where the newspapers are printed."""
    return now.astimezone(SHANGHAI).date()


def found(address: str, role: Role, rank: int, page: str | None = None, *, skip: bool = False) -> Found:
    """An address to be added to an issue."""
    return Found(address, role, host_of(address), rank, page, skip)
