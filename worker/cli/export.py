"""`export`: the hits of a search, or chosen articles, as a file; `-` is stdout."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from articles.errors import EngineUnavailable, StorageError
from worker.cli.face import Face
from worker.cli.framework import WrongUse, argument, command, flag, option
from worker.cli.kinds import OneOf, Whole
from worker.cli.narrowing import narrowing, worded

if TYPE_CHECKING:
    from search.export import Format, Head, Item
    from worker.cli.progress import Progress
    from worker.cli.rooms import Rooms

#: The formats there are (`search.export.FORMATS`), and what a file's name ends with in each that is not called so.
FORMATS = ("csv", "xlsx", "jsonl", "md", "docx", "bibtex", "ris", "gbt7714", "short")
_ENDINGS = {"bib": "bibtex", "markdown": "md", "ndjson": "jsonl"}
_STDOUT = "-"


@command(
    "export",
    argument("query", "QUERY", nargs=-1),
    option("--ids", metavar="FILE"),
    option("--format", "format_", type=OneOf("|".join(FORMATS), FORMATS)),
    option("--out", metavar="FILE", default=_STDOUT),
    option("--most", type=Whole("N", 1, 1_000_000_000)),
    flag("--bom"),
    *narrowing(),
    *worded(),
)
def export(
    face: Face,
    query: tuple[str, ...],
    ids: str | None,
    format_: str | None,
    out: str,
    most: int | None,
    bom: bool,
    **asked: Any,  # noqa: ANN401
) -> None:
    """Write the file, tell how many articles stand in it."""
    from search import Question
    from search.export import Heads, chosen, found, standing
    from worker.cli.progress import Progress
    from worker.cli.rooms import opened
    from worker.steps import today

    form = _form(format_, out)
    if face.json and out == _STDOUT:
        raise WrongUse("export_json")
    if ids and (query or any(asked.values())):
        raise WrongUse("export_what")
    asked |= {"synonyms": not asked.pop("no_synonyms"), "names": not asked.pop("no_names")}
    question = Question(" ".join(query), all_=asked.pop("all"), **asked)
    listed = list(_listed(ids)) if ids else []
    with opened(face) as rooms, Progress(face, "export") as progress:
        _indexed(rooms)
        heads = Heads(rooms.search, today(rooms.holdings.clock()), face.lang)
        if ids:
            held = list(dict.fromkeys(standing(rooms.search, rooms.holdings, id_) for id_ in listed))[:most]
            head, items = heads.of_ids(len(held)), chosen(rooms.search, rooms.holdings, held)
        else:
            head, items = heads.of_question(question, most), found(rooms.search, question, most)
        count = _write(progress, form, head, items, out, bom)
    if face.json:
        face.line({"file": out, "format": form, "articles": count, "total": head.data["total"]})
    else:
        face.tell("told.exported", count=count, file=out)


def _form(format_: str | None, out: str) -> "Format":
    """The format asked for, else that of the file's name, else CSV."""
    from search.export import FORMATS as KNOWN

    ending = Path(out).suffix.removeprefix(".").lower()
    name = format_ or _ENDINGS.get(ending, ending)
    return next((one for one in KNOWN if one == name), "csv")


def _indexed(rooms: "Rooms") -> None:
    """An export of nothing would look like one of no hits. EngineUnavailable."""
    if rooms.index.generations.live() is None:
        raise EngineUnavailable("export_nothing", home=str(rooms.home.path))


def _listed(file: str) -> Iterator[str]:
    """The ids of a file (`-`: standard input), the first word of each line; lines behind # and empty ones are none. StorageError."""
    try:
        text = sys.stdin.read() if file == _STDOUT else Path(file).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError("export_ids", file=file, why=getattr(error, "strerror", None) or str(error)) from error
    lines = [line.split()[0] for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not lines:
        raise StorageError("export_no_ids", file=file)
    yield from lines


def _write(progress: "Progress", form: "Format", head: "Head", items: "Iterator[Item]", out: str, bom: bool) -> int:
    """Write the file; how many articles stand in it."""
    from search.export import written

    count, total = 0, int(head.data["total"])

    def told() -> "Iterator[Item]":
        nonlocal count
        for item in items:
            yield item
            count += 1
            progress.to(count, max(total, count))

    with _opened(out) as file:
        for piece in written(form, head, told(), bom=bom):
            file.write(piece)
    return count


@contextmanager
def _opened(out: str) -> Iterator[IO[bytes]]:
    """Stdout, or a file that takes its place when it is whole."""
    from search.export import in_place

    if out != _STDOUT:
        with in_place(Path(out)) as file:
            yield file
        return
    sys.stdout.flush()
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()
