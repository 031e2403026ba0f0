"""`similar`: other printings of an article's text, and passages it shares with other articles."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from worker.cli.face import Face
from worker.cli.framework import argument, command, option
from worker.cli.kinds import Whole

if TYPE_CHECKING:
    from search import Alike
    from search.similar import Borrowing, Reprint
    from worker.cli.rooms import Rooms

#: Passages of one article shown to people; --json gives all.
_SHOWN = 5


@command("similar", argument("id", "ID"), option("--limit", type=Whole("N", 1, 100), default=20))
def similar(face: Face, id: str, limit: int) -> None:  # noqa: A002 - the argument's name
    """Reprints by date, then borrowed passages, the longest first."""
    from search import similar_data
    from worker.cli.rooms import opened
    from worker.cli.show import article_of

    with opened(face) as rooms:
        found = rooms.search.similar.alike(article_of(rooms, id), limit)
        if face.json:
            data = similar_data(found, rooms.names)
            face.lines([*data["reprints"], *data["borrowings"]])
        else:
            _show_reprints(face, rooms, found)
            _show_borrowings(face, rooms, found.article.text, found.borrowings)
    face.tell("told.similar", id=found.article.id, reprints=len(found.reprints), borrowings=len(found.borrowings))


def _show_reprints(face: Face, rooms: "Rooms", found: "Alike") -> None:
    """Each with its citation and likeness; the first printing names the cluster."""
    if found.cluster:
        face.result(face.say("told.cluster", cluster=found.cluster))
    for one in found.reprints:
        _head(face, rooms, one)
        face.result("   " + face.say("told.likeness", likeness=f"{one.likeness.likeness:.1%}", part=f"{one.likeness.part:.0%}"))


def _show_borrowings(face: Face, rooms: "Rooms", text: str, found: Sequence["Borrowing"]) -> None:
    """Each with its citation and its longest passages."""
    for one in found:
        _head(face, rooms, one)
        for passage in one.passages[:_SHOWN]:
            spans = f"{passage.start}–{passage.end} = {passage.other_start}–{passage.other_end}"
            words = text[passage.start : passage.end].replace("\n", " ")
            face.result("   " + face.say("told.passage", spans=spans, words=words))
        if len(one.passages) > _SHOWN:
            face.result("   " + face.say("told.more_passages", more=len(one.passages) - _SHOWN))


def _head(face: Face, rooms: "Rooms", one: "Reprint | Borrowing") -> None:
    from rich.text import Text

    from search import cite

    article = one.article
    face.console.print(Text(article.title or face.say("told.untitled"), style="bold"))
    face.console.print(Text(f"   {cite(article, rooms.names.get(article.paper, article.paper))}  {article.id}", style="cyan"))
