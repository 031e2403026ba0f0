"""`failures` tells what did not succeed, by cause; `retry` makes it due again and works it off."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from articles.errors import QueryError, told
from storage.ledger import BAD_OUTCOMES
from worker.cli.face import Face, printable
from worker.cli.framework import WrongUse, argument, command, flag, option
from worker.cli.kinds import OneOf
from worker.cli.redesigns import layout_of, tell_proposals

if TYPE_CHECKING:
    from search.watch import Cause, Failure

_SHOWN = 3


@command("failures", argument("paper", "[PAPER]", required=False), option("--by", type=OneOf("BY", ("cause", "issue"))))
def failures(face: Face, paper: str | None, by: str | None) -> None:
    """By cause for people, an issue a line with --json, where --by does not say otherwise; newest first."""
    from search.watch import causes
    from search.watch import failures as failed
    from worker.cli.rooms import one_paper, opened

    if paper and paper != "files":
        paper = one_paper(face, paper).code
    by = by or ("issue" if face.json else "cause")
    with opened(face) as rooms:
        found = failed(rooms.ledger, paper)
        troubles, names = rooms.ledger.troubles.by_cause(paper), rooms.names
    if face.json:
        face.lines([issue_line(face, one) for one in found] if by == "issue" else [cause_line(face, one) for one in causes(found)])
    elif not found:
        face.tell("told.no_failures")
    elif by == "issue":
        _issues_table(face, found)
    else:
        for cause in causes(found):
            _tell_cause(face, cause, names.get(cause.paper, face.say("told.files")))
        tell_proposals(face, troubles, names)


def _tell_cause(face: Face, cause: "Cause", name: str) -> None:
    """A cause in a few lines: whose and what, how often and since when, an example, what to do."""
    from rich.text import Text

    states = face.say("told.and").join(face.say(f"state.{state}") for state in cause.states)
    face.console.print(Text(face.say("cause_of.title", name=name, state=states, cause=cause.id), style="bold"))
    days = f" {cause.first}..{cause.last}" if cause.first != cause.last else f" {printable(cause.first)}".rstrip()
    face.result(face.say("cause_of.issues", issues=len(cause.issues), days=days, addresses=cause.addresses, since=_since(cause.first_bad)))
    face.result(face.say("cause_of.example", issue=cause.issues[0], address=printable(cause.address)).rstrip())
    if cause.reason:
        face.result(face.say("cause_of.do", message=told(cause.reason, face.lang)))
    face.result(face.say("cause_of.retry", cause=cause.id))


def _since(instant: dt.datetime | None) -> str:
    from storage.ledger import SHANGHAI

    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if instant else "?"


def cause_line(face: Face, cause: "Cause") -> dict[str, Any]:
    """A cause as JSON."""
    return {
        "cause": cause.id,
        "paper": cause.paper,
        "host": cause.host,
        "error": cause.error,
        "states": list(cause.states),
        "issues": list(cause.issues),
        "first": _iso(cause.first),
        "last": _iso(cause.last),
        "first_bad": _iso(cause.first_bad),
        "addresses": cause.addresses,
        "address": cause.address,
        "reason": told(cause.reason, face.lang) if cause.reason else None,
    }


def issue_line(face: Face, failure: "Failure") -> dict[str, Any]:
    """An issue as JSON, with the addresses and articles it lacks."""
    issue = failure.issue
    gaps = [{"address": gap.address, "reason": told(gap.reason, face.lang) if gap.reason else None} for gap in failure.gaps]
    return {
        "paper": issue.paper,
        "date": _iso(issue.date),
        "issue": issue.key,
        "state": failure.state,
        "held": issue.held,
        "cause": failure.cause,
        "error": issue.reason.get("error") if issue.reason else None,
        "reason": told(issue.reason, face.lang) if issue.reason else None,
        "layout": layout_of(issue),
        "tries": issue.tries,
        "first_bad": _iso(issue.first_bad),
        "not_before": _iso(issue.not_before),
        "missing": gaps,
        "refused": [{"id": one.id, "reason": told(one.reason, face.lang)} for one in failure.refused],
    }


def _issues_table(face: Face, found: "Sequence[Failure]") -> None:
    """An issue a row, newest first, with the addresses it still misses."""
    lines = [issue_line(face, one) for one in found]
    rows = [(line["paper"], printable(line["date"]), face.say(f"state.{line['state']}"), str(line["tries"]), _why(line)) for line in lines]
    face.table(("code", "date", "state", "tries", "reason"), rows)
    face.tell("told.retry_hint")


def _iso(instant: dt.date | None) -> str | None:
    return instant.isoformat() if instant else None


def _why(line: dict[str, Any]) -> str:
    """The reason, and the first addresses that are missing and articles that are refused."""
    shown = [printable(line["reason"])]
    for name, about in (("missing", "address"), ("refused", "id")):
        lacking = line[name]
        shown += [f"{one[about]} {one['reason'] or ''}".rstrip() for one in lacking[:_SHOWN]]
        shown += [f"… +{len(lacking) - _SHOWN}"] if len(lacking) > _SHOWN else []
    return "\n".join(shown).strip()


@command(
    "retry",
    argument("paper", "[PAPER]", required=False),
    option("--cause", metavar="CAUSE"),
    option("--state", type=OneOf("STATE", ("partial", *BAD_OUTCOMES))),
    flag("--all"),
    flag("--detach"),
)
def retry(face: Face, paper: str | None, cause: str | None, state: str | None, all: bool, detach: bool) -> None:  # noqa: A002
    """The issues made due again, one a line, as they stand at the end."""
    from search.watch import causes
    from search.watch import failures as failed
    from worker.cli.pauses import going
    from worker.cli.rooms import one_paper
    from worker.cli.work import told_issues, working
    from worker.watching import made_due

    if not (paper or cause or state or all):
        raise WrongUse("retry_what")
    followed = one_paper(face, paper) if paper and paper != "files" else None
    paper = followed.code if followed else paper
    with working(face, detach=detach) as work:
        if followed:
            going(work, followed)
        ledger = work.kit.ledger
        found = [one for one in failed(ledger, paper) if state in (None, one.state)]
        if cause:
            meant = {key for one in causes(found) if one.named(cause) for key in one.issues}
            found = [one for one in found if one.issue.key in meant]
            if not found:
                raise QueryError("query_no_cause", cause=cause)
        keys = made_due(work.kit, [one.issue.key for one in found])
        work.through("retry", keys)
        told_issues(face, list(ledger.issues.many(keys).values()), {code: one.name for code, one in work.kit.papers.items()})
