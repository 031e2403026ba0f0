"""`show` an article (or its raw record, or its revisions) and `cite` it."""

import base64
import sys
from dataclasses import replace

from articles.errors import EngineError, UnknownArticle
from articles.exchange import to_json
from articles.model import Article
from storage import Response
from worker.cli.face import Face
from worker.cli.framework import argument, command, flag
from worker.cli.rooms import Rooms


def article_of(rooms: Rooms, id_: str) -> Article:
    """The article of an id; a redirected id leads on. UnknownArticle where it is not held (any more)."""
    standing = rooms.holdings.standing(id_)
    row = rooms.ledger.readings.article(standing.id) if standing else None
    found = next((article for article in rooms.files.read(row.issue) if article.id == row.id), None) if row else None
    if found is None:
        raise UnknownArticle("query_no_article", id=id_)
    return found


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
            face.line(to_json(_served(face, rooms, article_of(rooms, id))))
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


def _served(face: Face, rooms: Rooms, article: Article) -> Article:
    """The article with the cluster it belongs to now; where the index does not answer, that is told, and the article given without."""
    try:
        clusters = rooms.search.similar.clusters([article]) if rooms.index.generations.live() else [None]
    except EngineError as error:
        face.write(error.message(face.lang), sys.stderr)
        return article
    return replace(article, cluster=clusters[0])


def _show_article(face: Face, rooms: Rooms, article: Article) -> None:
    """Citation and title block, the text, paragraph by paragraph, then what was read out of it and by which words."""
    from rich.text import Text

    from search import cite as short
    from worker.cli.findings import findings
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
    for line in findings(face, article, paper.place if paper else None):
        face.console.print(Text(line, style="dim"))
    face.console.print(Text(face.say("told.source", address=article.source.address, id=article.id), style="dim"))


def _show_raw(face: Face, rooms: Rooms, id_: str) -> None:
    """The record the article was read from: its payload byte for byte, or a line with everything."""
    response = rooms.holdings.raw(id_)
    if face.json:
        face.line(_described(id_, response))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(response.payload)
        sys.stdout.buffer.flush()


def _show_revisions(face: Face, rooms: Rooms, id_: str) -> None:
    """What the source said over time: a line each with --json."""
    from worker.cli.revisions import revisions

    rows = []
    for one in revisions(rooms, id_):
        fetched = one.fetched_at.isoformat(timespec="seconds")
        if face.json:
            line = {"id": id_, "revision": one.number, "fetched_at": fetched, "digest": one.digest, "current": one.current}
            face.line({**line, "title": one.title, "text": one.text})
        rows.append((str(one.number), fetched, one.digest[:12], str(len(one.text or "")), one.title or ""))
    if not face.json:
        face.table(("revision", "fetched_at", "digest", "characters", "title"), rows)


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
