"""rebuild: the ledger from the archive alone, issue by issue: each attempt entered and read in order, as it was fetched and read then."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from articles.errors import DamagedArchive, StorageError, Unreachable, ZongshuError
from scrapers import Paper
from storage import ArticleFiles, Named, Position, Record, Response, parsed_name
from storage.ledger import Address, ArticleRow, Attempt, Counts, Ending, Issue, Kept, Listed, Restored, host_of, issue_key
from worker.steps.ingest import PAPER
from worker.steps.kit import Kit, today
from worker.steps.outcomes import finished
from worker.steps.pages import read_listing
from worker.steps.past import rows_of
from worker.steps.read import read
from worker.steps.removed import unlisted
from worker.steps.turns import asked_turn, rank

#: The kind of run that tells a rebuild is under way: until it has ended, running it again goes on.
REBUILD = "rebuild"


@dataclass(frozen=True, slots=True)
class Kin:
    """The files of an issue (or of a file given to us: `date` None), by attempt."""

    key: str
    paper: str
    date: dt.date | None
    files: tuple[tuple[int, str], ...]


@dataclass
class Rebuilt:
    """What a rebuild did: issues entered (and those that were there from a run before), records, what is damaged or was left out.

    `unfinished` issues were being fetched; `left_out` are papers nobody knows any more, and files of names we do not give.
    """

    issues: int = 0
    there: int = 0
    records: int = 0
    unfinished: list[str] = field(default_factory=list)
    damage: list[ZongshuError] = field(default_factory=list)
    left_out: list[ZongshuError] = field(default_factory=list)

    def damaged(self, error: DamagedArchive) -> None:
        """Note a damaged record, once."""
        if all(error.facts != one.facts for one in self.damage):
            self.damage.append(error)


def rebuild(kit: Kit, scratch: Path, progress: Callable[[int, int, str], None]) -> Rebuilt:
    """Enter every issue of the archive. Run by the home's owner, over a ledger without issues or one half rebuilt.

    A kill leaves issues entered or not; the next run goes on. Articles that are on file keep their revisions; where no file is left they
    are read, attempt by attempt, under `scratch`. Reading and indexing of what is entered are for the steps that follow. StorageFull.
    """
    done = Rebuilt()
    every = list(kin(kit, done))
    for number, one in enumerate(every):
        progress(number, len(every), one.key)
        try:
            restore(kit, one, ArticleFiles(scratch), done)
        except StorageError as error:
            if error.key != "paper_unknown":
                raise
            if all(error.facts != one.facts for one in done.left_out):
                done.left_out.append(error)
    progress(len(every), len(every), "")
    return done


def kin(kit: Kit, done: Rebuilt) -> Iterator[Kin]:
    """The files of the archive, issue by issue; those of names we do not give are left out."""
    named: list[tuple[str, int, str, Named]] = []
    for name in kit.archive.names():
        if said := parsed_name(name):
            named.append((said.key, said.attempt, name, said))
        else:
            done.left_out.append(DamagedArchive("archive_stranger", file=name))
    for key, of_key in groupby(sorted(named, key=lambda one: one[:3]), key=lambda one: one[0]):
        files = list(of_key)
        said = files[0][3]
        yield Kin(key, said.paper, said.date, tuple((attempt, name) for _, attempt, name, _ in files))


def restore(kit: Kit, kin: Kin, scratch: ArticleFiles, done: Rebuilt) -> None:
    """Enter one issue, unless the ledger has it whole. UnknownPaper, StorageFull."""
    known = kit.ledger.issues.get(kin.key)
    if known and known.archive_end:
        done.there += 1
        return
    if known:
        kit.ledger.restoring.forget(kin.key)
    if kin.date is None:
        _dropped(kit, kin, done)
        return
    paper, hurt = kit.paper(kin.paper), len(done.damage)
    scratch.delete(kin.key)  # of a run that was killed
    for number, name in kin.files:
        _attempt(kit, paper, kin, (number, name), scratch, done)
    if entered := kit.ledger.issues.get(kin.key):
        end = _end(kit, dict(kin.files)[entered.attempt])
        rows = _rows(kit, kin.key, scratch)
        whole = kit.files.digest(kin.key) if rows and len(done.damage) > hurt and entered.outcome != "fetching" else None
        kit.ledger.restoring.finish(kin.key, rows, end, kit.clock(), whole)
        done.issues += 1
    scratch.delete(kin.key)


def _attempt(kit: Kit, paper: Paper, kin: Kin, file: tuple[int, str], scratch: ArticleFiles, done: Rebuilt) -> None:
    """Enter an attempt; where there are several, read it too, so that each leaves its revisions."""
    number, name = file
    growing = kit.archive.growing(name)
    records = list(_positions(kit, name, growing, done))
    if not records or kin.date is None:
        return
    last = max(record.response.fetched_at for _, record in records if record.response)
    missing = Unreachable("rebuild_not_held", issue=kin.key)

    def finish(issue: Issue, counts: Counts) -> Ending:
        return finished(issue, counts, paper, today(last))

    turn = asked_turn(kin.date, rank(paper.code, kit.policy.priority))
    pace = kit.pace(next(host_of(record.response.address) for _, record in records if record.response))
    late = kit.clock() + dt.timedelta(seconds=kit.policy.late[0])
    unwanted = kit.policy.unwanted(paper)
    attempt = Attempt(kin.key, paper.code, kin.date, number, growing, turn, pace, late, missing.reason(), unwanted, finish)
    issue = kit.ledger.restoring.attempt(attempt, _restored(kit, paper, kin.date, records, done), last)
    done.records += len(records)
    if growing:
        done.unfinished.append(kin.key)
    if len(kin.files) > 1 and issue.outcome == "fetched":
        read(replace(kit, files=scratch, clock=lambda: last), kin.key)


def _positions(kit: Kit, name: str, growing: bool, done: Rebuilt) -> Iterator[tuple[Position, Record]]:
    """The whole responses of a file, their payloads left behind; a torn end of a part is nothing that was kept."""
    damage: DamagedArchive | None = None
    for one in kit.archive.survey(name):
        if damage is not None:
            done.damaged(damage)
        damage = one if isinstance(one, DamagedArchive) else None
        if not isinstance(one, DamagedArchive) and one[1].response is not None:
            yield one[0], replace(one[1], response=replace(one[1].response, payload=b""))
    if damage is not None and not growing:
        done.damaged(damage)


def _restored(kit: Kit, paper: Paper, date: dt.date, records: Sequence[tuple[Position, Record]], done: Rebuilt) -> Iterator[Restored]:
    """Records as a fetch would have settled them. One whose payload is damaged is as if it had not been kept."""
    for position, record in records:
        response = record.response
        if response is None:
            continue
        try:
            whole = kit.archive.read(position)
        except DamagedArchive as error:
            done.damaged(error)
            continue
        at = record.stands_for or position
        tag, modified = response.header("ETag"), response.header("Last-Modified")
        kept = Kept(at.file, at.offset, at.length, whole.digest, response.status, response.fetched_at, tag, modified)
        same = record.stands_for is not None
        yield Restored(response.address, host_of(response.address), kept, same, _reader(kit, paper, date, whole))


def _reader(kit: Kit, paper: Paper, date: dt.date, response: Response) -> Callable[[Address], Listed]:
    """Reads what a layout page lists, as the fetch step does: a page behind the first on which no article is printed lists nothing."""

    def lists(address: Address) -> Listed:
        if address.role != "layout":
            return Listed()
        try:
            found = read_listing(paper, date, response, address.rank, pdfs=True, images=True).found
            return Listed(unlisted(kit, issue_key(paper.code, date), found))
        except ZongshuError as error:
            bare = error.key == "layout_empty" and address.rank > 0
            return Listed() if bare else Listed(reason=error.reason())

    return lists


def _rows(kit: Kit, key: str, scratch: ArticleFiles) -> list[ArticleRow]:
    """The rows of the articles on file; where no file is left, that of the attempts before takes its place."""
    try:
        held = kit.files.read(key)
    except ZongshuError:
        if scratch.path(key).exists():
            kit.files.write(key, scratch.read(key))
        return []
    return rows_of(key, held)


def _end(kit: Kit, name: str) -> int:
    """Where the newest file ends for the ledger: a part at its last whole record, so that what is torn is written over."""
    whole = [one[0].end for one in kit.archive.survey(name) if not isinstance(one, DamagedArchive)]
    return whole[-1] if kit.archive.growing(name) and whole else max([*whole, kit.archive.size(name)])


def _dropped(kit: Kit, kin: Kin, done: Rebuilt) -> None:
    """A file given to us: the newest whole record of it."""
    for _, name in kin.files:
        records = list(_positions(kit, name, kit.archive.growing(name), done))
        for at, record in records[-1:]:
            response = record.response
            if response is None or record.digest is None:
                continue
            kit.ledger.issues.keep_file(kin.key, PAPER, response.address, response.fetched_at)
            kept = Kept(at.file, at.offset, at.length, record.digest, response.status, response.fetched_at, None, None)
            kit.ledger.issues.file_kept(kin.key, kept, at.end, kit.clock())
            kit.ledger.restoring.finish(kin.key, _rows(kit, kin.key, kit.files), at.end, kit.clock())
            done.issues += 1
            done.records += len(records)
