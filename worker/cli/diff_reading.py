"""`diff-reading`: what the present reader would change in what is held, told before anything is written."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as of
from typing import TYPE_CHECKING

from articles.rereading import COMPARED, Differs
from worker.cli.face import Face
from worker.cli.framework import command, flag, option
from worker.cli.kinds import YEARS, OneOf, Whole

if TYPE_CHECKING:
    from search import Span
    from storage.ledger import Issue
    from worker.cli.work import Working
    from worker.steps import Compared

#: Examples told of a field.
_EXAMPLES = 5


@dataclass
class _Tally:
    """What was seen so far: articles that differ by field, and how many examples of each are still to be told."""

    field: str | None
    limit: int
    issues: int = 0
    articles: int = 0
    changed: int = 0
    fields: Counter[str] = of(default_factory=Counter)

    def take(self, one: "Compared") -> Iterator[Differs]:
        """Count an issue; the differences of it that are to be told."""
        self.issues += 1
        self.articles += one.articles
        wanted = [differs for differs in one.differs if self.field in (None, differs.field)]
        self.changed += len({differs.id for differs in wanted})
        for differs in wanted:
            self.fields[differs.field] += 1
            if not self.limit or self.fields[differs.field] <= self.limit:
                yield differs


@command(
    "diff-reading",
    option("--paper", metavar="CODE"),
    option("--years", type=YEARS),
    option("--field", type=OneOf("FIELD", COMPARED)),
    option("--limit", type=Whole("N", 0, 1_000_000), default=_EXAMPLES),
    flag("--all"),
)
def diff_reading(face: Face, paper: str | None, years: "Span | None", field: str | None, limit: int, all: bool) -> None:  # noqa: A002
    """Examples, old → new, as they are found; then how many articles would change, field by field."""
    from worker.cli.work import working
    from worker.steps import older

    with working(face) as work:
        held = _held(work, paper, years)
        issues = held if all else older(work.kit, held)
        tally = _Tally(field, limit)
        for one in _compared(face, work, issues):
            if one.trouble:
                face.fail(one.trouble, one.issue)
            for differs in tally.take(one):
                _tell(face, differs)
    _sum(face, tally, len(held) - len(issues))


def _held(work: "Working", paper: str | None, years: "Span | None") -> "list[Issue]":
    """The issues asked for of which articles are held. UnknownPaper."""
    if paper and paper != "files":
        work.kit.paper(paper)
    reports = work.kit.ledger.reports
    codes = [paper] if paper else [row.paper for row in reports.status()]
    found = (issue for code in codes for issue in reports.coverage(code))
    return [issue for issue in found if issue.digest and _printed_in(issue, years)]


def _printed_in(issue: "Issue", years: "Span | None") -> bool:
    if years is None:
        return True
    return issue.date is not None and (years.first or 0) <= issue.date.year <= (years.last or 9999)


def _compared(face: Face, work: "Working", issues: "list[Issue]") -> "Iterator[Compared]":
    """Each issue read again in a pool of processes, with progress."""
    from dataclasses import replace

    from worker.cli.progress import Progress
    from worker.runner import Pool, processes
    from worker.steps import compared

    number = processes(work.settings)
    pool = Pool(number, work.kit.policy.read_seconds, work.kit.policy.read_megabytes)
    try:
        with Progress(face, "compare") as progress:
            for done, one in enumerate(compared(replace(work.kit, compute=pool.compute), issues, number), 1):
                yield one
                progress.to(done, len(issues), one.issue)
    finally:
        pool.close()


def _tell(face: Face, one: Differs) -> None:
    if face.json:
        face.line({"id": one.id, "field": one.field, "old": one.old, "new": one.new})
    else:
        name = face.say(f"read_field.{one.field}")
        none = face.say("home.none")
        face.result(face.say("told.differs_so", id=one.id, field=name, old=one.old or none, new=one.new or none))


def _sum(face: Face, tally: _Tally, skipped: int) -> None:
    counts = {name: tally.fields[name] for name in COMPARED if tally.fields[name]}
    if face.json:
        seen = {"issues": tally.issues, "articles": tally.articles, "changed": tally.changed, "unchanged_reader": skipped}
        face.line({"summary": {**seen, "fields": counts}})
        return
    if counts:
        face.table(("field", "articles"), [(face.say(f"read_field.{name}"), str(count)) for name, count in counts.items()])
    face.result(face.say("told.compared", issues=tally.issues, articles=tally.articles, changed=tally.changed))
    if skipped:
        face.tell("told.compared_same", issues=skipped)
