"""Commands that write: rows are planned, then worked off here, by the home's owner, or by workers; they are followed to the end."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from articles.errors import Fact, SettingsError, ZongshuError, remade, told
from scrapers import Paper
from storage.ledger import SHANGHAI, Issue, issue_key
from worker.cli.face import Face
from worker.cli.progress import Progress
from worker.cli.rooms import settings
from worker.home import Home
from worker.logs import begin as begin_log
from worker.runner import drive, open_kit, paused, processes, resting, settled, utc_now
from worker.settings import Settings
from worker.steps import Kit

if TYPE_CHECKING:
    from worker.tasks import Broker

#: Outcomes that make a command end with exit code 1.
BAD = frozenset({"archive_limit", "blocked", "denied", "layout_unknown", "failed"})
#: Seconds between two looks for the progress bar; the runner looks far more often.
_APART = 0.5
#: Seconds between two notes of a run in the ledger, for those who watch it from elsewhere.
_NOTED = 5.0
#: More issues than this are told by their numbers, not one by one.
_FEW = 30


class Working:
    """A home being worked on, with the settings it was opened by."""

    def __init__(self, face: Face, found: Settings, kit: Kit, broker: "Broker | None" = None, *, detach: bool = False) -> None:
        self.face, self.settings, self.kit, self.home = face, found, kit, Home(found.home)
        self.broker, self.detach = broker, detach

    def through(self, what: str, keys: Sequence[str], entries: Sequence[str] = (), about: Mapping[str, object] | None = None) -> None:
        """Follow issues (and the newest ones of papers) to the end, with a run in the ledger; detached, only hand them over."""
        run = self.kit.ledger.runs.start(what, about, self.kit.clock())
        if self.detach:
            self.hand_over()
        else:
            with Progress(self.face, what) as progress:
                self.until(settled(self.kit, keys, entries), shown(self.kit, progress, keys, run), run)
            self._tell_rest(keys, entries)
            self._watch()
        done = [*keys, *self._shown_by(entries)]
        outcomes = self.kit.ledger.reports.progress(done).outcomes
        self.kit.ledger.runs.end(run, {"issues": len(done), **outcomes}, self.kit.clock())

    def _shown_by(self, entries: Sequence[str]) -> Iterator[str]:
        """The keys of the newest issues that the entries of papers showed."""
        for code in entries:
            day, _, trouble = self.kit.ledger.issues.newest(code)
            if day and not trouble:
                yield issue_key(code, day)

    def _watch(self) -> None:
        """Where nobody else looks for problems (no worker, no owner), this command does once, if somebody is to be told."""
        alarms = self.settings.alarms
        if self.broker is None and self.home.owner() is None and (alarms.webhook or alarms.mail.host or alarms.heartbeat_url):
            from worker.alarms import Watch

            Watch(self.kit, self.settings).once()

    def _tell_rest(self, keys: Sequence[str], entries: Sequence[str]) -> None:
        """Say which host keeps the rest of the work waiting, if one does."""
        if rest := resting(self.kit, keys, entries):
            self.face.tell("told.resting", host=rest[0], until=f"{rest[1].astimezone(SHANGHAI):%Y-%m-%d %H:%M}")
        for code in paused(self.kit, keys, entries):
            self.face.tell("told.paused_meanwhile", paper=self.kit.paper(code).name, code=code)

    def hand_over(self) -> None:
        """Wake whoever does what is due (the home's owner looks by itself), and say so."""
        if self.broker:
            from worker.tasks import sweep

            self.broker.stamps.rouse()
            sweep(self.kit, self.broker)
        self.face.tell("told.detached")

    def follow(self, until: Callable[[], bool], on_look: Callable[[], None], broker: "Broker") -> None:
        """Wait for workers; silence and troubles are told."""
        from worker.tasks import follow

        def trouble(reason: Mapping[str, Fact]) -> None:
            self.face.tell("told.trouble", message=told(reason, self.face.lang))

        follow(self.kit, broker, until, on_look, lambda: self.face.tell("told.no_worker"), trouble)

    def until(self, until: Callable[[], bool], on_look: Callable[[], None], run: int | None = None) -> None:
        """Work what is due off, or follow those who do, until something holds for the ledger."""
        if self.broker:
            self.follow(until, on_look, self.broker)
        else:
            drive(self.home, replace(self.kit, run=run), processes(self.settings), until, on_look)


@contextmanager
def working(face: Face, *, detach: bool = False, **changed: object) -> Iterator[Working]:
    """The home in force, opened for writing; `changed` settings hold for this command.

    SettingsError where the command is to `detach` and nobody is there to work; BrokerUnavailable where a broker is set and down.
    """
    found = settings(face).model_copy(update=changed)
    begin_log(found.log, service=False)
    with ExitStack() as stack:
        broker = _broker(found, stack)
        if detach and not broker and not Home(found.home).owner():
            raise SettingsError("broker_detach")
        kit = stack.enter_context(open_kit(found, utc_now))
        yield Working(face, found, kit, broker, detach=detach)


def _broker(found: Settings, stack: ExitStack) -> "Broker | None":
    """The broker, if one is set, once it answered."""
    if not found.broker:
        return None
    from worker.tasks import Broker

    broker = Broker(found)
    stack.callback(broker.close)
    broker.check()
    return broker


def shown(
    kit: Kit, progress: Progress, keys: Sequence[str], run: int | None = None, clock: Callable[[], float] = time.monotonic
) -> Callable[[], None]:
    """What a runner calls at every look, to move the bar now and then; seldomer, the run notes in the ledger how far it is."""
    next_look = next_note = clock()

    def look() -> None:
        nonlocal next_look, next_note
        if clock() < next_look:
            return
        next_look = clock() + _APART
        now = kit.ledger.reports.progress(keys)
        fetched, total = now.addresses.get("kept", 0), sum(now.outcomes.values())
        progress.to(total - now.open, total or None, progress.face.say("progress.held", fetched=fetched, articles=now.articles))
        if run is not None and clock() >= next_note:
            next_note = clock() + _NOTED
            kit.ledger.runs.note(run, {"done": total - now.open, "total": total, "at": int(kit.clock().timestamp())})

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
