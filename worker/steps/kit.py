"""What the steps work with: the stores, the papers, the network, the index, a clock; handed in, so that a step is a plain function."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from articles.errors import UnknownPaper
from indexing import Index
from scrapers import Paper
from storage import Archive, ArticleFiles, Response
from storage.ledger import BATCH, Found, Ledger, Role

Job = TypeVar("Job")
Result = TypeVar("Result")

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


class Fetch(Protocol):
    """One request: status 200 or 304; else a FetchError."""

    def __call__(self, address: str, *, etag: str | None = None, last_modified: str | None = None) -> Response:
        """The answer of an address."""
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
    images: bool = False
    #: One reading may take so long, and so many megabytes beyond what its process has.
    read_seconds: float = 300.0
    read_megabytes: int = 2048
    #: Issues indexed in one commit.
    batch: int = BATCH


@dataclass(frozen=True)
class Kit:
    """Everything a step needs. `owner` names this process in leases; `clock` gives the instant, in UTC."""

    ledger: Ledger
    archive: Archive
    files: ArticleFiles
    papers: Mapping[str, Paper]
    fetcher: Callable[[str], Fetch]
    open_index: Callable[[], Index]
    owner: str
    clock: Callable[[], dt.datetime]
    policy: Policy = field(default_factory=Policy)
    compute: Compute = here
    wake: Wake = nobody

    @cached_property
    def index(self) -> Index:
        """The index, opened when it is first needed: its dictionaries take a while to load."""
        return self.open_index()

    def paper(self, code: str) -> Paper:
        """The paper of a code. UnknownPaper."""
        try:
            return self.papers[code]
        except KeyError:
            raise UnknownPaper("paper_unknown", paper=code, known=", ".join(sorted(self.papers))) from None

    def until(self, now: dt.datetime) -> dt.datetime:
        """When a claim made now ends."""
        return now + dt.timedelta(seconds=self.policy.lease)

    def wait(self, paper: Paper) -> float:
        """Seconds between two requests to the paper's host."""
        return paper.wait if paper.sample else max(paper.wait, self.policy.wait_floor)


def today(now: dt.datetime) -> dt.date:
    """The day it is where the newspapers are printed."""
    return now.astimezone(SHANGHAI).date()


def host_of(address: str) -> str:
    """The host whose lane an address belongs to."""
    return urlsplit(address).hostname or ""


def found(address: str, role: Role, rank: int, page: str | None = None, *, skip: bool = False) -> Found:
    """An address to be added to an issue."""
    return Found(address, role, host_of(address), rank, page, skip)
