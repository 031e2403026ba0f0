"""Every way in which ledger, files, archive and index can disagree: found, mended, and in the end as it was."""

import gzip
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from articles.exchange import to_json
from steps.conftest import Clock, World, days
from storage.ledger import ArticleRow
from worker.steps import Difference, Kit, Reconciled, Scope, plan, proof, reconcile, reindex, remove

KEY, OTHER = (f"ljrb-{day:%Y%m%d}" for day in days()[:2])
DRY = Scope(repair=False)


@pytest.fixture
def here(crawled: World) -> World:
    """Two issues and a file given, indexed."""
    return crawled


def state(kit: Kit) -> tuple[object, ...]:
    """What must be as it was: bytes of the files, rows, and what the live generation holds."""
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in kit.files.root.rglob("*.gz")}
    keys = kit.ledger.reconciling.behind("", 100)
    rows = [(row.id, row.revision, row.digest, row.ordinal) for key in keys for row in kit.ledger.readings.articles(key) if not row.lost]
    engine = kit.index.engine(kit.index.generations.live() or "")
    return files, keys, rows, engine.held(engine.ids("", 1000)), {key: kit.ledger.reconciling.issues_of([key]) for key in keys}


def rows(kit: Kit, key: str = KEY) -> list[ArticleRow]:
    return [row for row in kit.ledger.readings.articles(key) if not row.lost]


def sql(kit: Kit, statement: str) -> None:
    with kit.ledger.database.write() as connection:
        connection.exec_driver_sql(statement)


def live(kit: Kit) -> str:
    return kit.index.generations.live() or ""


def file_gone(here: World) -> None:
    here.kit.files.delete(KEY)


def file_torn(here: World) -> None:
    path = here.kit.files.path(KEY)
    path.write_bytes(path.read_bytes()[:-20])


def file_tampered(here: World) -> None:
    path = here.kit.files.path(KEY)
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace("，".encode(), "；".encode())))


def row_gone(here: World) -> None:
    sql(here.kit, f"DELETE FROM articles WHERE id = '{rows(here.kit)[2].id}'")


def row_other(here: World) -> None:
    sql(here.kit, f"UPDATE articles SET digest = 'x' WHERE id = '{rows(here.kit)[2].id}'")


def index_gone(here: World) -> None:
    here.kit.index.write((), {row.id: row.revision for row in rows(here.kit)[:2]})


def index_other(here: World) -> None:
    article = here.kit.files.read(KEY)[0]
    here.kit.index.write([replace(article, title="谁也没有印过的题目")])


def index_unnoted(here: World) -> None:
    sql(here.kit, f"DELETE FROM indexed WHERE issue = '{KEY}'")


def zombie(here: World) -> None:
    here.kit.index.write([replace(here.kit.files.read(KEY)[0], id="ljrb-20190101-77")])


def zombie_lost(here: World) -> None:
    """A tombstone that counts as applied, and was not."""
    article = replace(here.kit.files.read(KEY)[0], id="ljrb-20190101-78", revision=3)
    here.kit.index.write([article])
    sql(here.kit, "INSERT INTO tombstones (id, revision, at, applied) VALUES ('ljrb-20190101-78', 2, '2025-01-01', '2025-01-01')")


def issue_unknown(here: World) -> None:
    here.kit.ledger.issues.delete(KEY)


def file_alone(here: World) -> None:
    here.kit.ledger.issues.delete(KEY)
    next(here.kit.archive.root.rglob(f"{KEY}-1.warc.gz")).unlink()


def part(here: World) -> None:
    path = next(here.kit.archive.root.rglob(f"{KEY}-1.warc.gz"))
    path.rename(path.with_name(f"{path.name}.part"))


def torn_part(here: World) -> None:
    part(here)
    with next(here.kit.archive.root.rglob(f"{KEY}-1.warc.gz.part")).open("ab") as file:
        file.write(b"\x1f\x8b\x08 half a record")


def half_written(here: World) -> None:
    path = here.kit.files.path(KEY)
    path.with_name(f".{path.name}.part").write_bytes(b"half")


Harm = Callable[[World], None]
HARMS: dict[Harm, tuple[str, int]] = {
    file_gone: ("file_missing", 1),
    file_torn: ("file_damaged", 1),
    file_tampered: ("file_differs", 1),
    row_gone: ("row_differs", 1),
    index_gone: ("index_missing", 2),
    index_other: ("index_differs", 1),
    index_unnoted: ("index_missing", 1),
    zombie: ("index_zombie", 1),
    zombie_lost: ("index_zombie", 1),
    issue_unknown: ("records_unknown", 1),
    part: ("part_left", 1),
    torn_part: ("part_left", 1),
    half_written: ("leftover", 1),
}


def named(kit: Kit, scope: Scope = DRY) -> tuple[Reconciled, list[Difference]]:
    told: list[Difference] = []
    return reconcile(kit, scope, told.append), told


def healed(here: World) -> Reconciled:
    """Mended by the steps; nothing is found any more."""
    done, _ = named(here.kit, Scope())
    here.work()
    after, told = named(here.kit)
    assert told == []
    assert after.busy == 0
    return done


def test_nothing_is_found_where_all_agrees(here: World) -> None:
    done, told = named(here.kit, Scope(deep=True))
    assert told == []
    assert (done.issues, done.busy, done.articles) == (3, 0, len(rows(here.kit)) + len(rows(here.kit, OTHER)) + 1)
    assert done.records > done.articles


def test_what_does_not_agree_is_found_and_mended(here: World) -> None:
    before = state(here.kit)
    for harm, (kind, number) in HARMS.items():
        harm(here)
        for _ in range(2):  # looking changes nothing
            done, told = named(here.kit)
            assert done.found[kind] == number, (harm, told)
            assert done.left == done.found.total()
        assert healed(here).left == 0, harm
        assert state(here.kit) == before, harm
        assert sum(path.suffix == ".part" for path in here.kit.archive.root.parent.rglob("*")) == 0, harm


@pytest.mark.parametrize("stale", [True, False])
def test_another_revision_in_the_index(here: World, stale: bool) -> None:
    """What the index holds too new an article of cannot be put back: the article becomes of that revision."""
    article = here.kit.files.read(KEY)[0]
    here.kit.index.write((), {article.id: 99})
    here.kit.index.write([replace(article, revision=0 if stale else 7)])
    done, _ = named(here.kit)
    assert done.found == {"index_stale" if stale else "index_newer": 1}
    healed(here)
    assert {one.id: one.revision for one in here.kit.files.read(KEY)}[article.id] == (article.revision if stale else 7)


def test_a_digest_that_is_wrong_makes_another_revision(here: World) -> None:
    row_other(here)
    assert named(here.kit)[0].found == {"row_differs": 1}
    healed(here)
    assert [row.revision for row in rows(here.kit)].count(2) == 1


def test_an_article_file_of_which_all_else_is_lost_is_found_again(here: World) -> None:
    before, articles = state(here.kit), len(rows(here.kit))
    file_alone(here)
    assert named(here.kit)[0].found == {"file_unknown": 1, "index_zombie": articles}
    assert healed(here).found == {"file_unknown": 1}
    assert state(here.kit) == before


def test_what_waits_to_be_read_is_no_zombie(here: World) -> None:
    before = state(here.kit)
    issue_unknown(here)
    file_gone(here)
    done, _ = named(here.kit, Scope())
    assert done.found == {"records_unknown": 1}
    here.work()
    assert named(here.kit)[1] == []
    assert state(here.kit) == before


@pytest.mark.parametrize("deep", [True, False])
def test_records_that_are_gone_are_named_and_left(here: World, deep: bool) -> None:
    path = next(here.kit.archive.root.rglob(f"{KEY}-1.warc.gz"))
    content = path.read_bytes()
    last = max(one.offset or 0 for one in here.kit.ledger.revisions.records(KEY))
    if deep:
        path.write_bytes(content[: last + 30] + b"\0\0\0" + content[last + 33 :])
        assert named(here.kit)[1] == []
    else:
        path.write_bytes(content[: last + 10])
    done, told = named(here.kit, Scope(deep=deep))
    assert [(one.kind, one.offset) for one in told] == [("record_damaged" if deep else "record_missing", last)]
    assert done.left == 1
    file_gone(here)  # with damaged records nothing is read again: what is indexed stays
    assert named(here.kit, Scope())[0].mended == {}


def test_every_generation_that_is_written_is_looked_at(here: World) -> None:
    """A build that was stopped half-way: what it has not yet is work to be done, what it has wrongly is found."""
    here.kit.index.close()
    kit = replace(here.kit, policy=replace(here.kit.policy, batch=1))
    assert reindex(kit, lambda *_: None, enough=lambda: True) is None
    building = next(one.name for one in kit.ledger.indexing.open_generations() if one.state == "open")
    assert named(kit)[1] == []
    zombie = replace(kit.files.read(KEY)[0], id="ljrb-20190101-77")
    kit.index.write([zombie], names=[building])
    inside = kit.index.engine(building).ids("", 1)
    kit.index.write((), {inside[0]: 99}, [building])
    done, told = named(kit)
    assert done.found == {"index_zombie": 1, "index_missing": 1}
    assert {one.generation for one in told} == {building}
    healed(World(kit, here.clock, here.site))
    assert reindex(kit, lambda *_: None) == building
    assert named(kit)[1] == []


def test_what_is_worked_on_is_passed_over(here: World, clock: Clock) -> None:
    here.kit.ledger.issues.reread([KEY], clock())
    reading = here.kit.ledger.readings.claim("another", clock(), here.kit.until(clock()), KEY)
    assert reading is not None
    file_gone(here)
    done, told = named(here.kit, Scope())
    assert (told, done.busy) == ([], 1)
    here.kit.ledger.readings.release(reading.issue)
    assert named(here.kit)[1] == []  # it waits to be read
    healed(here)


def test_nothing_is_found_while_work_goes_on(world: Callable[..., World]) -> None:
    """Crawling, reading, indexing, reading again and a build go on in another thread; no look takes what is under way for a difference."""
    here, looks = world(), 0
    plan(here.kit, "ljrb", days()[:2])

    def work() -> None:
        here.work()
        here.kit.ledger.issues.reread(None, here.clock())
        here.work()
        reindex(here.kit, lambda *_: None)

    with ThreadPoolExecutor(1) as pool:
        going = pool.submit(work)
        while not going.done():
            assert named(here.kit, Scope())[1] == []
            looks += 1
        going.result()
    assert looks > 2
    done, told = named(here.kit, Scope(deep=True))
    assert (told, done.issues, done.busy) == ([], 2, 0)


def test_a_paper_alone(here: World) -> None:
    zombie(here)
    file_gone(here)
    assert named(here.kit, Scope(paper="cpwb", repair=False))[1] == []
    assert named(here.kit, Scope(paper="ljrb", repair=False))[0].found == {"file_missing": 1, "index_zombie": 1}
    assert named(here.kit, Scope(keys=frozenset({OTHER}), repair=False))[1] == []


def test_the_file_holds_what_was_printed(here: World, tmp_path: Path) -> None:
    """A file somebody put another article into: what is read again is not what stood there."""
    article = here.kit.files.read(KEY)[0]
    here.kit.files.write(KEY, [*here.kit.files.read(KEY), replace(article, id=f"{KEY}-9999", text="编出来的正文")])
    healed(here)
    assert "编出来的" not in "".join(map(to_json, here.kit.files.read(KEY)))


def test_over_servers_as_over_files(
    world: Callable[..., World], postgres_url: str, elasticsearch_server: Any, elasticsearch_name: str
) -> None:
    """PostgreSQL and Elasticsearch: the same is found, mended, and removed on request."""
    here = world(ledger=postgres_url, index=elasticsearch_server.url, elasticsearch={"prefix": elasticsearch_name})
    try:
        here.crawl("ljrb", days()[0])
        before = state(here.kit)
        for harm in (row_gone, index_gone, zombie):
            harm(here)
            assert named(here.kit)[0].found[HARMS[harm][0]] == HARMS[harm][1], harm
            assert healed(here).left == 0
            assert state(here.kit) == before, harm
        id_ = rows(here.kit)[1].id
        done = remove(here.kit, id_, "本人请求", record=True)
        here.work()
        assert proof(here.kit, done).found == ()
        here.kit.ledger.issues.reread([KEY], here.clock())
        here.work()
        assert id_ not in {row.id for row in rows(here.kit)}
        assert named(here.kit, Scope(deep=True))[1] == []
    finally:
        for name in here.kit.index.generations.names():
            with suppress(ValueError):
                here.kit.index.drop(name)
