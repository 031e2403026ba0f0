"""`ingest`: files into the archive, articles and the index."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from articles.errors import RemovedArticle, ZongshuError, remade
from articles.model import Article
from worker.cli.face import Face
from worker.cli.framework import argument, command, flag, option
from worker.cli.given import Given, given, named
from worker.cli.kinds import DAY, Existing

if TYPE_CHECKING:
    from scrapers import Beside
    from worker.cli.work import Working


@command(
    "ingest",
    argument("paths", "PATH…", nargs=-1, required=True, type=Existing("PATH", "path")),
    option("--paper", metavar="CODE"),
    option("--date", type=DAY),
    flag("--detach"),
)
def ingest(face: Face, paths: Sequence[Path], paper: str | None, date: dt.date | None, detach: bool) -> None:
    """One line an article (detached: a file); files that could not be read are named and make the exit code 1."""
    from scrapers import Beside
    from worker.cli.rooms import one_paper
    from worker.cli.work import working

    said = Beside(one_paper(face, paper).code if paper else None, date)
    with working(face, detach=detach) as work:
        kept = _keep(face, work, given(face, paths), said)
        work.through("ingest", list(kept), about={"files": len(kept)})
        for key, file in kept.items():
            if detach:
                face.line({"issue": key, "file": str(file)}) if face.json else face.result(f"{key}  {file}")
                continue
            for article in _read(face, work, key, file):
                _tell(face, article, file)


def _keep(face: Face, work: "Working", files: Sequence[Given], said: "Beside") -> dict[str, Path]:
    """Put files into the archive; their issues' keys, each with the first file of these bytes."""
    from worker.cli.progress import Progress
    from worker.steps import take

    kept: dict[str, Path] = {}
    with Progress(face, "keep") as progress:
        for done, one in enumerate(files, 1):
            try:
                payload = one.path.read_bytes()
            except OSError as error:
                face.fail(named(error, one.path), str(one.path))
                continue
            try:
                kept.setdefault(take(work.kit, one.name, payload, said.over(one.beside)).key, one.path)
            except RemovedArticle as error:
                face.fail(error, str(one.path))
            progress.to(done, len(files))
    return kept


def _read(face: Face, work: "Working", key: str, file: Path) -> list[Article]:
    """The articles of a file as they are kept; why there are none, or not all, is told."""
    issue = work.kit.ledger.issues.get(key)
    try:
        if issue and issue.reason and issue.outcome != "indexed":
            raise remade(issue.reason)
        found = work.kit.files.read(key)
    except ZongshuError as error:
        face.fail(error, str(file))
        return []
    if issue and issue.reason:
        face.fail(remade(issue.reason), str(file))
    return found


def _tell(face: Face, article: Article, file: Path) -> None:
    if face.json:
        face.line(
            {
                "id": article.id,
                "revision": article.revision,
                "paper": article.paper,
                "date": article.date.isoformat() if article.date else None,
                "title": article.title,
                "kind": article.kind,
                "characters": len(article.text),
                "file": str(file),
            }
        )
    else:
        face.result(f"{article.id}  {article.title or face.say('told.untitled')}")
