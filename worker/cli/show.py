"""`show` an article (or its raw record, or its revisions) and `cite` it."""

import base64
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from articles.decode import decode
from articles.errors import EngineError, StorageError, UnknownArticle
from articles.exchange import to_json
from articles.model import Article
from storage import Response
from worker.cli.face import Face
from worker.cli.framework import WrongUse, argument, command, flag, option
from worker.cli.kinds import OneOf, Whole
from worker.cli.rooms import Rooms

if TYPE_CHECKING:
    from search.export import Format
    from worker.steps.history import Version

#: The styles of a citation.
STYLES: tuple["Format", ...] = ("gbt7714", "short", "bibtex", "ris")
#: Stands for the file that is not named: ID.png here.
_OWN_NAME = "?"


def article_of(rooms: Rooms, id_: str) -> Article:
    """The article of an id; a redirected id leads on. UnknownArticle where it is not held (any more)."""
    standing = rooms.holdings.standing(id_)
    row = rooms.ledger.readings.article(standing.id) if standing else None
    found = next((article for article in rooms.files.read(row.issue) if article.id == row.id), None) if row else None
    if found is None:
        raise UnknownArticle("query_no_article", id=id_)
    return found


@command(
    "show",
    argument("id", "ID"),
    flag("--raw"),
    flag("--revisions"),
    option("--revision", type=Whole("N", 1, 1_000_000)),
    option("--facsimile", metavar="[FILE]", is_flag=False, flag_value=_OWN_NAME),
)
def show(
    face: Face,
    id: str,  # noqa: A002 - the argument's name
    raw: bool,
    revisions: bool,
    revision: int | None,
    facsimile: str | None,
) -> None:
    """The article as printed (or as it was, by its revision's number); with --json the article itself."""
    from worker.cli.revisions import show_revisions
    from worker.cli.rooms import opened

    if (revisions and (raw or revision)) or (facsimile and (raw or revision or revisions)):
        raise WrongUse("show_what")
    with opened(face) as rooms:
        held = _held(rooms, id)
        if facsimile:
            _draw(face, rooms, article_of(rooms, id), Path(f"{id}.png" if facsimile == _OWN_NAME else facsimile))
        elif revisions:
            show_revisions(face, rooms, held)
        elif revision:
            _show_past(face, rooms, held, revision, raw)
        elif raw:
            _show_raw(face, id, rooms.holdings.raw(id))
        elif face.json:
            face.line(to_json(_served(face, rooms, article_of(rooms, id))))
        else:
            _show_article(face, rooms, article_of(rooms, id))
        if not raw:
            _tell_gone(face, rooms, held)


def _draw(face: Face, rooms: Rooms, article: Article, file: Path) -> None:
    """Write the archived page, the article's area marked, as PNG; - is stdout. StorageError where the file cannot be written."""
    place = rooms.facsimiles.place(article)
    drawn = rooms.facsimiles.drawn(place)
    area = ("exact" if place.exact else "judged") if place.marked else "unknown"
    if str(file) == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(drawn.payload)
        sys.stdout.buffer.flush()
        return
    try:
        file.write_bytes(drawn.payload)
    except OSError as error:
        raise StorageError("facsimile_file", file=str(file), why=error.strerror or str(error)) from error
    if face.json:
        face.line(
            {"id": article.id, "file": str(file), "source": place.address, "width": drawn.width, "height": drawn.height, "area": area}
        )
    else:
        face.result(face.say("told.facsimile", file=file, source=place.address, area=face.say(f"told.area_{area}")))


def _held(rooms: Rooms, id_: str) -> str:
    """The id that holds the article now. UnknownArticle."""
    standing = rooms.holdings.standing(id_)
    if standing is None:
        raise UnknownArticle("query_no_article", id=id_)
    return standing.id


def _tell_gone(face: Face, rooms: Rooms, id_: str) -> None:
    """Since when the article, or its whole issue, is not at its source any more."""
    from worker.steps import today

    row = rooms.ledger.readings.article(id_)
    issue = rooms.ledger.issues.get(row.issue) if row else None
    if row and row.gone_since:
        away = rooms.ledger.revisions.absences(id_)
        face.tell(f"told.gone_{away[-1][2] if away else 'unlisted'}", since=today(row.gone_since).isoformat())
    elif issue and issue.outcome in ("no_issue", "archive_limit"):
        face.tell("told.gone_issue", since=today(issue.updated).isoformat())


def _show_past(face: Face, rooms: Rooms, id_: str, number: int, raw: bool) -> None:
    """A revision whole, read from its record; which reader read it is told where the words may be others."""
    from search import explained
    from worker.cli.revisions import history

    past = history(rooms)
    if raw:
        _show_raw(face, id_, past.raw(id_, number))
        return
    version = past.version(id_, number)
    if version.article is None:
        raise version.trouble or UnknownArticle("revision_unreadable", id=id_, revision=number)
    if face.json:
        face.line(to_json(explained(version.article, rooms.index.tokenizer)))
    else:
        _show_article(face, rooms, version.article)
    _tell_version(face, version)


def _tell_version(face: Face, version: "Version") -> None:
    """Which revision was shown, and by whose reading."""
    fetched = version.fetched_at.isoformat(timespec="seconds") if version.fetched_at else "?"
    face.tell("told.revision", number=version.row.revision, fetched=fetched, cause=face.say(f"cause.{version.row.cause}"))
    key = "told.read_exact" if version.exact else "told.read_otherwise"
    face.tell(key, reader=version.row.reader, now=version.read_by)


@command("cite", argument("id", "ID"), option("--style", type=OneOf("|".join(STYLES), STYLES)))
def cite(face: Face, id: str, style: str | None) -> None:  # noqa: A002 - the argument's name
    """The short citation and the one of GB/T 7714, or one in the style asked for."""
    from search import cite as short
    from search import cite_full
    from search.export import Item, citation
    from worker.cli.rooms import opened

    with opened(face) as rooms:
        article = article_of(rooms, id)
        name = rooms.names.get(article.paper, article.paper)
    wanted = next((one for one in STYLES if one == style), None)
    told = citation(Item(b"", article, name), wanted, face.lang) if wanted else None
    if face.json:
        more = {"style": style, "text": told} if told else {}
        face.line({"id": article.id, "citation": short(article, name), "gbt7714": cite_full(article, name), **more})
        return
    for text in [told] if told else [short(article, name), cite_full(article, name)]:
        face.result(text)


def _served(face: Face, rooms: Rooms, article: Article) -> Article:
    """The article as the API gives it: with its cluster now, sections and key terms.

    Where the index does not answer, that is told, and there is no cluster, and key terms are those against print at large.
    """
    from search import explained

    try:
        if rooms.index.generations.live():
            return rooms.search.whole(article)
    except EngineError as error:
        face.write(error.message(face.lang), sys.stderr)
    return explained(article, rooms.index.tokenizer)


def _show_article(face: Face, rooms: Rooms, article: Article) -> None:
    """Citation and title block, the text, paragraph by paragraph, then what was read out of it and by which words."""
    from rich.text import Text

    from search import cite as short
    from worker.cli.findings import findings, said
    from worker.cli.rooms import papers_of

    face.console.print(Text(short(article, rooms.names.get(article.paper, article.paper)), style="dim"))
    for part, style in ((article.kicker, ""), (article.title, "bold"), (article.subtitle, "")):
        if part:
            face.console.print(Text(part, style=style))
    face.result("")
    for paragraph in article.text.split("\n"):
        face.result(paragraph)
    face.result("")
    paper = papers_of(rooms.settings).get(article.paper)
    lines = [*findings(face, article, paper.place if paper else None), *said(face, _served(face, rooms, article))]
    for line in lines:
        face.console.print(Text(line, style="dim"))
    face.console.print(Text(face.say("told.source", address=article.source.address, id=article.id), style="dim"))


def _show_raw(face: Face, id_: str, response: Response) -> None:
    """The record an article was read from: a line with everything, its text (on a terminal), or its payload byte for byte.

    NotText, Undecodable for what a terminal cannot show.
    """
    if face.json:
        face.line(_described(id_, response))
    elif sys.stdout.isatty():
        face.result(decode(response.payload, response.header("Content-Type")).text)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(response.payload)
        sys.stdout.buffer.flush()


def _described(id_: str, response: Response) -> dict[str, object]:
    return {
        "id": id_,
        "address": response.address,
        "status": response.status,
        "fetched_at": response.fetched_at.isoformat(),
        "headers": [list(pair) for pair in response.headers],
        "digest": response.digest,
        "payload": base64.b64encode(response.payload).decode("ascii"),
    }
