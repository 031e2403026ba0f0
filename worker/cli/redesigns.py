"""What commands tell of papers that went wrong: since which day and why, and what a redesigned paper's file would have to say."""

from collections.abc import Mapping, Sequence
from typing import Any

from articles.errors import told
from storage.ledger import Issue, Trouble
from worker.cli.face import Face
from worker.redesigns import proposals, proposed


def troubles_of(face: Face, troubles: Sequence[Trouble]) -> list[dict[str, Any]]:
    """Troubles as JSON: first and last bad day, how many issues, since when it is known, and why."""
    return [
        {
            "state": one.outcome,
            "cause": one.cause,
            "first_day": one.first.isoformat(),
            "last_day": one.last.isoformat(),
            "issues": one.issues,
            "since": one.since.isoformat() if one.since else None,
            "reason": told(one.reason, face.lang),
        }
        for one in troubles
    ]


def layout_of(issue: Issue) -> dict[str, Any] | None:
    """What an issue's page looks like, as JSON; None where nothing is known of it."""
    found = proposed(issue.paper, issue.date, issue.reason) if issue.reason and issue.date else None
    return {"platform": found.platform, "prefix": found.prefix, "first_page": found.first_page, "entry": found.entry} if found else None


def tell_troubles(face: Face, troubles: Sequence[Trouble], names: Mapping[str, str]) -> None:
    """A line for each paper and cause, for people."""
    for one in troubles:
        since = f"{one.since:%Y-%m-%d}" if one.since else "?"
        facts = {"name": names.get(one.paper, one.paper), "state": face.say(f"state.{one.outcome}"), "issues": one.issues, "since": since}
        face.result(face.say("told.trouble_since", first=one.first, last=one.last, **facts))
        face.result(f"  {told(one.reason, face.lang)}")


def tell_proposals(face: Face, troubles: Sequence[Trouble], names: Mapping[str, str]) -> None:
    """What redesigned papers look like, and the entry for each one's file."""
    for one in proposals(troubles):
        face.result(face.say("told.looks_like", name=names.get(one.paper, one.paper), platform=one.platform, since=one.since))
        if one.entry:
            face.result(face.say("told.add_layout", code=one.paper))
            face.result("\n".join(f"    {line}" for line in one.entry.splitlines()))
