"""What went wrong, by cause: a class of error at a host of a paper, with the issues it befell and an example."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from storage.ledger import Address, Issue, Ledger, Reason, Refusal, host_of

#: The class of an indexed issue that lacks addresses which never said why.
PARTIAL = "Partial"


@dataclass(frozen=True, slots=True)
class Failure:
    """An issue that went wrong: `gaps` are the addresses it lists and does not hold, `refused` its articles the index does not take."""

    issue: Issue
    gaps: Sequence[Address] = ()
    refused: Sequence[Refusal] = ()

    @property
    def state(self) -> str:
        """The outcome; `partial` where an indexed issue has gaps, or articles the index refuses."""
        return "partial" if self.issue.outcome == "indexed" else self.issue.outcome

    @property
    def reason(self) -> Reason | None:
        """Why: the issue's own reason, else the first its addresses or articles give."""
        if self.issue.reason and self.issue.outcome != "indexed":
            return self.issue.reason
        given = [gap.reason for gap in self.gaps if gap.reason] + [one.reason for one in self.refused]
        return given[0] if given else self.issue.reason

    @property
    def error(self) -> str:
        """The class of the error."""
        reason = self.reason
        return str(reason["error"]) if reason and reason.get("error") else PARTIAL if self.state == "partial" else self.state

    @property
    def address(self) -> str | None:
        """An address it happened at."""
        told = (self.reason or {}).get("address")
        return str(told) if told else self.gaps[0].target if self.gaps else None

    @property
    def host(self) -> str:
        """The host it happened at, empty where none is known."""
        told = (self.reason or {}).get("host")
        return host_of(self.address) if self.address else str(told or "")

    @property
    def cause(self) -> str:
        """The cause it falls under."""
        return ":".join(part for part in (self.error, self.issue.paper, self.host) if part)


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause, called `<class of error>:<paper>:<host>`: its issues (newest first), and the newest of them as an example.

    `first` and `last` are days of printing, `first_bad` is the instant at which it was first noticed; `addresses` are missing in all.
    """

    id: str
    paper: str
    host: str
    error: str
    states: tuple[str, ...]
    issues: tuple[str, ...]
    first: dt.date | None
    last: dt.date | None
    first_bad: dt.datetime | None
    addresses: int
    reason: Reason | None
    address: str | None

    def named(self, name: str) -> bool:
        """Whether a name (its id, or the beginning of it up to a colon) means it."""
        return self.id == name or self.id.startswith(f"{name}:")


def failures(ledger: Ledger, paper: str | None = None) -> list[Failure]:
    """The issues that went wrong, newest first, with what they lack."""
    found = ledger.reports.failures(paper)
    keys = [issue.key for issue in found]
    gaps: Mapping[str, Sequence[Address]] = ledger.watching.gaps(keys)
    refused: Mapping[str, Sequence[Refusal]] = ledger.watching.refused(keys)
    return [Failure(issue, gaps.get(issue.key, ()), refused.get(issue.key, ())) for issue in found]


def causes(found: Iterable[Failure]) -> list[Cause]:
    """Failures by cause, that with most issues first."""
    groups: dict[str, list[Failure]] = defaultdict(list)
    for failure in found:
        groups[failure.cause].append(failure)
    return sorted((_cause(name, group) for name, group in groups.items()), key=lambda cause: (-len(cause.issues), cause.id))


def _cause(name: str, group: Sequence[Failure]) -> Cause:
    example = group[0]
    dates = [one.issue.date for one in group if one.issue.date]
    noticed = [one.issue.first_bad for one in group if one.issue.first_bad]
    return Cause(
        id=name,
        paper=example.issue.paper,
        host=example.host,
        error=example.error,
        states=tuple(sorted({one.state for one in group})),
        issues=tuple(one.issue.key for one in group),
        first=min(dates, default=None),
        last=max(dates, default=None),
        first_bad=min(noticed, default=None),
        addresses=sum(len(one.gaps) for one in group),
        reason=example.reason,
        address=example.address,
    )
