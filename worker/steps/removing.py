"""remove: an article taken away on request, out of the article file, the ledger, every generation, and where asked for the archive."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.errors import BadRemoval, DamagedArchive, GenerationBroken, UnknownArticle, Unreadable
from articles.exchange import from_json
from articles.model import Article
from articles.removals import Removal, sketch
from indexing import Request
from indexing.engines.protocol import OneOf
from storage import Position, archive_name, parsed_name
from storage.ledger import ArticleRow, Issue
from worker.steps.kit import Kit


@dataclass(frozen=True, slots=True)
class Removed:
    """The proof: what a removal took away, and where it is still to be found (nothing, or the removal is not done).

    `copies` hold the same record or page and stay: the PDF and the picture of its page.
    """

    removal: Removal
    file: str
    correction: bool
    records: tuple[Position, ...]
    copies: tuple[str, ...] = ()
    generations: tuple[str, ...] = ()
    found: tuple[str, ...] = field(default=())


def remove(kit: Kit, id_: str, reason: str, *, record: bool) -> Removed:
    """Take an article away; generations follow with the next index step (`proof`). UnknownArticle, BadRemoval, StorageFull.

    The removal is on the disk before anything goes, so that a kill leaves work that doing it again completes.
    """
    row, issue = _known(kit, id_)
    article = _article(kit, row)
    others = kit.ledger.removing.others(issue.key, row.source, id_)
    if record:
        _may_go(kit, row, others)
    made = kit.removals.find(id_)
    marks = sketch(article) if article else made.sketch if made else ()
    removal = Removal(id_, issue.key, row.source, row.revision, made.at if made else kit.clock(), reason, marks, not others, record)
    correction = kit.corrections.path(issue.key, id_).exists()
    kit.removals.write(removal)
    kit.corrections.remove(issue.key, id_)
    _withdraw(kit, issue, row)
    gone = _unarchived(kit, removal) if record else ()
    return Removed(removal, str(kit.files.path(issue.key)), correction, gone, _copies(kit, row, record=record))


def proof(kit: Kit, done: Removed) -> Removed:
    """The same with what is asked of every generation there is and of the article file: where the article is still found."""
    id_, names, found = done.removal.id, [], []
    for name in kit.index.generations.names():
        try:
            engine = kit.index.engine(name)
            held = engine.ask(Request(OneOf("id", (id_,)), limit=0)).total or engine.get(id_) is not None
        except GenerationBroken:
            continue
        names.append(name)
        found += [name] if held else []
    with contextlib.suppress(DamagedArchive, Unreadable):
        found += [done.file for one in kit.files.read(done.removal.issue) if one.id == id_]
    return Removed(done.removal, done.file, done.correction, done.records, done.copies, tuple(names), tuple(found))


def take_back(kit: Kit, id_: str) -> Removal:
    """Undo a removal: its issue is read again. BadRemoval where there is none, or the record is gone."""
    removal = kit.removals.find(id_)
    if removal is None:
        raise BadRemoval("removal_none", id=id_)
    if removal.record:
        raise BadRemoval("removal_final", id=id_)
    kit.removals.take_back(removal)
    kit.ledger.issues.reread([removal.issue], kit.clock())
    return removal


def _known(kit: Kit, id_: str) -> tuple[ArticleRow, Issue]:
    row = kit.ledger.readings.article(id_)
    issue = kit.ledger.issues.get(row.issue) if row else None
    if row is None or issue is None:
        raise UnknownArticle("query_no_article", id=id_)
    if row.lost and row.redirect:
        raise BadRemoval("removal_moved", id=id_, to=row.redirect)
    return row, issue


def _article(kit: Kit, row: ArticleRow) -> Article | None:
    """The article as its file, or the index, holds it."""
    try:
        found = next((one for one in kit.files.read(row.issue) if one.id == row.id), None)
    except (DamagedArchive, Unreadable):
        found = None
    stored = kit.index.get(row.id) if found is None and kit.index.generations.live() else None
    return from_json(stored) if stored else found


def _may_go(kit: Kit, row: ArticleRow, others: Sequence[str]) -> None:
    """BadRemoval where the record holds other articles too, or is a page that lists the issue's others."""
    if others:
        raise BadRemoval("removal_shared", id=row.id, others=", ".join(others))
    if any(one.role == "layout" for one in kit.ledger.issues.addresses(row.issue) if one.address == row.source):
        raise BadRemoval("removal_layout", id=row.id)


def _withdraw(kit: Kit, issue: Issue, row: ArticleRow) -> None:
    """Out of the article file and the ledger, under the lock that whoever reads the issue writes under."""
    with kit.archive.locked(archive_name(issue.paper, issue.date, issue.attempt, issue.key)):
        try:
            held = kit.files.read(issue.key)
        except (DamagedArchive, Unreadable):
            digest = None  # it is read again, and not with this article
        else:
            digest = kit.files.write(issue.key, [one for one in held if one.id != row.id])
        kit.ledger.removing.withdraw(issue.key, row.id, row.revision, digest, kit.clock())
    kit.wake("index")


def _unarchived(kit: Kit, removal: Removal) -> tuple[Position, ...]:
    """Every record of the article's address in its issue's files, notes in their place."""
    gone: list[Position] = []
    for name in kit.archive.names():
        said = parsed_name(name)
        if said is None or said.key != removal.issue:
            continue
        with kit.archive.locked(name):
            there = [at for at, one in _records(kit, name) if removal.source in one]
            if there:
                kit.archive.remove(there, removal.at)
                gone += there
    kit.ledger.removing.unlink(removal.issue, removal.source)
    return tuple(gone)


def _records(kit: Kit, name: str) -> list[tuple[Position, tuple[str, str]]]:
    """The records of a file that are responses, with the addresses asked and answering."""
    whole = [one for one in kit.archive.survey(name) if not isinstance(one, DamagedArchive)]
    return [(at, (one.response.address, one.response.final)) for at, one in whole if one.response is not None]


def _copies(kit: Kit, row: ArticleRow, *, record: bool) -> tuple[str, ...]:
    """Addresses of its issue whose records show it still: its own unless that was removed, PDFs and pictures of its page."""
    held = [one for one in kit.ledger.issues.addresses(row.issue) if one.file is not None]
    page = next((one.page for one in kit.ledger.issues.addresses(row.issue) if one.address == row.source), None)
    shows = {one.address for one in held if one.role in ("pdf", "image") and one.page == page}
    return tuple(sorted(shows | (set() if record else {one.address for one in held if one.address == row.source})))
