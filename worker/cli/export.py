"""`export`: the hits of a search, chosen articles, or series over years as a file; `-` is stdout."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
#: The filters that series have.
_OF_SERIES = ("years", "organ", "place", "paper")


@command(
    "export",
    argument("query", "QUERY", nargs=-1),
    option("--ids", metavar="FILE"),
    option("--figures", metavar="TEXT"),
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
    figures: str | None,
    format_: str | None,
    out: str,
    most: int | None,
    bom: bool,
    **asked: Any,  # noqa: ANN401 - the options above
) -> None:
    """Write the file, tell how many articles (or series) stand in it."""
    from worker.cli.progress import Progress
    from worker.cli.rooms import opened

    if face.json and out == _STDOUT:
        raise WrongUse("export_json")
    _refuse_mixed(query, ids, figures, asked)
    listed = list(_listed(ids)) if ids else []
    with opened(face) as rooms, Progress(face, "export") as progress:
        _indexed(rooms)
        file = _File(_form(format_, out), out, bom)
        if figures is not None:
            count, total = _series(face, rooms, progress, file, figures, most, asked)
        else:
            head, items = _articles(face, rooms, listed, " ".join(query), most, asked)
            count, total = _write(progress, file, head, items), int(head.data["total"])
    if face.json:
        face.line({"file": out, "format": file.form, "articles" if figures is None else "series": count, "total": total})
    else:
        face.tell("told.exported" if figures is None else "told.exported_series", count=count, file=out)


def _refuse_mixed(query: tuple[str, ...], ids: str | None, figures: str | None, asked: dict[str, Any]) -> None:
    """A list of ids takes no filters, figures take those that series have. WrongUse."""
    if ids and (query or figures is not None or any(asked.values())):
        raise WrongUse("export_what")
    if figures is not None and (query or any(value for name, value in asked.items() if name not in _OF_SERIES)):
        raise WrongUse("export_series")


def _articles(
    face: Face, rooms: "Rooms", ids: list[str], query: str, most: int | None, asked: dict[str, Any]
) -> "tuple[Head, Iterator[Item]]":
    """The head of the file, and its articles."""
    from search import Question
    from search.export import Heads, chosen, found, standing
    from worker.steps import today

    heads = Heads(rooms.search, today(rooms.holdings.clock()), face.lang)
    if ids:
        held = list(dict.fromkeys(standing(rooms.search, rooms.holdings, id_) for id_ in ids))[:most]
        return heads.of_ids(len(held)), chosen(rooms.search, rooms.holdings, held)
    told = {"all_": asked.pop("all"), "synonyms": not asked.pop("no_synonyms"), "names": not asked.pop("no_names")}
    question = Question(query, **told, **asked)
    return heads.of_question(question, most), found(rooms.search, question, most)


def _series(
    face: Face, rooms: "Rooms", progress: "Progress", file: "_File", what: str, most: int | None, asked: dict[str, Any]
) -> tuple[int, int]:
    """Write series; how many stand in the file, and how many there are."""
    from search.export import Heads, series_written
    from search.series import MOST_SERIES, FigureQuestion, Figures
    from worker.steps import today

    narrowed = {name: asked[name] for name in _OF_SERIES}
    question = FigureQuestion(what, limit=MOST_SERIES if most is None else most, **narrowed)
    answer = Figures(rooms.search).ask(question, None, progress.to)
    head = Heads(rooms.search, today(rooms.holdings.clock()), face.lang).of_series(question, answer)
    pieces = series_written(file.form, head, answer.series, bom=file.bom)
    with file.opened() as out:
        for piece in pieces:
            out.write(piece)
    return len(answer.series), len(answer.series) + answer.summary.more


@dataclass(frozen=True)
class _File:
    """The file asked for: its format, where it goes (`-`: stdout), and whether it begins with a mark."""

    form: "Format"
    out: str
    bom: bool

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Stdout, or a file that takes its place when it is whole."""
        from search.export import in_place

        if self.out != _STDOUT:
            with in_place(Path(self.out)) as file:
                yield file
            return
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()


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


def _write(progress: "Progress", file: _File, head: "Head", items: "Iterator[Item]") -> int:
    """Write the file; how many articles stand in it."""
    from search.export import written

    count, total = 0, int(head.data["total"])

    def told() -> "Iterator[Item]":
        nonlocal count
        for item in items:
            yield item
            count += 1
            progress.to(count, max(total, count))

    with file.opened() as out:
        for piece in written(file.form, head, told(), bom=file.bom):
            out.write(piece)
    return count
