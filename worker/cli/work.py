"""Commands that write: rows are planned, then worked off here or by the home's owner; either way they are followed to the end."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from articles import errors
from articles.errors import Fact, ZongshuError, told
from scrapers import Paper
from storage.ledger import Issue
from worker.cli.face import Face
from worker.cli.progress import Progress
from worker.cli.rooms import settings
from worker.home import Home
from worker.runner import drive, open_kit, processes, settled, utc_now
from worker.settings import Settings
from worker.steps import Kit

#: Outcomes that make a command end with exit code 1.
BAD = frozenset({"archive_limit", "blocked", "denied", "layout_unknown", "failed"})
#: Seconds between two looks for the progress bar; the runner looks far more often.
_APART = 0.5
#: More issues than this are told by their numbers, not one by one.
_FEW = 30


class Working:
    """A home being worked on, with the settings it was opened by."""

    def __init__(self, face: Face, found: Settings, kit: Kit) -> None:
        self.face, self.settings, self.kit, self.home = face, found, kit, Home(found.home)

    def through(self, what: str, keys: Sequence[str], entries: Sequence[str] = (), about: Mapping[str, object] | None = None) -> None:
        """Follow issues (and the newest ones of papers) to the end, with a run of that name in the ledger."""
        run = self.kit.ledger.runs.start(what, about, self.kit.clock())
        with Progress(self.face, what) as progress:
            drive(self.home, self.kit, processes(self.settings), settled(self.kit, keys, entries), shown(self.kit, progress, keys))
        outcomes = self.kit.ledger.reports.progress(keys).outcomes
        self.kit.ledger.runs.end(run, {"issues": len(keys), **outcomes}, self.kit.clock())


@contextmanager
def working(face: Face, **changed: object) -> Iterator[Working]:
    """The home in force, opened for writing; `changed` settings hold for this command."""
    found = settings(face).model_copy(update=changed)
    with open_kit(found, utc_now) as kit:
        yield Working(face, found, kit)


def shown(kit: Kit, progress: Progress, keys: Sequence[str], clock: Callable[[], float] = time.monotonic) -> Callable[[], None]:
    """What a runner calls at every look, to move the bar now and then."""
    next_look = clock()

    def look() -> None:
        nonlocal next_look
        if clock() < next_look:
            return
        next_look = clock() + _APART
        now = kit.ledger.reports.progress(keys)
        fetched, total = now.addresses.get("kept", 0), sum(now.outcomes.values())
        progress.to(total - now.open, total or None, progress.face.say("progress.held", fetched=fetched, articles=now.articles))

    return look


def told_issues(face: Face, issues: Sequence[Issue], names: Mapping[str, str], lone: bool = False) -> None:
    """Every issue as it stands; many are counted for people. A bad one (or a `lone` one not had) makes the command fail."""
    for issue in issues:
        if issue.outcome in BAD or (lone and issue.outcome != "indexed"):
            face.failed = True
    if face.json:
        face.lines(issue_line(face, issue) for issue in issues)
        return
    one_by_one = issues if len(issues) <= _FEW else [issue for issue in issues if issue.outcome in BAD][:_FEW]
    for issue in one_by_one:
        name = names.get(issue.paper, issue.paper)
        face.result(face.say("told.issue", name=name, date=issue.date or issue.key, state=state(face, issue), articles=issue.articles))
        if issue.reason:
            face.result(f"  {told(issue.reason, face.lang)}")
    if len(issues) > _FEW:
        counts = {outcome: sum(issue.outcome == outcome for issue in issues) for outcome in sorted({issue.outcome for issue in issues})}
        each = face.say("told.and").join(f"{face.say(f'state.{outcome}')} {count}" for outcome, count in counts.items())
        face.result(face.say("told.issues", total=len(issues), each=each, articles=sum(issue.articles for issue in issues)))


def state(face: Face, issue: Issue) -> str:
    """An issue's state in a word."""
    return face.say("state.partial" if issue.outcome == "indexed" and issue.held == "partial" else f"state.{issue.outcome}")


def issue_line(face: Face, issue: Issue) -> dict[str, object]:
    """An issue as JSON."""
    return {
        "issue": issue.key,
        "paper": issue.paper,
        "date": issue.date.isoformat() if issue.date else None,
        "outcome": issue.outcome,
        "held": issue.held,
        "pages": issue.pages_held,
        "articles": issue.articles,
        "tries": issue.tries,
        "error": issue.reason.get("error") if issue.reason else None,
        "reason": told(issue.reason, face.lang) if issue.reason else None,
    }


def entry_failure(kit: Kit, paper: Paper) -> ZongshuError | None:
    """Why a paper's entry did not show its newest issue."""
    reason = kit.ledger.issues.newest(paper.code)[2]
    return remade(reason) if reason else None


def remade(reason: Mapping[str, Fact]) -> ZongshuError:
    """An error kept in the ledger, as it was."""
    facts = {name: fact for name, fact in reason.items() if name not in ("error", "key")}
    made: ZongshuError = getattr(errors, str(reason["error"]), ZongshuError)(str(reason["key"]), **facts)
    return made
