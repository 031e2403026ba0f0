"""`changes`: what was edited, withdrawn or put back at the sources after it was printed."""

import datetime as dt
from typing import TYPE_CHECKING

from worker.cli.face import Face, printable
from worker.cli.framework import WrongUse, command, flag, option
from worker.cli.kinds import DAY

if TYPE_CHECKING:
    from search import Noticed
    from worker.cli.rooms import Rooms


@command(
    "changes",
    option("--paper", metavar="CODE"),
    option("--from", "from_", type=DAY),
    option("--to", "to", type=DAY),
    flag("--bytes"),
)
def changes(face: Face, paper: str | None, from_: dt.date | None, to: dt.date | None, bytes: bool) -> None:  # noqa: A002 - the option's name
    """A change a line, oldest first."""
    from search import changes as noticed
    from worker.cli.rooms import one_paper, opened

    if from_ and to and from_ > to:
        raise WrongUse("from_to", low=from_, high=to)
    code = one_paper(face, paper).code if paper and paper != "files" else paper
    last = _midnight(to + dt.timedelta(days=1)) if to else None
    with opened(face) as rooms:
        found = noticed(rooms.ledger, rooms.files, code, _midnight(from_) if from_ else None, last, silent=bytes)
        if face.json:
            face.lines(one.data() for one in found)
            return
        rows = [_row(face, rooms, one) for one in found]
    if rows:
        face.table(("noticed", "what", "name", "date", "page", "title", "changed", "id"), rows)
        face.tell("told.changes_hint")
    else:
        face.tell("told.no_changes")


def _midnight(day: dt.date) -> dt.datetime:
    """The beginning of a day where the newspapers are printed."""
    from storage.ledger import SHANGHAI

    return dt.datetime.combine(day, dt.time(), SHANGHAI)


def _row(face: Face, rooms: "Rooms", one: "Noticed") -> tuple[str, ...]:
    from worker.cli.revisions import summary
    from worker.steps import today

    change, article = one.change, one.article
    page = article.page.number if article and article.page else ""
    title = printable(article.title) if article else ""
    if change.kind == "edited":
        about = summary(face, change.changed) or face.say("told.same_words")
    else:
        about = face.say(f"absence.{change.why}") if change.why else ""
    name = rooms.names.get(change.paper, change.paper)
    return (today(change.at).isoformat(), face.say(f"change.{change.kind}"), name, printable(change.date), page, title, about, change.id)
