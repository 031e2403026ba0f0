"""`saved`: searches kept under a name; `saved run --alerts` tells of what came in."""

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from worker.cli.face import Face
from worker.cli.framework import WrongUse, argument, command, flag, option
from worker.cli.kinds import OneOf, Whole
from worker.cli.narrowing import narrowing, worded

if TYPE_CHECKING:
    from search import Question
    from search.saved import SavedSearch, Shelf
    from worker.cli.rooms import Rooms

_DOES = ("add", "list", "show", "run", "remove")


@command(
    "saved",
    argument("does", "add|list|show|run|remove", type=OneOf("add|list|show|run|remove", _DOES)),
    argument("what", "[QUERY…|NAME]", nargs=-1),
    option("--name", metavar="NAME"),
    option("--alert", type=OneOf("none|webhook|mail", ("none", "webhook", "mail"))),
    *narrowing(),
    *worded(),
    option("--limit", type=Whole("N", 0, 1000)),
    flag("--alerts"),
)
def saved(
    face: Face,
    does: str,
    what: tuple[str, ...],
    name: str | None,
    alert: str | None,
    limit: int | None,
    alerts: bool,
    **asked: Any,  # noqa: ANN401 - the options above
) -> None:
    """Keep, list, ask and forget searches. QueryError, UnknownArticle, SettingsError, StorageError."""
    from worker.cli.rooms import opened

    _refuse_mixed(does, what, adding=bool(name or alert or any(asked.values())), running=limit is not None or alerts)
    if (does == "add" and not name) or ((does in ("show", "remove") or (does == "run" and not alerts)) and not what):
        raise WrongUse("saved")
    with opened(face) as rooms:
        shelf, called = _shelf(rooms), " ".join(what)
        if does == "add":
            _told(face, shelf.add(str(name), _question(called, asked), alert or "none"), "told.saved")
        elif does == "remove":
            _told(face, shelf.remove(called), "told.saved_removed")
        elif does == "run" and alerts:
            _alerts(face, rooms)
        elif does == "run":
            _run(face, rooms, shelf.one(called), limit)
        else:
            _list(face, shelf.all() if does == "list" else [shelf.one(called)])


def _refuse_mixed(does: str, what: tuple[str, ...], *, adding: bool, running: bool) -> None:
    """What belongs to another verb. WrongUse."""
    if (adding and does != "add") or (running and does != "run") or (what and does == "list"):
        raise WrongUse("saved")


def _shelf(rooms: "Rooms") -> "Shelf":
    from search.saved import Shelf
    from worker.alerts import ways_of

    return Shelf(rooms.ledger, rooms.search, ways_of(rooms.settings), rooms.holdings.clock)


def _question(query: str, asked: dict[str, Any]) -> "Question":
    from search import Question

    told = {"all_": asked.pop("all"), "synonyms": not asked.pop("no_synonyms"), "names": not asked.pop("no_names")}
    return Question(query, **told, **asked)


def _run(face: Face, rooms: "Rooms", found: "SavedSearch", limit: int | None) -> None:
    """Its hits, as `search` gives them."""
    from search import hit_json
    from worker.cli.search import asked_of, show_hit, told_summary

    answer = asked_of(face, rooms, replace(found.question, limit=10 if limit is None else limit))
    for place, hit in enumerate(answer.hits, 1):
        face.line(hit_json(hit)) if face.json else show_hit(face, place, hit)
    if not face.json:
        told_summary(face, answer, rooms.names)


def _alerts(face: Face, rooms: "Rooms") -> None:
    """Look for new hits of all searches now, and tell what waits."""
    from worker.alerts import Alerts

    done = Alerts(rooms.search, rooms.ledger, rooms.settings, rooms.holdings.clock).once()
    if done is None:
        face.tell("told.alerts_elsewhere")
        return
    face.failed = bool(done.failed)
    if face.json:
        face.line(asdict(done))
    else:
        face.tell("told.alerts", searches=done.searches, hits=done.hits, told=done.told, failed=done.failed)


def _told(face: Face, found: "SavedSearch", key: str) -> None:
    if face.json:
        face.line(line_of(found))
    else:
        face.result(found.key)
        face.tell(key, name=found.name)


def _list(face: Face, found: "list[SavedSearch]") -> None:
    if face.json:
        face.lines(line_of(one) for one in found)
    elif not found:
        face.tell("told.no_saved")
    else:
        rows = [(one.key, one.name, _asked(one), face.say(f"saved.alert_{one.alert}"), f"{one.created:%Y-%m-%d}") for one in found]
        face.table(("key", "called", "query", "alert", "since"), rows)


def _asked(one: "SavedSearch") -> str:
    """The search as the options of a command would say it."""
    from search.saved import pairs_of

    return " ".join([one.question.query, *(f"{name}={value}" for name, value in pairs_of(one.question) if name != "q")]).strip()


def line_of(one: "SavedSearch") -> dict[str, Any]:
    """A saved search as JSON; the addresses are paths of the page."""
    from search.api.saved import item

    return asdict(item(one)) | {"created": one.created.isoformat(timespec="seconds")}
