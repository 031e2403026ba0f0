"""`ingest`: files into the archive, articles and the index."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from articles.errors import ZongshuError, remade
from articles.model import Article
from worker.cli.face import Face
from worker.cli.framework import argument, command, flag
from worker.cli.kinds import Existing

if TYPE_CHECKING:
    from worker.cli.work import Working


@command("ingest", argument("paths", "PATH…", nargs=-1, required=True, type=Existing("PATH", "path")), flag("--detach"))
def ingest(face: Face, paths: Sequence[Path], detach: bool) -> None:
    """One line an article (detached: a file); files that could not be read are named and make the exit code 1."""
    from worker.cli.work import working

    with working(face, detach=detach) as work:
        kept = _keep(face, work, list(files_of(paths)))
        work.through("ingest", list(kept), about={"files": len(kept)})
        for key, file in kept.items():
            if detach:
                face.line({"issue": key, "file": str(file)}) if face.json else face.result(f"{key}  {file}")
                continue
            for article in _read(face, work, key, file):
                _tell(face, article, file)


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """Files as they are named, and those in folders, recursively and in order; hidden ones in folders are left out."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for found in sorted(path.rglob("*")):
            if found.is_file() and not any(part.startswith(".") for part in found.relative_to(path).parts):
                yield found


def _keep(face: Face, work: "Working", files: Sequence[Path]) -> dict[str, Path]:
    """Put files into the archive; their issues' keys, each with the first file of these bytes."""
    from worker.cli.progress import Progress
    from worker.cli.read import named
    from worker.steps import ingest as keep

    kept: dict[str, Path] = {}
    with Progress(face, "keep") as progress:
        for done, file in enumerate(files, 1):
            try:
                payload = file.read_bytes()
            except OSError as error:
                face.fail(named(error, file), str(file))
                continue
            kept.setdefault(keep(work.kit, file.name, payload), file)
            progress.to(done, len(files))
    return kept


def _read(face: Face, work: "Working", key: str, file: Path) -> list[Article]:
    """The articles of a file as they are kept; why there are none is told."""
    issue = work.kit.ledger.issues.get(key)
    try:
        if issue and issue.reason and issue.outcome != "indexed":
            raise remade(issue.reason)
        return work.kit.files.read(key)
    except ZongshuError as error:
        face.fail(error, str(file))
        return []


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
