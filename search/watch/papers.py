"""How each paper stands: what is held, how old its newest issue is by its calendar, what is due, its hosts, and what is wrong."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from articles.errors import Fact
from search.watch.days import Followed
from storage.ledger import SHANGHAI, HostRow, Issue, Ledger, PaperStatus, Reason

#: Outcomes that are nobody's fault: what a site no longer keeps, and what is not out yet, is told by its number only.
_QUIET = ("archive_limit", "not_yet")
#: Days looked ahead for the day an issue is promised next.
_AHEAD = 400


@dataclass(frozen=True, slots=True)
class HostState:
    """A host of a paper: requests made today, allowed, and left (None: any number), addresses due.

    `wait` are the seconds between two; it is left alone until `rests_until`.
    """

    host: str
    asked: int
    per_day: int | None
    wait: float
    due: int
    failures: int
    rests_until: dt.datetime | None
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong: an error's key and facts (`reason`), and how many issues it befell (0: the paper as a whole)."""

    reason: Reason
    issues: int = 0


@dataclass(frozen=True, slots=True)
class PaperState:
    """A paper: its issues by outcome and by what is held, the oldest and newest held.

    `age_days` counts from its newest issue to today; `old` says that it is older than `max_age_days` by the paper's calendar: days that
    promise no issue right after the newest one do not count (None: nothing is known of its calendar). `due` are addresses that may be
    asked for now, `put_off` those whose time is to come.
    """

    paper: str
    name: str
    oldest: dt.date | None
    newest: dt.date | None
    articles: int
    outcomes: dict[str, int]
    held: dict[str, int]
    age_days: int | None = None
    max_age_days: int | None = None
    old: bool | None = None
    due: int = 0
    put_off: int = 0
    last_success: dt.datetime | None = None
    hosts: tuple[HostState, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    @property
    def failed(self) -> int:
        """Issues that went wrong, but for those nobody is to blame for."""
        return sum(number for outcome, number in self.outcomes.items() if outcome in _FAILED)


_FAILED = ("blocked", "denied", "layout_unknown", "failed")


def states(ledger: Ledger, papers: Mapping[str, Followed], names: Mapping[str, str], now: dt.datetime) -> list[PaperState]:
    """Every paper with issues in the ledger, by code."""
    watching = ledger.watching
    hosts, succeeded, due = watching.hosts(now), watching.succeeded(), watching.due(now)
    entries, wrong = watching.entries(), _by_paper(ledger.reports.failures())
    found = []
    for one in ledger.reports.status():
        paper, entry = papers.get(one.paper), entries.get(one.paper)
        old = is_old(paper, one.newest, now, _nothing_after(ledger, one)) if paper else None
        troubles = [*(_age_trouble(one, paper, now) if paper and old else ()), *([Trouble(entry.reason)] if entry and entry.reason else [])]
        waiting = [part for part in due if part.paper == one.paper]
        found.append(
            PaperState(
                paper=one.paper,
                name=names.get(one.paper, one.paper),
                oldest=one.oldest,
                newest=one.newest,
                articles=one.articles,
                outcomes=dict(one.outcomes),
                held=dict(one.held),
                age_days=(_today(now) - one.newest).days if one.newest and paper else None,
                max_age_days=paper.expect.max_age_days if paper else None,
                old=old,
                due=sum(part.due for part in waiting),
                put_off=sum(part.put_off for part in waiting),
                last_success=succeeded.get(one.paper),
                hosts=tuple(host_state(hosts[host], now) for host in sorted(paper.hosts) if host in hosts) if paper else (),
                troubles=(*troubles, *wrong.get(one.paper, ())),
            )
        )
    return found


def host_state(row: HostRow, now: dt.datetime) -> HostState:
    """A host as it stands; it rests where something keeps it from being asked for longer than its own wait."""
    rests = row.free_at if row.free_at > now + dt.timedelta(seconds=max(row.wait, 1.0)) else None
    return HostState(row.host, row.asked, row.per_day, row.wait, row.due, row.failures, rests, row.left)


def is_old(paper: Followed, newest: dt.date | None, now: dt.datetime, nothing: Collection[dt.date] = ()) -> bool:
    """Whether the first issue promised after the newest one is as late as the paper's file does not allow.

    Days that are known to have none (`nothing`) promise nothing. Alarms judge alike (`worker.alarms.problems.overdue`).
    """
    awaited = _promised_after(paper, newest, nothing) if newest else None
    out = now.astimezone(SHANGHAI)
    last = out.date() if out.time() >= paper.time_of_day else out.date() - dt.timedelta(days=1)
    return awaited is not None and (last - awaited).days + 1 > paper.expect.max_age_days


def _promised_after(paper: Followed, newest: dt.date, nothing: Collection[dt.date]) -> dt.date | None:
    """The first day after the newest issue that the calendar promises one for."""
    days = (newest + dt.timedelta(days=ahead) for ahead in range(1, _AHEAD))
    return next((day for day in days if paper.appears(day) and day not in nothing), None)


def _nothing_after(ledger: Ledger, one: PaperStatus) -> Collection[dt.date]:
    """The days after a paper's newest issue that are known to have none."""
    fates = ledger.watching.fates(one.paper, one.newest) if one.newest else {}
    return {date for date, (outcome, _, _) in fates.items() if outcome == "no_issue"}


def _age_trouble(one: PaperStatus, paper: Followed, now: dt.datetime) -> Iterable[Trouble]:
    if one.newest:
        age = (_today(now) - one.newest).days
        facts: dict[str, Fact] = {"paper": one.paper, "newest": one.newest.isoformat(), "age": age, "most": paper.expect.max_age_days}
        yield Trouble({"error": "EmptyIssue", "key": "paper_old", **facts})


def _by_paper(failures: Iterable[Issue]) -> dict[str, list[Trouble]]:
    """What went wrong in the issues of each paper, by the key of the reason, the commonest first, with the newest issue's facts."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    reasons: dict[tuple[str, str], Reason] = {}
    for issue in failures:
        if issue.outcome in _QUIET:
            continue
        reason = issue.reason if issue.reason and issue.outcome != "indexed" else {"error": "Partial", "key": "issues_partial"}
        kind = issue.paper, str(reason["key"])
        counts[kind] += 1
        reasons.setdefault(kind, reason)
    found: dict[str, list[Trouble]] = defaultdict(list)
    for kind, number in sorted(counts.items(), key=lambda item: -item[1]):
        found[kind[0]].append(Trouble(reasons[kind], number))
    return found


def _today(now: dt.datetime) -> dt.date:
    return now.astimezone(SHANGHAI).date()
