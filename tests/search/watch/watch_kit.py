"""A ledger with issues as they come to stand, written straight into its tables, and the paper they are of."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage.ledger import Ledger
from storage.ledger.tables import addresses, hosts, issues

NOW = dt.datetime(2024, 3, 15, 4, 0, tzinfo=dt.UTC)  # noon in Shanghai, a Friday


@dataclass(frozen=True)
class Expect:
    max_age_days: int = 3


@dataclass(frozen=True)
class Weekly:
    """A paper by its days of the week."""

    code: str = "ljrb"
    name: str = "岚江日报"
    hosts: frozenset[str] = frozenset({"a.example"})
    expect: Expect = field(default_factory=Expect)
    time_of_day: dt.time = dt.time(7)
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)

    def appears(self, date: dt.date) -> bool:
        return date.isoweekday() in self.weekdays


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(f"sqlite:///{tmp_path}/ledger.sqlite3") as found:
        yield found


Put = Callable[..., str]


@pytest.fixture
def put(ledger: Ledger) -> Put:
    """Puts an issue into the ledger, with the addresses it lacks."""

    def put(date: dt.date, outcome: str = "indexed", held: str = "whole", gaps: tuple[dict[str, Any], ...] = (), **more: Any) -> str:
        paper = more.pop("paper", "ljrb")
        row = {"key": f"{paper}-{date:%Y%m%d}", "paper": paper, "date": date, "outcome": outcome, "held": held, "updated": NOW, **more}
        with ledger.database.write() as connection:
            connection.execute(sa.insert(issues).values(turn=-date.toordinal(), **row))
            for number, reason in enumerate(gaps):
                gap = {"address": reason["address"], "role": "article", "state": "failed", "host": "a.example", "rank": number}
                connection.execute(sa.insert(addresses).values(issue=row["key"], paper=paper, reason=reason, **gap))
        return str(row["key"])

    return put


@pytest.fixture
def host(ledger: Ledger) -> Callable[..., None]:
    """Puts a host into the ledger."""

    def host(name: str = "a.example", **more: Any) -> None:
        with ledger.database.write() as connection:
            connection.execute(sa.insert(hosts).values(host=name, **{"free_at": NOW, **more}))

    return host
