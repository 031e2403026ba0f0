"""`pause`, `resume`, `stop`: papers that rest without a change of settings; whoever works sees it in the ledger at the next request."""

from typing import TYPE_CHECKING

from articles.errors import PaperPaused
from storage.ledger import SHANGHAI, Ledger, Pause
from worker.cli.face import Face, printable
from worker.cli.framework import argument, command, option

if TYPE_CHECKING:
    from scrapers import Paper
    from worker.cli.work import Working


@command("pause", argument("paper", "[PAPER]", required=False), option("--reason", metavar="TEXT"))
def pause(face: Face, paper: str | None, reason: str | None) -> None:
    """Pause a paper; without one, list the papers at rest."""
    from worker.cli.rooms import known_papers, one_paper, opened_ledger
    from worker.runner import utc_now

    with opened_ledger(face) as ledger:
        if paper is None:
            _listed(face, ledger, {code: known.name for code, known in known_papers(face).items()})
            return
        found = one_paper(face, paper)
        ledger.pauses.pause(found.code, reason, utc_now())
        _told(face, ledger, found, "told.paused")


@command("resume", argument("paper", "PAPER"))
def resume(face: Face, paper: str) -> None:
    """Let a paper go on; one that does not rest is told to be going on."""
    from worker.cli.rooms import one_paper, opened_ledger
    from worker.runner import utc_now

    found = one_paper(face, paper)
    with opened_ledger(face) as ledger:
        was_resting = ledger.pauses.resume(found.code, utc_now())
        _told(face, ledger, found, "told.resumed" if was_resting else "told.not_paused")


@command("stop", argument("paper", "PAPER"), option("--reason", metavar="TEXT"))
def stop(face: Face, paper: str, reason: str | None) -> None:
    """Drop what is due of a paper and let it rest."""
    from worker.cli.rooms import one_paper, opened_ledger
    from worker.runner import utc_now

    found = one_paper(face, paper)
    why = PaperPaused("paper_stopped", paper=found.name, code=found.code, why=reason or "—")
    with opened_ledger(face) as ledger:
        dropped = ledger.pauses.stop(found.code, reason, why.reason(), utc_now())
        _told(face, ledger, found, "told.stopped_paper", dropped=dropped)


def going(work: "Working", paper: "Paper") -> None:
    """A paper that was stopped goes on, because somebody asks for it. PaperPaused for one that is paused."""
    pause = work.kit.ledger.pauses.of(paper.code)
    if pause and not pause.stopped:
        since = f"{pause.since.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        raise PaperPaused("paper_paused", paper=paper.name, code=paper.code, since=since, why=pause.why or "—")
    if pause:
        work.kit.ledger.pauses.resume(paper.code, work.kit.clock())
        work.face.tell("told.resumed", paper=paper.name, code=paper.code)


def _told(face: Face, ledger: Ledger, paper: "Paper", key: str, **counts: int) -> None:
    """How the paper stands now."""
    if face.json:
        face.line(_line(paper.code, paper.name, ledger.pauses.of(paper.code)) | counts)
    else:
        face.result(face.say(key, paper=paper.name, code=paper.code, **counts))


def _line(code: str, name: str | None, held: Pause | None) -> dict[str, object]:
    return {
        "paper": code,
        "name": name,
        "paused": held.since.isoformat(timespec="seconds") if held else None,
        "stopped": held.stopped if held else False,
        "reason": held.why if held else None,
    }


def _listed(face: Face, ledger: Ledger, names: dict[str, str]) -> None:
    """Every paper at rest."""
    held = ledger.pauses.all()
    if face.json:
        face.lines(_line(code, names.get(code), one) for code, one in held.items())
    elif not held:
        face.tell("told.none_paused")
    else:
        rows = [
            (
                one.paper,
                names.get(one.paper, ""),
                face.say("state.stopped" if one.stopped else "state.paused"),
                f"{one.since.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                printable(one.why),
            )
            for one in held.values()
        ]
        face.table(("code", "name", "state", "since", "reason"), rows)
