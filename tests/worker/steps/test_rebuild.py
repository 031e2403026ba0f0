"""The ledger destroyed: made again from the archive, on both databases, with and without the article files."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from articles.corrections import Correction, printed
from articles.model import Article
from scrapers.sample import Fault
from steps.conftest import Clock, World, article_path, days, page_path
from storage.ledger import Ledger, Restoring
from worker.steps import ingest, open_generations, plan, rebuild
from worker.steps.history import History

DAY, OTHER = days()[0], days("cpwb", 2014)[3]
_SEEN = ("id", "address", "role", "state", "late", "host", "turn", "rank", "attempt", "page", "etag", "last_modified", "digest", "file")
_SEEN += ("offset", "length", "status", "fetched_at")


def _bytes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def _addresses(ledger: Ledger, key: str) -> dict[str, tuple[object, ...]]:
    """What the ledger knows of an issue's addresses, but for the numbers of its rows."""
    return {one.address: tuple(getattr(one, name) for name in _SEEN[1:]) for one in ledger.issues.addresses(key)}


def _issue(ledger: Ledger, key: str) -> tuple[object, ...]:
    one = ledger.issues.get(key)
    assert one is not None
    names = (
        "attempt",
        "listed",
        "held",
        "outcome",
        "archive_end",
        "articles",
        "digest",
        "pages_held",
        "articles_held",
        "turn",
        "articles_due",
    )
    return tuple(getattr(one, name) for name in names)


def _articles(ledger: Ledger, key: str, *, since: bool = True) -> list[tuple[object, ...]]:
    rows = ledger.readings.articles(key)
    return [(row.id, row.ordinal, row.revision, row.digest, row.source, row.lost, since and row.gone_since) for row in rows]


def _all_of(here: World) -> tuple[object, ...]:
    """All of a ledger that the archive can tell; that an address answered 404 it cannot."""
    ledger = here.kit.ledger
    keys = sorted(issue.key for paper in ("ljrb", "cpwb", "files") for issue in ledger.reports.coverage(paper))
    revisions = {
        row.id: [(one.revision, one.cause, one.changed) for one in ledger.revisions.of(row.id)]
        for key in keys
        for row in ledger.readings.articles(key)
    }
    return (
        keys,
        {key: _issue(ledger, key) for key in keys},
        {key: _addresses(ledger, key) for key in keys},
        {key: _articles(ledger, key) for key in keys},
        revisions,
        [(one.kind, one.id, one.changed, one.why) for one in ledger.revisions.changes() if one.why != "gone"],
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def another(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty ledger to rebuild into: a ledger moves from the one to the other by this."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/other.sqlite3"
    return str(request.getfixturevalue("postgres_url"))


def _crawled(world: Callable[..., World], clock: Clock) -> World:
    """Two papers; one issue fetched three times: an article edited, one withdrawn and back, one not listed any more."""
    faults = {
        article_path("ljrb", DAY, 0, 0): Fault("edited", old="，", new="，据了解，"),
        article_path("ljrb", DAY, 1, 1): Fault("withdrawn", times=2),
        page_path("ljrb", DAY): Fault("delisted", old=article_path("ljrb", DAY, 0, 1).rpartition("/")[2].partition(".")[0]),
    }
    here = world(faults)
    here.crawl("ljrb", DAY, *days()[1:3])
    here.crawl("cpwb", OTHER)
    ingest(here.kit, "报告.txt", "政协澄浦市委员会2023年工作综述\n2023年，市政协召开全体会议1次。\n".encode())
    here.work()
    for _ in range(2):
        clock.forward(hours=1)
        here.crawl("ljrb", DAY, again=True)
    return here


def _held(here: World) -> dict[str, list[Article]]:
    files = here.kit.files
    return {key: files.read(key) for key in list(files.keys())}


Rebuild = Callable[..., World]


@pytest.fixture
def rebuilt(tmp_path: Path) -> Iterator[Rebuild]:
    """`rebuilt(world, url)`: the world over a new ledger, made from the archive, closed at the end."""
    with ExitStack() as stack:

        def make(here: World, url: str, damaged: int = 0) -> World:
            here.kit.index.close()
            kit = replace(here.kit, ledger=stack.enter_context(Ledger(url)))
            stack.callback(kit.index.close)
            after = World(kit, here.clock, here.site)
            done = rebuild(kit, tmp_path / "scratch", lambda *_: None)
            assert (len(done.damage), done.left_out) == (damaged, [])
            open_generations(kit)
            after.work()
            return after

        yield make


def test_a_ledger_that_was_destroyed_is_what_it_was(
    world: Callable[..., World], clock: Clock, rebuilt: Rebuild, another: str, tmp_path: Path
) -> None:
    here = _crawled(world, clock)
    before, files, archive = _all_of(here), _bytes(here.kit.files.root), _bytes(here.kit.archive.root)
    after = rebuilt(here, another)
    assert (_bytes(here.kit.files.root), _bytes(here.kit.archive.root)) == (files, archive)
    for one, other in zip(_all_of(after), before, strict=True):
        assert one == other
    asked = sum(here.site.asked.values())
    plan(after.kit, "ljrb", [DAY, *days()[1:3]])
    plan(after.kit, "cpwb", [OTHER])
    after.work()
    assert sum(here.site.asked.values()) == asked
    clock.forward(days=1)
    after.crawl("ljrb", days()[1], again=True)
    assert {answer.status for _, answer in after.kit.archive.records(f"ljrb/{DAY.year}/ljrb-{days()[1]:%Y%m%d}-2.warc.gz")} == {304}


def test_without_ledger_and_article_files_ids_and_revisions_come_back(
    world: Callable[..., World], clock: Clock, rebuilt: Rebuild, tmp_path: Path
) -> None:
    here = _crawled(world, clock)
    before = _all_of(here)
    articles = _held(here)
    for key in articles:
        here.kit.files.delete(key)
    after = rebuilt(here, f"sqlite:///{tmp_path}/other.sqlite3")
    for one, other in zip(_all_of(after), before, strict=True):
        assert one == other
    assert _held(here) == articles
    history = History(after.kit.ledger, after.kit.archive, after.kit.files, after.kit.papers)
    edited = [one.id for one in after.kit.ledger.revisions.changes() if one.kind == "edited"]
    assert [version.exact for id_ in edited for version in history.versions(id_)] == [True] * 2 * len(edited)
    assert not list((tmp_path / "scratch").rglob("*.gz"))


def test_revisions_a_better_reader_made_keep_their_numbers(world: Callable[..., World], rebuilt: Rebuild, tmp_path: Path) -> None:
    here = world()
    held = here.crawl("ljrb", DAY)
    articles = [replace(one, revision=3) for one in here.kit.files.read(held.key)]
    here.kit.files.write(held.key, articles)
    after = rebuilt(here, f"sqlite:///{tmp_path}/other.sqlite3")
    assert here.kit.files.read(held.key) == articles
    assert {(row.revision, row.lost) for row in after.kit.ledger.readings.articles(held.key)} == {(3, False)}
    assert {(one.revision, one.cause) for row in articles for one in after.kit.ledger.revisions.of(row.id)} == {(3, "unknown")}


def test_an_issue_that_was_being_fetched_goes_on(world: Callable[..., World], rebuilt: Rebuild, tmp_path: Path) -> None:
    """The torn end of a part is cut off, what is whole is not fetched again."""
    from worker.steps import fetch

    here = world()
    plan(here.kit, "ljrb", [DAY])
    for _ in range(9):
        fetch(here.kit, "epaper.lanjiang.example")
    [part] = here.kit.archive.root.rglob("*.part")
    with part.open("ab") as file:
        file.write(b"\x1f\x8b\x08torn")
    asked = dict(here.site.asked)
    after = rebuilt(here, f"sqlite:///{tmp_path}/other.sqlite3")
    issue = after.issue("ljrb", DAY)
    assert (issue.outcome, issue.held, issue.attempt) == ("indexed", "whole", 1)
    assert all(here.site.asked[path] == 1 for path in asked)


def test_what_the_archive_lacks_is_due_late_and_said(world: Callable[..., World], rebuilt: Rebuild, tmp_path: Path) -> None:
    here = world({article_path("ljrb", DAY, 1, 0): Fault("gone")})
    held = here.crawl("ljrb", DAY)
    articles = here.kit.files.read(held.key)
    after = rebuilt(here, f"sqlite:///{tmp_path}/other.sqlite3")
    issue = after.issue("ljrb", DAY)
    assert (issue.outcome, issue.held, issue.articles_due) == ("indexed", "partial", held.articles_due)
    [gap] = after.kit.ledger.reports.gaps(held.key)
    assert (gap.state, gap.late, (gap.reason or {})["key"]) == ("due", True, "rebuild_not_held")
    assert gap.not_before is not None
    assert gap.not_before > here.clock.now
    assert here.kit.files.read(held.key) == articles


def test_a_damaged_record_is_fetched_again_as_if_for_the_first_time(world: Callable[..., World]) -> None:
    """What `archive verify` advises helps: no validator is sent for a record that is damaged, and the answer is kept whole."""
    here = world()
    held = here.crawl("ljrb", DAY)
    one = next(one for one in here.kit.ledger.issues.addresses(held.key) if one.role == "article")
    path = here.kit.archive.root / str(one.file)
    damaged = bytearray(path.read_bytes())
    damaged[(one.offset or 0) + 40] ^= 1
    path.write_bytes(damaged)
    before = here.kit.files.read(held.key)
    here.clock.forward(days=1)
    after = here.crawl("ljrb", DAY, again=True)
    assert (after.outcome, after.held) == ("indexed", "whole")
    again = next(other for other in here.kit.ledger.issues.addresses(held.key) if other.address == one.address)
    assert (again.status, again.digest, again.file != one.file) == (200, one.digest, True)
    assert here.kit.files.read(held.key) == before


@pytest.mark.parametrize("files", [True, False])
def test_a_rebuild_killed_in_the_middle_of_an_issue_goes_on(
    world: Callable[..., World], rebuilt: Rebuild, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: bool
) -> None:
    """Attempts entered and read before the kill leave nothing behind that would count twice."""
    here = world({article_path("ljrb", DAY, 0, 0): Fault("edited", old="，", new="，据了解，")})
    here.crawl("ljrb", DAY)
    here.clock.forward(hours=1)
    held = here.crawl("ljrb", DAY, again=True)
    before, articles = _all_of(here), here.kit.files.read(held.key)
    if not files:
        here.kit.files.delete(held.key)
    url = f"sqlite:///{tmp_path}/other.sqlite3"

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    for step in ("finish", "attempt"):
        with monkeypatch.context() as patch:
            patch.setattr(Restoring, step, killed)
            with pytest.raises(KeyboardInterrupt):
                rebuilt(here, url)
    after = rebuilt(here, url)
    for one, other in zip(_all_of(after), before, strict=True):
        assert one == other
    assert here.kit.files.read(held.key) == articles


@pytest.mark.parametrize("role", ["layout", "article"])
def test_articles_on_file_outlast_a_damaged_record(world: Callable[..., World], rebuilt: Rebuild, tmp_path: Path, role: str) -> None:
    """What the archive lost is late; what the article file holds stays, until the address was fetched again."""
    here = world()
    held = here.crawl("ljrb", DAY)
    lost = [one for one in here.kit.ledger.issues.addresses(held.key) if one.role == role][1]
    path = here.kit.archive.root / str(lost.file)
    damaged = bytearray(path.read_bytes())
    damaged[(lost.offset or 0) + 40] ^= 1
    path.write_bytes(damaged)
    files = _bytes(here.kit.files.root)
    after = rebuilt(here, f"sqlite:///{tmp_path}/other.sqlite3", 1)
    issue = after.issue("ljrb", DAY)
    assert (issue.outcome, issue.held, issue.articles) == ("indexed", "partial", held.articles)
    assert [gap.address for gap in after.kit.ledger.reports.gaps(held.key)] == [lost.address]
    assert (_bytes(here.kit.files.root), after.kit.index.count()) == (files, held.articles)
    here.clock.forward(hours=7)
    after.work()
    issue = after.issue("ljrb", DAY)
    assert (issue.outcome, issue.held, issue.articles) == ("indexed", "whole", held.articles)
    assert _bytes(here.kit.files.root) == files
    assert {row.revision for row in after.kit.ledger.readings.articles(held.key)} == {1}


def test_corrections_are_applied_to_what_is_read_again(world: Callable[..., World], rebuilt: Rebuild, tmp_path: Path) -> None:
    here = world()
    held = here.crawl("ljrb", DAY)
    first = here.kit.files.read(held.key)[0]
    here.kit.corrections.write(held.key, Correction(first.id, printed(first), {"organ": "档案馆"}))
    here.kit.files.delete(held.key)
    rebuilt(here, f"sqlite:///{tmp_path}/other.sqlite3")
    found = here.kit.files.read(held.key)[0]
    assert (found.id, found.organ, [one.field for one in found.corrected]) == (first.id, "档案馆", ["organ"])
