"""`alarms`: what is wrong, since when and who was told; `alarms test` sends a test by every way."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from articles.errors import Alarm, ZongshuError, told
from storage.ledger import SHANGHAI, AlarmRow, Ledger, Telling
from worker.cli.face import Face
from worker.cli.framework import WrongUse, argument, command, flag
from worker.cli.kinds import OneOf


@command("alarms", argument("does", "[test]", required=False, type=OneOf("test", ("test",))), flag("--all"))
def alarms(face: Face, does: str | None, all: bool) -> None:  # noqa: A002 - the option's name
    """A problem a line, oldest first; with --all those that are over too, newest first behind them."""
    from worker.cli.rooms import opened_ledger

    if does and all:
        raise WrongUse("alarms")
    if does:
        _test(face)
        return
    with opened_ledger(face) as ledger:
        rows = [*ledger.alarms.open(), *(ledger.alarms.past() if all else ())]
        tellings = _by_alarm(ledger, rows)
    lines = [_line(face, row, tellings.get(row.id, ())) for row in rows]
    if face.json:
        face.lines(lines)
    elif not lines:
        face.tell("told.no_alarms")
    else:
        cells = [(_minute(row.since), _state(face, row), line["message"], _ways(face, line)) for row, line in zip(rows, lines, strict=True)]
        face.table(("since", "state", "problem", "ways"), cells)


def _test(face: Face) -> None:
    """A test by each way; one that fails makes the command end with 1."""
    from worker.alarms import Note, ways
    from worker.cli.rooms import settings

    now = dt.datetime.now(dt.UTC)
    note = Note(f"test-{now:%Y%m%d%H%M%S}", "test", "test:home", now, now, Alarm("alarm_test").reason())
    for way in ways(settings(face)):
        error: ZongshuError | None = None
        try:
            way.tell([note])
        except ZongshuError as failed:
            error = failed
            face.failed = True
        message = error.message(face.lang) if error else None
        if face.json:
            face.line({"way": way.name, "told": error is None, "reason": message})
        else:
            face.result(face.say("told.way_failed", way=way.name, message=message) if error else face.say("told.way_told", way=way.name))


def _by_alarm(ledger: Ledger, rows: Sequence[AlarmRow]) -> Mapping[int, list[Telling]]:
    found: dict[int, list[Telling]] = defaultdict(list)
    for one in ledger.alarms.tellings(of=[row.id for row in rows]):
        found[one.alarm.id].append(one)
    return found


def _line(face: Face, row: AlarmRow, tellings: Sequence[Telling]) -> dict[str, Any]:
    return {
        "key": row.key,
        "since": row.since.isoformat(),
        "seen": row.seen.isoformat(),
        "recovered": row.recovered.isoformat() if row.recovered else None,
        "returns": row.returns,
        "message": told(row.reason, face.lang),
        "reason": dict(row.reason),
        "told": [
            {
                "way": one.way,
                "event": one.event,
                "told": one.told.isoformat() if one.told else None,
                "tries": one.tries,
                "reason": told(one.reason, face.lang) if one.reason else None,
            }
            for one in tellings
        ],
    }


def _ways(face: Face, line: dict[str, Any]) -> str:
    """By which ways it was told, and why it was not by others."""
    own = [one for one in line["told"] if one["event"] == ("recovered" if line["recovered"] else "raised")]
    return "\n".join(one["way"] if one["told"] else face.say("told.way_waits", way=one["way"], why=one["reason"] or "") for one in own)


def _state(face: Face, row: AlarmRow) -> str:
    return face.say("told.alarm_over", at=_minute(row.recovered)) if row.recovered else face.say("told.alarm_open")


def _minute(instant: dt.datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
