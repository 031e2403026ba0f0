"""`show` an article (or its raw record, or its revisions) and `cite` it."""

import base64
import sys

from articles.errors import UnknownArticle
from articles.exchange import to_json
from articles.model import Article
from storage import Position, Response
from storage.ledger import Address, ArticleRow
from worker.cli.face import Face
from worker.cli.framework import argument, command, flag
from worker.cli.rooms import Rooms


def held(rooms: Rooms, id_: str) -> tuple[ArticleRow, Article | None]:
    """The row of an id and its article (None where it was lost); a redirected id leads on. UnknownArticle."""
    row = rooms.ledger.readings.article(id_)
    while row is not None and row.lost and row.redirect:
        row = rooms.ledger.readings.article(row.redirect)
    if row is None:
        raise UnknownArticle("article_unknown", id=id_)
    found = next((article for article in rooms.files.read(row.issue) if article.id == row.id), None)
    return row, found


def article_of(rooms: Rooms, id_: str) -> Article:
    """The article of an id. UnknownArticle where it is not held (any more)."""
    _, article = held(rooms, id_)
    if article is None:
        raise UnknownArticle("article_unknown", id=id_)
    return article


@command("show", argument("id", "ID"), flag("--raw"), flag("--revisions"))
def show(face: Face, id: str, raw: bool, revisions: bool) -> None:  # noqa: A002 - the argument's name
    """The article as printed; with --json the article itself."""
    from worker.cli.rooms import opened

    with opened(face) as rooms:
        if raw:
            _show_raw(face, rooms, id)
        elif revisions:
            _show_revisions(face, rooms, id)
        elif face.json:
            face.line(to_json(article_of(rooms, id)))
        else:
            _show_article(face, rooms, article_of(rooms, id))


@command("cite", argument("id", "ID"))
def cite(face: Face, id: str) -> None:  # noqa: A002 - the argument's name
    """The short citation, and the one of GB/T 7714."""
    from search import cite as short
    from search import cite_full
    from worker.cli.rooms import opened

    with opened(face) as rooms:
        article = article_of(rooms, id)
        name = rooms.names.get(article.paper, article.paper)
    if face.json:
        face.line({"id": article.id, "citation": short(article, name), "gbt7714": cite_full(article, name)})
    else:
        face.result(short(article, name))
        face.result(cite_full(article, name))


def _show_article(face: Face, rooms: Rooms, article: Article) -> None:
    """Citation and title block, then the text, paragraph by paragraph."""
    from rich.text import Text

    from search import cite as short

    face.console.print(Text(short(article, rooms.names.get(article.paper, article.paper)), style="dim"))
    for part, style in ((article.kicker, ""), (article.title, "bold"), (article.subtitle, "")):
        if part:
            face.console.print(Text(part, style=style))
    face.result("")
    for paragraph in article.text.split("\n"):
        face.result(paragraph)
    face.result("")
    face.console.print(Text(face.say("told.source", address=article.source.address, id=article.id), style="dim"))


def _show_raw(face: Face, rooms: Rooms, id_: str) -> None:
    """The record the article was read from: its payload byte for byte, or a line with everything."""
    row, _ = held(rooms, id_)
    addresses = rooms.ledger.readings.records(row.id)
    if not addresses:
        raise UnknownArticle("article_no_record", id=id_)
    response = record(rooms, addresses[0])
    if face.json:
        face.line(_described(row.id, response))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(response.payload)
        sys.stdout.buffer.flush()


def record(rooms: Rooms, address: Address) -> Response:
    """The newest good record of an address. DamagedArchive."""
    return rooms.archive.read(Position(str(address.file), int(address.offset or 0), int(address.length or 0)))


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
