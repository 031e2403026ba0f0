"""`failures` lists what did not succeed; `retry` makes it due again and works it off."""

import datetime as dt
from typing import Any

from articles.errors import told
from storage.ledger import BAD_OUTCOMES, Issue, Ledger
from worker.cli.face import Face, printable
from worker.cli.framework import WrongUse, argument, command, flag, option
from worker.cli.kinds import OneOf
from worker.cli.redesigns import layout_of, tell_proposals

_SHOWN = 3


@command("failures", argument("paper", "[PAPER]", required=False))
def failures(face: Face, paper: str | None) -> None:
    """An issue a line, newest first, with the addresses it still misses."""
    from worker.cli.rooms import one_paper, opened

    if paper and paper != "files":
        one_paper(face, paper)
    with opened(face) as rooms:
        lines = [_line(face, rooms.ledger, issue) for issue in rooms.ledger.reports.failures(paper)]
        troubles, names = rooms.ledger.troubles.by_cause(paper), rooms.names
    if face.json:
        face.lines(lines)
    elif not lines:
        face.tell("told.no_failures")
    else:
        rows = [
            (str(line["paper"]), printable(line["date"]), face.say(f"state.{line['state']}"), str(line["tries"]), _why(line))
            for line in lines
        ]
        face.table(("code", "date", "state", "tries", "reason"), rows)
        tell_proposals(face, troubles, names)
        face.tell("told.retry_hint")


def _line(face: Face, ledger: Ledger, issue: Issue) -> dict[str, Any]:
    gaps, refused = ledger.reports.gaps(issue.key), ledger.reports.refused(issue.key)
    return {
        "paper": issue.paper,
        "date": _iso(issue.date),
        "issue": issue.key,
        "state": _state(issue),
        "held": issue.held,
        "error": issue.reason.get("error") if issue.reason else None,
        "reason": told(issue.reason, face.lang) if issue.reason else None,
        "layout": layout_of(issue),
        "tries": issue.tries,
        "first_bad": _iso(issue.first_bad),
        "not_before": _iso(issue.not_before),
        "missing": [{"address": gap.address, "reason": told(gap.reason, face.lang) if gap.reason else None} for gap in gaps],
        "refused": [{"id": one.id, "reason": told(one.reason, face.lang)} for one in refused],
    }


def _state(issue: Issue) -> str:
    """The outcome; `partial` where an indexed issue has gaps, or articles the index refuses."""
    return "partial" if issue.outcome == "indexed" else issue.outcome


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
    option("--state", type=OneOf("STATE", ("partial", *BAD_OUTCOMES))),
    flag("--all"),
    flag("--detach"),
)
def retry(face: Face, paper: str | None, state: str | None, all: bool, detach: bool) -> None:  # noqa: A002 - the option's name
    """The issues made due again, one a line, as they stand at the end."""
    from worker.cli.pauses import going
    from worker.cli.rooms import one_paper
    from worker.cli.work import told_issues, working
    from worker.steps import retry as retry_issues

    if not (paper or state or all):
        raise WrongUse("retry_what")
    followed = one_paper(face, paper) if paper and paper != "files" else None
    with working(face, detach=detach) as work:
        if followed:
            going(work, followed)
        ledger = work.kit.ledger
        wanted = [issue.key for issue in ledger.reports.failures(paper) if state in (None, _state(issue))]
        keys = retry_issues(work.kit, wanted) if wanted else []
        refused = [key for key in wanted if ledger.reports.refused(key)]
        ledger.indexing.again(refused, work.kit.clock())
        keys = sorted({*keys, *refused})
        work.through("retry", keys)
        told_issues(face, list(ledger.issues.many(keys).values()), {code: one.name for code, one in work.kit.papers.items()})
