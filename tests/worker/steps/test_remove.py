"""Articles removed on request: out of everything, and not back by any way that brings articles in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from articles.corrections import Correction, printed
from articles.errors import BadRemoval, RemovedArticle, UnknownArticle
from articles.model import Article
from articles.removals import Removal, sketch
from search import Holdings
from steps.conftest import Clock, World, days
from storage import Archive, Removals, verify
from storage.ledger import Ledger
from worker.home import Home
from worker.keeping import kept
from worker.settings import load
from worker.steps import Kit, Removed, Scope, ingest, open_generations, proof, rebuild, reconcile, reindex, remove, take_back

DAY = days()[0]
KEY = f"ljrb-{DAY:%Y%m%d}"
WHY = "本人请求"


@pytest.fixture
def here(crawled: World) -> World:
    """Two issues, indexed; there is no site to crawl again."""
    return crawled


@pytest.fixture
def online(world: Callable[..., World]) -> World:
    """An issue of a site that can be crawled again, indexed in two generations, the older kept for a roll-back."""
    made = world()
    made.crawl("ljrb", DAY)
    reindex(made.kit, lambda *_: None)
    return made


def held(here: World) -> dict[str, Article]:
    return {one.id: one for one in here.kit.files.read(KEY)}


def removed(here: World, id_: str, *, record: bool = False) -> Removed:
    """Removed, followed by what the steps have to do."""
    done = remove(here.kit, id_, WHY, record=record)
    here.work()
    return proof(here.kit, done)


def away(kit: Kit, id_: str) -> bool:
    """Whether an article is nowhere: no file, no living row, no generation; and all agrees."""
    row = kit.ledger.readings.article(id_)
    in_index = [name for name in kit.index.generations.names() if kit.index.engine(name).get(id_)]
    on_file = [one.id for one in kit.files.read(KEY) if one.id == id_]
    told = reconcile(kit, Scope(repair=False)).found
    return (row is None or row.lost) and not in_index and not on_file and not told


def text_in(archive: Path, article: Article) -> list[str]:
    """The files of an archive in whose records a line of an article stands."""
    line = max(article.text.splitlines(), key=len)[:30]
    held = Archive(archive)
    return [name for name in held.names() for _, one in held.records(name) if line in one.payload.decode("utf-8", "ignore")]


def test_nothing_brings_a_removed_article_back(online: World, clock: Clock) -> None:
    here, kit = online, online.kit
    before = held(here)
    id_ = sorted(before)[1]
    kit.corrections.write(KEY, Correction(id_, printed(before[id_]), {"organ": "政协"}, None))
    done = removed(here, id_)
    assert done.correction
    assert kit.corrections.get(KEY, id_) is None
    assert (done.found, len(done.generations), done.records) == ((), 2, ())
    assert done.copies == (before[id_].source.address,)
    assert away(kit, id_)
    kit.ledger.issues.reread([KEY], clock())
    here.work()
    assert away(kit, id_)
    clock.forward(hours=1)
    here.crawl("ljrb", DAY, again=True)
    assert here.issue("ljrb", DAY).outcome == "indexed"
    assert away(kit, id_)
    reindex(kit, lambda *_: None)
    assert away(kit, id_)
    assert set(held(here)) == set(before) - {id_}
    assert {one: article.revision for one, article in held(here).items()} == dict.fromkeys(set(before) - {id_}, 1)
    for _ in range(2):  # there and back: the generation of before has it no more either
        kit.index.generations.roll_back()
        assert kit.index.get(id_) is None
    take_back(kit, id_)
    here.work()
    assert held(here)[id_] == replace(before[id_], revision=3)
    assert reconcile(kit, Scope(repair=False)).found == {}


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Callable[[World], World]]:
    """The world over a ledger made again from the archive, whose article files are gone too."""
    with ExitStack() as stack:

        def make(here: World) -> World:
            here.kit.index.close()
            here.kit.files.delete(KEY)
            kit = replace(here.kit, ledger=stack.enter_context(Ledger(f"sqlite:///{tmp_path}/other.sqlite3")))
            stack.callback(kit.index.close)
            assert rebuild(kit, tmp_path / "scratch", lambda *_: None).damage == []
            open_generations(kit)
            after = World(kit, here.clock, here.site)
            after.work()
            return after

        yield make


def test_a_removed_record_is_emptied_where_it_stands(online: World, clock: Clock, another: Callable[[World], World]) -> None:
    here, kit = online, online.kit
    before, path = held(here), next(here.kit.archive.root.rglob(f"{KEY}-1.warc.gz"))
    id_ = sorted(before)[1]
    size, others = path.stat().st_size, [one for one in kit.ledger.revisions.records(KEY) if one.address != before[id_].source.address]
    assert text_in(kit.archive.root, before[id_])
    done = removed(here, id_, record=True)
    assert len(done.records) == 1
    assert (done.found, done.copies) == ((), ())
    assert text_in(kit.archive.root, before[id_]) == []
    assert path.stat().st_size == size
    assert kit.ledger.revisions.records(KEY) == others
    assert [one.damage for one in verify(kit.archive) if one.damage] == []
    assert reconcile(kit, Scope(deep=True, repair=False)).found == {}
    with pytest.raises(BadRemoval, match="不能撤销"):
        take_back(kit, id_)
    clock.forward(hours=1)
    here.crawl("ljrb", DAY, again=True)
    assert here.issue("ljrb", DAY).outcome == "indexed"
    assert text_in(kit.archive.root, before[id_]) == []
    assert away(kit, id_)
    after = another(here)
    assert set(held(after)) == set(before) - {id_}
    assert after.kit.ledger.readings.article(id_) is None
    assert after.issue("ljrb", DAY).outcome == "indexed"
    after.work()
    assert text_in(kit.archive.root, before[id_]) == []


def test_a_ledger_from_the_archive_knows_what_was_removed(here: World, another: Callable[[World], World]) -> None:
    before = held(here)
    id_ = sorted(before)[2]
    removed(here, id_)
    after = another(here)
    assert set(held(after)) == set(before) - {id_}
    with pytest.raises(RemovedArticle):
        Holdings(after.kit.ledger, after.kit.archive, removals=after.kit.removals).standing(id_)


def test_a_ledger_of_before_is_told_by_reconcile(here: World, tmp_path: Path) -> None:
    """An older backup was put back beside the marks of removals; or a removal was killed half-way."""
    kit, id_ = here.kit, sorted(held(here))[1]
    elsewhere = Removals(tmp_path / "kept")
    marked = replace(kit, removals=elsewhere)
    article = held(here)[id_]
    elsewhere.write(Removal(id_, KEY, article.source.address, 1, here.clock(), WHY, sketch(article), alone=True))
    assert reconcile(marked, Scope(repair=False)).found == {"removal_undone": 1}
    assert reconcile(marked).mended == {"buried": 1}
    here.work()
    assert away(marked, id_)


def test_what_cannot_be_removed_is_told(here: World) -> None:
    kit = here.kit
    with pytest.raises(UnknownArticle):
        remove(kit, "ljrb-20200101-1", WHY, record=False)
    with pytest.raises(BadRemoval, match="没有移除过"):
        take_back(kit, "ljrb-20200101-1")
    key = ingest(kit, "两篇.txt", ("政协澄浦市委员会2023年工作综述\n2023年，市政协召开全体会议1次，提出提案312件。\n" * 2).encode())
    here.work()
    ids = [row.id for row in kit.ledger.readings.articles(key)]
    done = removed(here, ids[0], record=True)
    assert done.found == ()
    with pytest.raises(RemovedArticle):
        ingest(kit, "又来.txt", ("政协澄浦市委员会2023年工作综述\n2023年，市政协召开全体会议1次，提出提案312件。\n" * 2).encode())
    kit.ledger.issues.reread([key], here.clock())
    here.work()
    assert reconcile(kit, Scope(repair=False)).found == {}


def test_a_record_of_several_articles_stays(here: World) -> None:
    id_ = sorted(held(here))[1]
    other = next(one for one in here.kit.ledger.readings.articles(KEY) if one.id != id_)
    with here.kit.ledger.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE articles SET source = '{held(here)[id_].source.address}' WHERE id = '{other.id}'")
    with pytest.raises(BadRemoval, match=other.id):
        remove(here.kit, id_, WHY, record=True)
    assert here.kit.removals.find(id_) is None


def test_marks_of_removals_are_backed_up(here: World, tmp_path: Path) -> None:
    id_ = sorted(held(here))[1]
    removed(here, id_)
    names = [one.name for one in kept(Home(tmp_path / "home"), load(home=tmp_path / "home"), [], with_files=False)]
    assert f"home/removals/{KEY}/{id_}.json" in names
