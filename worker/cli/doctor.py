"""`doctor`: looks at all that a home runs on, and says what is wrong and how to mend it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any

from articles.errors import SettingsError
from worker.cli.face import WORDS, Face
from worker.cli.framework import command
from worker.cli.progress import Progress

if TYPE_CHECKING:
    from worker.doctor import Finding

#: Seconds between two looks at what is still asked.
_LOOK = 0.2


@command("doctor")
def doctor(face: Face) -> None:
    """With --json a line a finding. What is bad makes it end with 1."""
    found = _found(face)
    lines = [_line(face, finding) for finding in found]
    if face.json:
        face.lines(lines)
    else:
        _told(face, lines)
    face.failed = any(finding.state == "bad" for finding in found)


def _found(face: Face) -> "list[Finding]":
    """All findings, in the order of the rooms."""
    from worker.cli.rooms import settings
    from worker.doctor import failed, rooms

    try:
        checks = rooms(settings(face))
    except SettingsError as error:
        return [failed("settings.load", error)]
    with Progress(face, "doctor") as progress:
        return _side_by_side(checks, progress)


def _side_by_side(checks: "Mapping[str, Callable[[], Iterator[Finding]]]", progress: Progress) -> "list[Finding]":
    """Ask everywhere at once: servers that are down are waited for together."""

    def asked(findings: "Callable[[], Iterator[Finding]]") -> "list[Finding]":
        return list(findings())

    with ThreadPoolExecutor(len(checks)) as pool:
        answers: dict[str, Future[list[Finding]]] = {name: pool.submit(asked, findings) for name, findings in checks.items()}
        while silent := wait(answers.values(), _LOOK).not_done:
            names = [name for name, answer in answers.items() if answer in silent]
            progress.to(len(answers) - len(silent), len(answers), " ".join(names))
        return [finding for answer in answers.values() for finding in answer.result()]


def _line(face: Face, finding: "Finding") -> dict[str, Any]:
    facts = dict(finding.facts)
    message = finding.error.message(face.lang) if finding.error else face.say(f"doctor.seen.{finding.key}", **facts)
    mend = None if finding.state == "ok" else face.say(_mend(finding), **facts)
    return {"check": finding.check, "state": finding.state, "message": message, "mend": mend, "facts": facts}


def _mend(finding: "Finding") -> str:
    """The phrase how to mend it; most errors say it themselves."""
    own = f"doctor.mend.{finding.key}"
    return own if finding.error is None or own in WORDS.keys("zh") else "doctor.mend.error"


def _told(face: Face, lines: list[dict[str, Any]]) -> None:
    """A list for people: what needs a hand has its mending under it."""
    room = max(len(line["check"]) for line in lines)
    for line in lines:
        face.result(
            face.say("doctor.line", mark=face.say(f"doctor.{line['state']}"), check=f"{line['check']:<{room}}", message=line["message"])
        )
        if line["mend"]:
            face.result(face.say("doctor.advice", mend=line["mend"]))
    states = Counter(line["state"] for line in lines)
    face.tell("doctor.sum", ok=states["ok"], warn=states["warn"], bad=states["bad"])
