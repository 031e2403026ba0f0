"""A ledger of its own for each test; instants are handed in."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.ledger import Claim, Counts, Due, Ending, Found, Issue, Kept, Ledger, Pace, Settlement, issue_key

NOW = dt.datetime(2024, 3, 1, 1, 0, tzinfo=dt.UTC)
UNTIL = NOW + dt.timedelta(minutes=10)
HOST = "paper.example"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new ledger on each of the two databases; a PostgreSQL is named as operators name it, without a driver."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/ledger.sqlite3"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    with Ledger(url) as opened:
        yield opened


def due(day: int, host: str = HOST, paper: str = "ljrb") -> Due:
    """The issue of a day of January 2024, with its first page."""
    date = dt.date(2024, 1, day)
    return Due(issue_key(paper, date), paper, date, Found(f"http://{host}/{day}/1", "layout", host, 0), Pace(1.5))


def kept(at: int = 0, digest: str = "d") -> Kept:
    return Kept("file", at, 10, digest, 200, NOW, '"tag"', None)


def good(*found: Found, at: int = 0) -> Settlement:
    return Settlement("kept", NOW, kept=kept(at), found=found, archive_end=at + 10)


def page(day: int, number: int, host: str = HOST) -> Found:
    return Found(f"http://{host}/{day}/{number}", "layout", host, number, str(number))


def article(day: int, number: int, host: str = HOST, *, skip: bool = False) -> Found:
    return Found(f"http://{host}/{day}/a{number}", "article", host, 10_000 + number, "1", skip)


def fetched(issue: Issue, counts: Counts) -> Ending:
    del issue, counts
    return Ending("fetched")


@pytest.fixture
def take(ledger: Ledger) -> Callable[..., Claim]:
    def taken(host: str = HOST, owner: str = "me", now: dt.datetime = NOW) -> Claim:
        claim = ledger.lanes.claim(host, owner, now, now + dt.timedelta(minutes=10))
        assert claim is not None
        return claim

    return taken


@pytest.fixture
def fetch_all(ledger: Ledger) -> Callable[..., list[str]]:
    """Fetch all that is due: first pages list what `lists` says, everything else is kept."""

    def run(lists: tuple[Found, ...] = (), host: str = HOST) -> list[str]:
        asked = []
        while claim := ledger.lanes.claim(host, "me", NOW, UNTIL):
            asked.append(claim.address.address)
            found = lists if claim.address.rank == 0 else ()
            end = claim.issue.archive_end if claim.issue else 0
            ledger.lanes.settle(claim, good(*found, at=end), NOW, fetched)
        return asked

    return run
