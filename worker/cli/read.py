"""`read`: files into articles, nothing kept."""

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

from articles.errors import Undecodable, ZongshuError
from articles.exchange import to_json
from articles.model import Article
from worker.cli.against import Compared, against_json, against_text, truths
from worker.cli.face import Face
from worker.cli.framework import argument, command, flag, option
from worker.cli.kinds import DAY, Existing


@command(
    "read",
    argument("files", "FILE…", nargs=-1, required=True, type=Existing("FILE", "file")),
    option("--paper", metavar="CODE"),
    option("--date", type=DAY),
    flag("--explain"),
    option("--against", type=Existing("FILE", "file")),
)
def read(face: Face, files: Sequence[Path], paper: str | None, date: dt.date | None, explain: bool, against: Path | None) -> None:
    """The articles of files, one a line with --json; or how they differ from the truth."""
    from scrapers import read_dropped
    from worker.cli.rooms import one_paper

    source = one_paper(face, paper) if paper else None
    for file in files:
        try:
            code, home = (source.code, source.place) if source else (None, None)
            found = read_dropped(file.name, file.read_bytes(), code, date, home)
            _give(face, found, explain, against, home)
        except (ZongshuError, OSError) as error:
            face.fail(named(error, file), str(file))


def named(error: ZongshuError | OSError, file: Path) -> ZongshuError:
    """A file the system will not let us read, as an error of ours."""
    return error if isinstance(error, ZongshuError) else Undecodable("file_unreadable", file=str(file), why=error.strerror or str(error))


def _give(face: Face, found: Sequence[Article], explain: bool, against: Path | None, home: str | None) -> None:
    """Articles as asked for."""
    if against:
        for result in comparisons(found, against.read_text("utf-8-sig")):
            _compare(face, result)
        return
    for article in found:
        if face.json:
            face.line(to_json(article))
        else:
            _print(face, article)
        if explain:
            _explain(face, article, home)


def comparisons(found: Sequence[Article], truth: str) -> list[Compared]:
    """Every field of the truth against what was read."""
    listed = truths(truth)
    return [against_text(found, truth)] if listed is None else list(against_json(found, listed))


def _compare(face: Face, result: Compared) -> None:
    if face.json:
        face.line(
            {
                "id": result.article,
                "field": result.field,
                "edits": result.edits,
                "characters": result.characters,
                "rate": round(result.rate, 6),
                "differences": [{"at": one.at, "expected": one.expected, "found": one.found} for one in result.differences],
            }
        )
        return
    key = "told.same" if not result.edits else "told.differs"
    face.result(
        face.say(key, id=result.article or "", field=result.field, edits=result.edits, characters=result.characters, rate=result.rate)
    )
    for one in result.differences:
        face.result(face.say("told.difference", at=one.at, expected=one.expected, found=one.found))


def _print(face: Face, article: Article) -> None:
    face.result(f"{article.id}  {article.kind}")
    for part in (article.kicker, article.title, article.subtitle):
        if part:
            face.result(part)
    face.result(article.text)
    face.result("")


def _explain(face: Face, article: Article, home: str | None) -> None:
    """What was recognised and by which words, and every rule that changed something."""
    from worker.cli.findings import findings

    face.tell("told.explained", id=article.id, address=article.source.address, kind=article.kind, paragraphs=len(article.paragraphs))
    for line in findings(face, article, home):
        face.write(line, sys.stderr)
    for byline in article.bylines:
        face.tell("told.byline", role=byline.role, name=byline.name)
    for repair in article.repairs:
        face.tell("told.repair", rule=repair.rule, action=repair.action, start=repair.start, end=repair.end, confidence=repair.confidence)
    for flag_ in article.flags:
        face.tell("told.flag", flag=flag_)
