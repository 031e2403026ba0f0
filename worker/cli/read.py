"""`read`: files into articles, nothing kept."""

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from articles.decode import decode
from articles.errors import ZongshuError
from articles.exchange import to_json
from articles.model import Article
from articles.repair import RULES
from worker.cli.against import Compared, against_articles, against_json, against_text, truths
from worker.cli.explain import counted, marked
from worker.cli.face import Face
from worker.cli.framework import argument, command, flag, option
from worker.cli.given import Given, given, named
from worker.cli.kinds import DAY, Existing
from worker.cli.progress import Progress

if TYPE_CHECKING:
    from scrapers import Beside, Paper

#: Endings of files that hold articles, not the truth about them.
_PAGES = frozenset((".htm", ".html", ".shtml", ".xhtml", ".pdf"))
#: Files whose printed text is the file itself, so that it can be shown with the log's marks.
TEXTS = ("", ".txt", ".text", ".md")


@command(
    "read",
    argument("files", "FILE…", nargs=-1, required=True, type=Existing("FILE", "path")),
    option("--paper", metavar="CODE"),
    option("--date", type=DAY),
    flag("--explain"),
    option("--against", type=Existing("FILE", "file")),
)
def read(face: Face, files: Sequence[Path], paper: str | None, date: dt.date | None, explain: bool, against: Path | None) -> None:
    """The articles of files, one a line with --json; or how they differ from the truth."""
    from scrapers import Beside
    from worker.cli.rooms import known_papers, one_paper

    source = one_paper(face, paper) if paper else None
    home, said, known = source.place if source else None, Beside(source.code if source else None, date), known_papers(face)
    wanted = given(face, files)
    with Progress(face, "read") as progress:
        for done, one in enumerate(wanted, 1):
            try:
                found = _found(face, one, said, known)
                _give(face, found, one.path if explain else None, against, home)
            except BrokenPipeError:  # of our reader, not of the file
                raise
            except (ZongshuError, OSError) as error:
                face.fail(named(error, one.path), str(one.path))
            if len(wanted) > 1 and not sys.stdout.isatty():  # a bar among texts that are being read disturbs
                progress.to(done, len(wanted), one.name)


def _found(face: Face, one: Given, said: "Beside", known: Mapping[str, "Paper"]) -> list[Article]:
    """The articles of a file; what is wrong with a part of it is told, and makes the exit code 1."""
    from scrapers import read_dropped

    def trouble(error: ZongshuError) -> None:
        face.fail(error, str(one.path))

    return read_dropped(one.name, one.path.read_bytes(), beside=said.over(one.beside), papers=known, trouble=trouble)


def _give(face: Face, found: Sequence[Article], explained: Path | None, against: Path | None, home: str | None) -> None:
    """Articles as asked for; `explained` is the file they were read from, where that is to be told."""
    if against:
        for result in comparisons(found, against):
            _compare(face, result)
        return
    from search import explained as whole
    from worker.cli.rooms import tokenizer_of

    cut = tokenizer_of(face)
    for article in found:
        if face.json:
            face.line(to_json(whole(article, cut)))
        else:
            _print(face, article)
        if explained:
            _explain(face, article, explained, home)


def comparisons(found: Sequence[Article], against: Path) -> list[Compared]:
    """What was read against a file: a saved page or a PDF is read itself, JSON is the truth field by field, other text is the text."""
    if against.suffix.lower() in _PAGES:
        from scrapers import read_dropped

        return list(against_articles(found, read_dropped(against.name, against.read_bytes())))
    truth = against.read_text("utf-8-sig")
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


def _explain(face: Face, article: Article, file: Path, home: str | None) -> None:
    """What was recognised and by which words, and every rule that changed something."""
    from worker.cli.findings import findings

    face.tell("told.explained", id=article.id, address=article.source.address, kind=article.kind, paragraphs=len(article.paragraphs))
    for line in findings(face, article, home):
        face.write(line, sys.stderr)
    for byline in article.bylines:
        face.tell("told.byline", role=byline.role, name=byline.name)
    for rule, action, count, confidence in counted(article.repairs):
        name = face.say(f"repair.{rule}") if rule in RULES else rule
        face.tell("told.repair", rule=rule, name=name, action=face.say(f"repair.{action}"), count=count, confidence=confidence)
    for flag_ in article.flags:
        face.tell("told.flag", flag=flag_)
    if article.repairs and file.suffix.lower() in TEXTS:
        _marked(face, article, decode(file.read_bytes()).text)


def _marked(face: Face, article: Article, printed: str) -> None:
    """Where each moved span went, and the printed text with every step marked."""
    for number, step in enumerate((step for step in article.repairs if step.action == "moved"), start=1):
        begin = "".join(printed[step.start : step.end].split())[:12]
        face.tell("told.moved", number=number, start=step.start, end=step.end, to=step.to, confidence=step.confidence, text=begin)
    face.tell("told.legend")
    face.told.print(marked(printed, article))
