"""`show --revisions`: what an article was, revision by revision, and what changed between neighbours, marked in the text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from articles.differences import FieldChange, Span, changes, counted
from worker.cli.face import Face, printable
from worker.cli.rooms import Rooms

if TYPE_CHECKING:
    from rich.text import Text

    from worker.steps.history import History, Version

#: How a stretch is marked where there are no colours, and the colour where there are.
_MARKS = {"removed": ("[-", "-]", "red strike"), "added": ("{+", "+}", "green"), "same": ("", "", "")}
_BREAK = "⏎"


def history(rooms: Rooms) -> "History":
    """The revisions of what is kept."""
    from worker.steps.history import History

    return History(rooms.ledger, rooms.archive, rooms.files, rooms.papers)


def show_revisions(face: Face, rooms: Rooms, id_: str) -> None:
    """Every revision, and how it differs from the one before: a line each with --json."""
    versions = list(history(rooms).versions(id_))
    pairs = list(zip([None, *versions], versions, strict=False))
    if face.json:
        face.lines(_line(id_, before, one) for before, one in pairs)
    else:
        columns = ("revision", "fetched_at", "cause", "changed", "reader", "digest", "characters", "title")
        face.table(columns, [_cells(face, one) for one in versions])
        for before, one in pairs:
            if before is not None:
                _show_difference(face, before, one)
    if not versions:
        face.tell("told.no_revisions", id=id_)
    for one in versions:
        if one.trouble:
            face.fail(one.trouble, str(one.row.revision))


def summary(face: Face, changed: Mapping[str, int] | None) -> str:
    """What changed, in a line: `正文 3 处，标题`."""
    each = [
        face.say("told.places", part=face.say(f"told.part_{field}"), places=places) if field == "text" else face.say(f"told.part_{field}")
        for field, places in (changed or {}).items()
    ]
    return face.say("told.and_then").join(each)


def _cells(face: Face, one: "Version") -> tuple[str, ...]:
    """A row of the table."""
    fetched = one.fetched_at.isoformat(timespec="seconds") if one.fetched_at else ""
    size = str(len(one.article.text)) if one.article else ""
    title = printable(one.article.title) if one.article else ""
    reader = one.row.reader
    if one.article and not one.exact:
        reader = face.say("told.other_reader", reader=reader, now=one.read_by)
    digest = (one.source_digest or "")[:12]
    return (str(one.row.revision), fetched, face.say(f"cause.{one.row.cause}"), summary(face, one.row.changed), reader, digest, size, title)


def _line(id_: str, before: "Version | None", one: "Version") -> dict[str, Any]:
    """A revision as JSON."""
    article = one.article
    return {
        "id": id_,
        "revision": one.row.revision,
        "fetched_at": one.fetched_at.isoformat(timespec="seconds") if one.fetched_at else None,
        "digest": one.source_digest,
        "current": one.current,
        "cause": one.row.cause,
        "noticed": one.row.at.isoformat(timespec="seconds"),
        "reader": one.row.reader,
        "read_by": one.read_by,
        "exact": one.exact,
        "title": article.title if article else None,
        "text": article.text if article else None,
        "changed": dict(one.row.changed or {}),
        "differences": [_difference(change) for change in _between(before, one)],
    }


def _between(before: "Version | None", one: "Version") -> Sequence[FieldChange]:
    return changes(before.article, one.article) if before and before.article and one.article else ()


def _difference(change: FieldChange) -> dict[str, Any]:
    """A field that differs: what stands at which offset of the old value, or of the new one."""
    spans = [{"action": one.action, "start": one.start, "end": one.end, "text": one.text} for one in change.spans if one.action != "same"]
    return {"field": change.field, "places": change.places, "spans": spans}


def _show_difference(face: Face, before: "Version", one: "Version") -> None:
    """The fields that differ between two neighbours, for people."""
    from rich.text import Text

    changed = _between(before, one)
    heading = face.say(
        "told.between",
        old=before.row.revision,
        new=one.row.revision,
        cause=face.say(f"cause.{one.row.cause}"),
        changed=summary(face, counted(changed)),
    )
    face.console.print(Text(heading, style="bold"))
    if not changed:
        face.result(face.say("told.same_words" if before.article and one.article else "told.not_read"))
    for change in changed:
        if one.article and change.field != "text":
            face.console.print(Text.assemble(f"  {face.say(f'told.part_{change.field}')}：", *_marked(face, change.spans)))
        else:
            for line in _lines(face, change.spans):
                face.console.print(line)


def _marked(face: Face, spans: Sequence[Span]) -> Iterator[tuple[str, str]]:
    """Stretches with their marks, or their colours."""
    for span in spans:
        before, behind, style = _MARKS[span.action]
        text = span.text if span.action == "same" else span.text.replace("\n", _BREAK)
        yield (text, style) if face.console.is_terminal and not face.console.no_color else (f"{before}{text}{behind}", "")


def _lines(face: Face, spans: Sequence[Span]) -> Iterator["Text"]:
    """The paragraphs that differ, marked; how many equal ones stand between them."""
    from rich.text import Text

    whole = Text.assemble(*_marked(face, spans))
    touched = _touched(spans)
    left_out = 0
    for number, line in enumerate(whole.split("\n")):
        if number in touched:
            if left_out:
                yield Text(face.say("told.left_out", paragraphs=left_out), style="dim")
            left_out = 0
            yield Text.assemble("  ", line)
        else:
            left_out += 1
    if left_out:
        yield Text(face.say("told.left_out", paragraphs=left_out), style="dim")


def _touched(spans: Sequence[Span]) -> set[int]:
    """The numbers of the paragraphs in which something changed."""
    found: set[int] = set()
    at = 0
    for span in spans:
        if span.action == "same":
            at += span.text.count("\n")
        else:
            found.add(at)
    return found
