"""`reindex`: a new generation built, checked and swapped in; or parts of the live one put in again."""

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.errors import GenerationBroken, HomeInUse, UnknownArticle
from storage.ledger import Run
from worker.cli.face import Face
from worker.cli.framework import WrongUse, command, flag, option
from worker.cli.kinds import DAY

if TYPE_CHECKING:
    from worker.cli.work import Working
    from worker.steps import Kit

#: Keys of one statement of the ledger.
_CHUNK = 400
#: Seconds between two looks at another process that builds.
_LOOK = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """The part of what is held that is meant; all of it where nothing is given."""

    paper: str | None
    since: dt.date | None
    id: str | None

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return not (self.paper or self.since or self.id)

    def keys(self, kit: "Kit") -> list[str]:
        """The issues of the part. UnknownArticle, UnknownPaper."""
        if self.id:
            row = kit.ledger.readings.article(self.id)
            if row is None:
                raise UnknownArticle("query_no_article", id=self.id)
            return [row.issue]
        if self.paper and self.paper != "files":
            kit.paper(self.paper)
        codes = [self.paper] if self.paper else [row.paper for row in kit.ledger.reports.status()]
        return [issue.key for code in codes for issue in kit.ledger.reports.coverage(code, self.since) if issue.held != "none"]


@command(
    "reindex",
    flag("--reread"),
    option("--paper", metavar="CODE"),
    option("--since", type=DAY),
    option("--id", metavar="ID"),
    flag("--missing-only"),
    flag("--rollback"),
    flag("--detach"),
)
def reindex(
    face: Face,
    reread: bool,
    paper: str | None,
    since: dt.date | None,
    id: str | None,  # noqa: A002 - the option's name
    missing_only: bool,
    rollback: bool,
    detach: bool,
) -> None:
    """Tell what is live at the end and how many articles it holds. DamagedArchive where a build had to leave issues out."""
    from worker.cli.work import working
    from worker.steps import left_out

    part = Part(paper, since, id)
    if rollback and (reread or missing_only or not part.whole):
        raise WrongUse("scope")
    with working(face, detach=detach) as work:
        if rollback:
            _roll_back(work)
        elif missing_only:
            keys = _lacking(work, part.keys(work.kit))
            _put_again(work, keys)
            if reread:
                _read_again(work, keys)
        elif reread:
            _read_again(work, part.keys(work.kit))
        elif not part.whole:
            _put_again(work, part.keys(work.kit))
        else:
            _read_first(work)
    built = part.whole and not (rollback or missing_only)
    if built:
        with working(face, detach=detach) as work:
            _build(face, work)
    if not detach:
        with working(face) as work:
            _tell(face, work)
            if built and (lacking := left_out(work.kit)):
                raise lacking


def _read_again(work: "Working", keys: Sequence[str]) -> None:
    """Read issues from the archive anew, and index what came out."""
    for chunk in _chunks(keys):
        work.kit.ledger.issues.reread(chunk, work.kit.clock())
    work.through("reread", keys, about={"issues": len(keys)})


def _read_first(work: "Working") -> None:
    """Read what has articles and waits to be read again (a restored home, damaged files): its article file cannot be indexed."""
    waiting = [issue.key for issue in work.kit.ledger.issues.with_articles() if issue.outcome == "fetched"]
    if waiting:
        work.through("reread", waiting, about={"issues": len(waiting)})


def _put_again(work: "Working", keys: Sequence[str]) -> None:
    """Put issues into the live generation again."""
    for chunk in _chunks(keys):
        work.kit.ledger.indexing.again(chunk, work.kit.clock())
    work.through("reindex", keys, about={"issues": len(keys)})


def _lacking(work: "Working", keys: Sequence[str]) -> list[str]:
    """The issues of which the live generation lacks an article."""
    from worker.cli.progress import Progress

    kit, lacking = work.kit, []
    live = kit.index.generations.live()
    with Progress(work.face, "check") as progress:
        for done, key in enumerate(keys, 1):
            ids = {row.id for row in kit.ledger.readings.articles(key) if not row.lost}
            if ids and (live is None or ids - kit.index.engine(live).revisions(ids).keys()):
                lacking.append(key)
            progress.to(done, len(keys))
    kit.index.close()
    return lacking


def _roll_back(work: "Working") -> None:
    """Make the generation before the live one again, give it what came since, take what went. GenerationBroken: there is none."""
    indexing = work.kit.ledger.indexing
    with work.home.generations_locked(wait=True):
        if work.kit.index.generations.previous():
            work.kit.ledger.building.bury_again()
        name = work.kit.index.generations.roll_back()
        indexing.set_live(name)
        lacking = [issue.key for issue in indexing.missing_in(name)]
        indexing.unindex(name, work.kit.clock())
    work.through("reindex", lacking, about={"rollback": name})
    if not work.detach:
        work.until(lambda: not indexing.tombstones(), lambda: None)


def _build(face: Face, work: "Working") -> None:
    """Build and swap here, or ask the home's owner to (it alone writes the index) and follow it; when it ends before, do it here."""
    from worker.building import build_asked
    from worker.cli.progress import Progress
    from worker.steps import BUILD

    runs, clock = work.kit.ledger.runs, work.kit.clock
    number = runs.start(BUILD, {"asked": True}, clock())
    if work.detach:
        work.hand_over()
        return
    with Progress(face, "reindex") as progress:
        if work.broker:
            work.follow(lambda: runs.get(number).ended is not None, lambda: progress.to(*_so_far(runs.get(number))), work.broker)
        while not (run := runs.get(number)).ended:
            try:
                with work.home.own(), work.home.generations_locked(wait=True):
                    build_asked(work.kit, progress=progress.to)
            except HomeInUse:
                progress.to(*_so_far(run))
                time.sleep(_LOOK)
    if (run.counts or {}).get("failed"):
        raise GenerationBroken("reindex_elsewhere")


def _so_far(run: Run) -> tuple[int, int | None]:
    counts = run.counts or {}
    return counts.get("done", 0), counts.get("total")


def _tell(face: Face, work: "Working") -> None:
    live = work.kit.index.generations.live()
    count = work.kit.index.count() if live else 0
    if face.json:
        face.line({"generation": live, "articles": count, "rebuild_needed": work.kit.index.rebuild_needed})
    else:
        face.result(face.say("told.live", generation=live, articles=count))


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
