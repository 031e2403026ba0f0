"""`corrections`: what editors say of articles in place of what was read, and whether it still applies."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.errors import BadCorrection, UnknownArticle, ZongshuError
from worker.cli.face import Face
from worker.cli.framework import WrongUse, argument, command, flag, option
from worker.cli.kinds import OneOf
from worker.cli.progress import Progress

if TYPE_CHECKING:
    from articles.corrections import Correction
    from articles.model import Article
    from worker.cli.rooms import Rooms
    from worker.cli.work import Working

_DOES = ("list", "check", "add", "remove")


@dataclass(frozen=True, slots=True)
class Standing:
    """A correction and how it stands: applied, or why not (`gone`: its article is not held; `other`: another text; else what is wrong)."""

    issue: str
    id: str
    correction: "Correction | None"
    why: str | ZongshuError | None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it overrules."""
        return tuple(self.correction.fields) if self.correction else ()


@command(
    "corrections",
    argument("does", "list|check|add|remove", type=OneOf("list|check|add|remove", _DOES), required=False),
    argument("id", "[ID]", required=False),
    argument("field", "[FIELD]", required=False),
    argument("value", "[VALUE]", required=False),
    option("--note", metavar="TEXT"),
    flag("--detach"),
)
def corrections(
    face: Face,
    does: str | None,
    id: str | None,  # noqa: A002 - the argument's name
    field: str | None,
    value: str | None,
    note: str | None,
    detach: bool,
) -> None:
    """List corrections (`check`: those that are not applied), add and take back; what changes is read and indexed again."""
    given = sum(one is not None for one in (id, field, value))
    asked = does or "list"
    allowed = {"list": (0,), "check": (0,), "add": (3,), "remove": (1, 2)}[asked]
    if given not in allowed or (note and asked != "add"):
        raise WrongUse("corrections")
    if asked in ("list", "check"):
        _list(face, failed_only=asked == "check")
    elif asked == "add":
        _add(face, str(id), str(field), str(value), note, detach)
    else:
        _remove(face, str(id), field, detach)


def standings(rooms: "Rooms") -> Iterator[Standing]:
    """Every correction and how it stands."""
    from articles.corrections import applies, correct
    from storage import Corrections

    for issue, one in Corrections(rooms.home.corrections).all():
        if isinstance(one, BadCorrection):
            yield Standing(issue, str(one.facts.get("file", "")).rpartition("/")[2].removesuffix(".json"), None, one)
            continue
        try:
            article = next((held for held in rooms.files.read(issue) if held.id == one.id), None)
            why = "gone" if article is None else None if applies(one, article) else "other"
            if article and not why:
                correct(article, one)
        except (ZongshuError, ValueError) as error:
            yield Standing(issue, one.id, one, error if isinstance(error, BadCorrection) else "gone")
            continue
        yield Standing(issue, one.id, one, why)


def _list(face: Face, *, failed_only: bool) -> None:
    from worker.cli.rooms import opened

    found: list[Standing] = []
    with opened(face) as rooms, Progress(face, "corrections") as progress:
        for number, one in enumerate(standings(rooms), 1):
            found += [one] if one.why or not failed_only else []
            progress.to(number)
    face.failed = failed_only and bool(found)
    if face.json:
        face.lines(_line(face, one) for one in found)
    elif found:
        rows = [(one.id, "、".join(one.fields), _why(face, one), (one.correction.note if one.correction else None) or "") for one in found]
        face.table(("article", "fields", "standing", "note"), rows)
    else:
        face.tell("told.corrections_fine" if failed_only else "told.no_corrections")


def _line(face: Face, one: Standing) -> dict[str, object]:
    fields = dict(one.correction.fields) if one.correction else {}
    note = one.correction.note if one.correction else None
    why = _why(face, one) if one.why else None
    return {"id": one.id, "issue": one.issue, "applied": not one.why, "why": why, "fields": fields, "note": note}


def _why(face: Face, one: Standing) -> str:
    if isinstance(one.why, ZongshuError):
        return one.why.message(face.lang)
    return face.say(f"correction.{one.why or 'applied'}")


def _add(face: Face, id_: str, field: str, text: str, note: str | None, detach: bool) -> None:
    from articles.corrections import FIELDS, Correction, correct, printed
    from worker.cli.correcting import value_of
    from worker.cli.work import working

    with working(face, detach=detach) as work:
        issue, article = _article(work, id_)
        before = work.kit.corrections.get(issue, article.id)
        if before and before.digest != printed(article):
            raise BadCorrection("correction_stale", id=article.id)
        if field not in FIELDS:
            raise BadCorrection("correction_field", id=article.id, field=field, known=", ".join(FIELDS))
        fields = {**(before.fields if before else {}), field: value_of(field, text)}
        made = Correction(article.id, printed(article), fields, note or (before.note if before else None))
        correct(article, made)
        work.kit.corrections.write(issue, made)
        _again(face, work, issue, article.id, "told.corrected", field)


def _remove(face: Face, id_: str, field: str | None, detach: bool) -> None:
    from articles.corrections import Correction
    from worker.cli.work import working

    with working(face, detach=detach) as work:
        row = work.kit.ledger.readings.article(id_)
        issue = row.issue if row else next((issue for issue, one in work.kit.corrections.all() if _id(one) == id_), "")
        path = work.kit.corrections.path(issue or "-", id_) if issue else None
        if path is None or not path.exists():
            raise BadCorrection("correction_none", id=id_, field=field or "*")
        held = work.kit.corrections.get(issue, id_) if field else None
        left = {name: value for name, value in held.fields.items() if name != field} if held else {}
        if held and len(left) == len(held.fields):
            raise BadCorrection("correction_none", id=id_, field=field)
        if held and left:
            work.kit.corrections.write(issue, Correction(id_, held.digest, left, held.note))
        else:
            work.kit.corrections.remove(issue, id_)
        _again(face, work, issue, id_, "told.uncorrected", field or "*")


def _id(one: "Correction | BadCorrection") -> str:
    return "" if isinstance(one, BadCorrection) else one.id


def _article(work: "Working", id_: str) -> "tuple[str, Article]":
    """The issue and the article of an id. UnknownArticle."""
    row = work.kit.ledger.readings.article(id_)
    held = work.kit.files.read(row.issue) if row and not row.lost else []
    found = next((one for one in held if one.id == id_), None)
    if row is None or found is None:
        raise UnknownArticle("query_no_article", id=id_)
    return row.issue, found


def _again(face: Face, work: "Working", issue: str, id_: str, key: str, field: str) -> None:
    """Read the issue again, so that what is held and found follows."""
    if work.kit.ledger.issues.get(issue):
        work.kit.ledger.issues.reread([issue], work.kit.clock())
        work.through("reread", [issue], about={"issues": 1})
    if face.json:
        face.line({"id": id_, "field": field, "issue": issue})
    else:
        face.result(face.say(key, id=id_, field=field))
