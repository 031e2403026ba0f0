"""What can come between a build, an index step, a reading and a deletion, one order at a time; on both engines."""

import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from articles.errors import GenerationBroken, StorageFull
from articles.model import Article
from bench.live.readings import source
from scrapers.sample import serve
from steps.conftest import Clock, World, days
from storage.ledger import Issue, issue_key
from worker.building import Pace, build_asked
from worker.runner import open_kit
from worker.settings import load
from worker.steps import BUILD, Kit, index, open_generations, read, reindex
from worker.steps.build import _created, _fill

DAY, LATER = days()[:2]
KEY = issue_key("ljrb", DAY)


@pytest.fixture(scope="module")
def _crawled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds an issue."""
    home = tmp_path_factory.mktemp("once") / "home"
    with serve() as site, open_kit(load(home=home, sample_port=site.port), Clock()) as kit:
        open_generations(kit)
        World(kit, Clock(), site).crawl("ljrb", DAY)
    return home


@pytest.fixture(params=["tantivy", "elasticsearch"])
def here(request: pytest.FixtureRequest, _crawled_once: Path, tmp_path: Path, clock: Clock) -> Iterator[Kit]:
    """A home with an issue indexed. The server forgets deletions at once: nothing but the ledger keeps them."""
    home, servers = shutil.copytree(_crawled_once, tmp_path / "home"), dict[str, object]()
    if request.param == "elasticsearch":
        url, prefix = request.getfixturevalue("elasticsearch_server").url, f"build-{uuid.uuid4().hex[:8]}"
        servers = {"index": url, "elasticsearch": {"prefix": prefix}}
        with Elasticsearch(url) as client:
            template = {"settings": {"index.gc_deletes": "1ms"}}
            client.indices.put_index_template(name=prefix, index_patterns=[f"{prefix}-*"], template=template)
    with open_kit(load(home=home, **servers), clock) as kit:
        open_generations(kit)
        _work(kit)
        yield kit


def _work(kit: Kit) -> None:
    while read(kit) or index(kit):
        pass


def _issue(kit: Kit) -> Issue:
    found = kit.ledger.issues.get(KEY)
    assert found is not None
    return found


def _held(kit: Kit, name: str | None = None) -> dict[str, int]:
    return dict(kit.index.engine(name or str(kit.index.generations.live())).revisions(dict(kit.ledger.readings.ids()) | _buried(kit)))


def _buried(kit: Kit) -> dict[str, int]:
    return {one.id: one.revision for one in kit.ledger.indexing.tombstones(pending=False)}


def _rebuilt(kit: Kit) -> str:
    name = reindex(kit, lambda done, total: None)
    assert name == kit.index.generations.live()
    return str(name)


def _as_the_ledger_says(kit: Kit) -> None:
    assert {id_ for id_, _ in kit.index.contents(str(kit.index.generations.live()))} == dict(kit.ledger.readings.ids()).keys()
    assert _held(kit) == dict(kit.ledger.readings.ids())


def _read_as(kit: Kit, change: Callable[[list[Article]], list[Article]]) -> None:
    """The issue read anew, by a reader that finds something else."""
    kit.ledger.issues.reread([KEY], kit.clock())
    least = replace(kit.papers["ljrb"].expect, articles_min=1)
    papers = {"ljrb": replace(kit.papers["ljrb"], expect=least)}
    read(replace(kit, papers=papers, compute=source(lambda old, rows: change([one for one in old if not rows[one.id].lost]))), KEY)


def test_a_file_the_ledger_does_not_know_is_not_indexed(here: Kit) -> None:
    kit = here
    stranger = replace(kit.files.read(KEY)[0], id=f"{KEY}-99999")
    kit.files.write(KEY, [*kit.files.read(KEY), stranger])  # a reading that was killed before it was settled
    kit.ledger.indexing.again([KEY], kit.clock())
    index(kit)
    assert _issue(kit).outcome == "fetched"
    name = _created(kit)
    assert _fill(kit, name, [_issue(kit)]) == set()
    assert list(kit.index.contents(name)) == []
    _work(kit)
    _rebuilt(kit)
    _as_the_ledger_says(kit)


def test_news_that_came_into_a_generation_beside_the_build_are_put_again(here: Kit) -> None:
    kit = here
    before, name = _issue(kit), _created(kit)
    kit.ledger.building.begin(name, [KEY])
    _read_as(kit, lambda found: [replace(one, organ="联席会") for one in found])  # of the same revision
    index(kit)
    kit.index.write(kit.files.read(KEY)[:0], names=[name])
    kit.ledger.indexing.note(name, [before])  # the build's commit came last, with the file as it was
    assert [one.key for one in kit.ledger.building.lacking(name)] == [KEY]
    assert _rebuilt(kit) == name
    assert all('"organ":"联席会"' in article.decode().replace(": ", ":") for _, article in kit.index.contents(name))


def test_what_is_deleted_while_it_is_being_put_stays_deleted(here: Kit) -> None:
    kit = here
    name, gone = _created(kit), kit.files.read(KEY)[0].id
    articles = kit.files.read(KEY)
    assert kit.ledger.indexing.bury([gone], kit.clock()) == [gone]
    index(kit)  # applied to both
    time.sleep(0.5)
    kit.index.write((), names=[name])  # and forgotten there
    kit.index.write(articles, names=[name])  # the build read its file before
    kit.ledger.indexing.note(name, [_issue(kit)])
    assert gone in _held(kit, name)
    assert _rebuilt(kit) == name
    _as_the_ledger_says(kit)
    kit.ledger.indexing.again([KEY], kit.clock())  # its article file still holds it
    index(kit)
    _as_the_ledger_says(kit)


def test_a_deletion_of_an_issue_being_indexed_waits_for_who_indexes_it(here: Kit) -> None:
    kit, gone = here, here.files.read(KEY)[0].id
    kit.ledger.indexing.again([KEY], kit.clock())
    (taken,) = kit.ledger.indexing.claim("another", kit.clock(), kit.until(kit.clock()))
    names = [one.name for one in kit.ledger.indexing.open_generations()]
    articles = kit.files.read(KEY)
    kit.ledger.indexing.bury([gone], kit.clock())
    assert index(kit) == 0
    assert not kit.ledger.indexing.tombstones(pending=False)[0].applied
    kit.index.write(articles, names=names)
    kit.ledger.indexing.settle([taken], names, [], kit.clock())
    assert [one.id for one in kit.ledger.indexing.tombstones()] == [gone]
    index(kit)
    _as_the_ledger_says(kit)


def test_a_generation_is_mended_or_not_made_live(here: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = here
    name, articles = _created(kit), kit.files.read(KEY)
    _fill(kit, name, [_issue(kit)])
    kit.index.write([replace(articles[1], id=f"{KEY}-99999")], {articles[0].id: articles[0].revision}, [name])
    assert _rebuilt(kit) == name  # one was lacking, one was nobody's
    _as_the_ledger_says(kit)
    write_each = kit.index.write_each
    monkeypatch.setattr(kit.index, "write_each", lambda articles, *rest: write_each(list(articles)[1:], *rest))
    with pytest.raises(GenerationBroken, match=KEY):
        reindex(kit, lambda done, total: None)
    assert kit.index.generations.live() == name


def test_a_commit_behind_a_claim_that_was_lost_is_made_good(here: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = here
    old = kit.files.read(KEY)
    kit.ledger.indexing.again([KEY], kit.clock())
    write_each = kit.index.write_each

    def stalled(articles: object, *rest: object) -> object:
        monkeypatch.setattr(kit.index, "write_each", write_each)
        kit.ledger.runs.recover(lambda owner: False, kit.clock())  # taken for dead
        _read_as(kit, lambda found: [replace(one, organ="联席会") for one in found])
        index(kit)
        return write_each(old, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(kit.index, "write_each", stalled)
    index(kit)
    while index(kit):
        pass
    assert all("联席会" in article.decode() for _, article in kit.index.contents(str(kit.index.generations.live())))


def test_a_build_that_has_no_room_begins_nothing(here: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = here
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))  # type: ignore[attr-defined]
    monkeypatch.setattr("indexing.engines.elasticsearch.generations.free", lambda _: 0)
    names = kit.index.generations.names()
    with pytest.raises(StorageFull) as caught:
        reindex(kit, lambda done, total: None)
    assert (caught.value.key, caught.value.facts["free"]) == ("reindex_no_room", 0)
    assert kit.index.generations.names() == names


def test_one_build_serves_all_who_asked_before_it(here: Kit, clock: Clock) -> None:
    runs = here.ledger.runs
    asked = [runs.start(BUILD, None, clock()) for _ in range(2)]
    rested: list[int] = []
    name = build_asked(here, rest=lambda: rested.append(1))
    assert name == here.index.generations.live()
    assert [runs.get(number).ended is None for number in asked] == [False, False]
    assert rested == [1]
    assert build_asked(here) is None


def test_a_pace_rests_in_proportion() -> None:
    now, slept = [0.0], list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pace = Pace(0.25, lambda: now[0], sleep)
    for worked in (2.0, 1.0, 100.0):
        now[0] += worked
        pace()
    assert slept == [6.0, 3.0, 10.0]
