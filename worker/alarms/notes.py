"""What is told: one note for each event of a problem. Pure."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from articles.errors import told
from articles.wording import LANGUAGES
from storage.ledger import SHANGHAI, Reason, Telling

Event = Literal["raised", "recovered", "test"]


@dataclass(frozen=True, slots=True)
class Note:
    """An event of a problem. `id` is the same however often it is sent, so that a receiver can tell a second copy."""

    id: str
    event: Event
    key: str
    at: dt.datetime
    since: dt.datetime
    reason: Reason


def note_of(telling: Telling) -> Note:
    """The note of what is to be told."""
    alarm = telling.alarm
    return Note(f"{alarm.since:%Y%m%d%H%M%S}-{alarm.id}-{telling.event}", telling.event, alarm.key, telling.at, alarm.since, alarm.reason)


def body_of(note: Note) -> bytes:
    """The note as JSON: what a webhook is sent."""
    message = {lang: told(note.reason, lang) for lang in LANGUAGES}
    fields = {"id": note.id, "event": note.event, "key": note.key, "at": _iso(note.at), "since": _iso(note.since)}
    return json.dumps({**fields, "message": message, "reason": dict(note.reason)}, ensure_ascii=False).encode()


def subject_of(notes: Sequence[Note]) -> str:
    """A line for some notes, in both languages."""
    raised, over = (sum(note.event == event for note in notes) for event in ("raised", "recovered"))
    if len(notes) == 1 and notes[0].event == "test":
        return "[Zongshu] 测试 · test"
    parts = ([f"问题 {raised} · problems {raised}"] if raised else []) + ([f"恢复 {over} · recovered {over}"] if over else [])
    return f"[Zongshu] {'; '.join(parts)}"


def text_of(notes: Sequence[Note]) -> str:
    """Some notes as a mail: all in Chinese, then all in English."""
    return "\n\n".join("\n".join(_line(note, lang) for note in notes) for lang in LANGUAGES) + "\n"


_HEADS = {
    "zh": {"raised": "【问题】{message}（{since} 起）", "recovered": "【恢复】{at}：已不再是问题。{message}", "test": "【测试】{message}"},
    "en": {"raised": "PROBLEM (since {since}): {message}", "recovered": "RECOVERED ({at}): {message}", "test": "TEST: {message}"},
}


def _line(note: Note, lang: str) -> str:
    facts = {"message": told(note.reason, lang), "since": _minute(note.since), "at": _minute(note.at)}
    return f"- {_HEADS[lang][note.event].format(**facts)}"


def _minute(instant: dt.datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _iso(instant: dt.datetime) -> str:
    return instant.astimezone(dt.UTC).isoformat(timespec="seconds")
