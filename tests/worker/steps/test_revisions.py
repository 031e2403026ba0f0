"""What becomes of articles that are edited, withdrawn, or no longer listed at the source, step by step over the sample newspapers."""

from collections.abc import Callable

import pytest

from articles.differences import changes
from articles.model import Article
from scrapers.sample import Fault, issue
from steps.conftest import World, article_path, days, page_path
from storage.ledger import Change
from worker.steps import index, ingest, read
from worker.steps.history import History, Version
from worker.steps.past import position

DAY = days()[0]


def _name(page: int, number: int) -> str:
    return article_path("ljrb", DAY, page, number).rpartition("/")[2].partition(".")[0]


def _id(page: int, number: int) -> str:
    held = issue("ljrb", DAY)
    assert held is not None
    return f"ljrb-{DAY:%Y%m%d}-{held.pages[page].articles[number].number}"


def _changes(here: World) -> list[Change]:
    return here.kit.ledger.revisions.changes()


def _versions(here: World, id_: str) -> list[Version]:
    kit = here.kit
    return list(History(kit.ledger, kit.archive, kit.files, kit.papers).versions(id_))


def _article(here: World, id_: str) -> Article:
    return next(one for one in here.kit.files.read(f"ljrb-{DAY:%Y%m%d}") if one.id == id_)


def test_an_unchanged_issue_has_one_revision_each_and_no_change(world: Callable[..., World]) -> None:
    here = world()
    held = here.crawl("ljrb", DAY)
    here.clock.forward(days=1)
    here.crawl("ljrb", DAY, again=True)
    assert _changes(here) == []
    for article in here.kit.files.read(held.key):
        [one] = here.kit.ledger.revisions.of(article.id)
        assert (one.revision, one.cause, one.reading) == (1, "first", 1)
    assert here.kit.ledger.revisions.reading(held.key, 2) is None


def test_both_revisions_of_an_edited_article_stay_readable(world: Callable[..., World]) -> None:
    here = world({article_path("ljrb", DAY, 0, 0): Fault("edited", old="，", new="，据了解，")})
    here.crawl("ljrb", DAY)
    id_ = _id(0, 0)
    first = _article(here, id_)
    here.clock.forward(days=1)
    here.crawl("ljrb", DAY, again=True)
    second = _article(here, id_)
    old, new = _versions(here, id_)
    assert (old.article, new.article) == (first, second)
    assert (old.row.cause, new.row.cause, old.exact, new.current) == ("first", "source", True, True)
    assert (new.fetched_at or here.clock()) > (old.fetched_at or here.clock())
    [changed] = changes(first, second)
    assert (changed.field, changed.places) == ("text", first.text.count("，"))
    [edit] = _changes(here)
    assert (edit.kind, edit.id, edit.revision, edit.changed) == ("edited", id_, 2, {"text": changed.places})
    assert edit.at == here.clock.now
    assert all(row.revision == 1 for row in here.kit.ledger.readings.articles(edit.issue) if row.id != id_)


def test_an_article_no_page_lists_is_kept_and_gone_since(world: Callable[..., World]) -> None:
    here = world({page_path("ljrb", DAY): Fault("delisted", old=_name(0, 1), times=2)})
    held = here.crawl("ljrb", DAY)
    id_ = _id(0, 1)
    count = here.kit.index.count()
    here.clock.forward(days=1)
    since = here.clock.now
    here.crawl("ljrb", DAY, again=True)
    row = here.kit.ledger.readings.article(id_)
    assert row is not None
    assert (row.gone_since, row.revision, row.lost) == (since, 1, False)
    assert here.kit.index.count() == count == here.issue("ljrb", DAY).articles
    assert [(one.kind, one.id, one.why, one.at) for one in _changes(here)] == [("gone", id_, "unlisted", since)]
    gone = _article(here, id_)
    here.kit.files.delete(held.key)
    here.kit.ledger.issues.reread([held.key], here.clock())
    here.work()
    assert _article(here, id_) == gone
    assert here.issue("ljrb", DAY).articles == count
    here.clock.forward(days=1)
    here.crawl("ljrb", DAY, again=True)
    assert [one.kind for one in _changes(here)] == ["gone", "back"]
    again = here.kit.ledger.readings.article(id_)
    assert again is not None
    assert (again.gone_since, again.revision) == (None, 1)
    assert here.kit.ledger.revisions.absences(id_) == [(since, here.clock.now, "unlisted")]


def test_an_article_that_answers_404_is_kept_and_gone_since(world: Callable[..., World]) -> None:
    here = world({article_path("ljrb", DAY, 0, 1): Fault("withdrawn", times=2)})
    here.crawl("ljrb", DAY)
    id_, count = _id(0, 1), here.kit.index.count()
    before = _article(here, id_)
    here.clock.forward(days=1)
    since = here.clock.now
    here.crawl("ljrb", DAY, again=True)
    row = here.kit.ledger.readings.article(id_)
    assert row is not None
    assert (row.gone_since, row.revision) == (since, 1)
    assert _article(here, id_) == before
    assert here.kit.index.count() == count
    assert [(one.kind, one.id, one.why) for one in _changes(here)] == [("gone", id_, "gone")]
    here.clock.forward(hours=7)
    here.work()
    assert [one.kind for one in _changes(here)] == ["gone", "back"]


def test_an_attempt_without_one_of_its_pages_says_nobody_is_gone(world: Callable[..., World]) -> None:
    """A page that cannot be had now lists nothing; its articles are not gone for that."""
    path = page_path("ljrb", DAY, 1)
    here = world({path: Fault("withdrawn")})
    held = here.crawl("ljrb", DAY)
    before = here.kit.files.read(held.key)
    here.clock.forward(days=1)
    after = here.crawl("ljrb", DAY, again=True)
    assert (after.outcome, after.attempt, after.articles) == ("indexed", 2, held.articles)
    assert {one.id for one in here.kit.files.read(held.key)} == {one.id for one in before}
    assert all(row.gone_since is None and row.revision == 1 for row in here.kit.ledger.readings.articles(held.key))
    assert _changes(here) == []


def test_an_issue_that_is_gone_as_a_whole_is_told(world: Callable[..., World]) -> None:
    here = world({page_path("ljrb", DAY): Fault("withdrawn")})
    held = here.crawl("ljrb", DAY)
    here.clock.forward(days=1)
    after = here.crawl("ljrb", DAY, again=True)
    assert (after.outcome, after.held, after.articles) == ("no_issue", "whole", held.articles)
    assert [(one.kind, one.id, one.at) for one in _changes(here)] == [("issue_gone", held.key, here.clock.now)]
    assert here.kit.index.count() == held.articles


def test_a_reader_that_reads_otherwise_is_no_edit(world: Callable[..., World], monkeypatch: pytest.MonkeyPatch) -> None:
    here = world({article_path("ljrb", DAY, 0, 0): Fault("edited", old="，", new="，据了解，")})
    here.crawl("ljrb", DAY)
    held = here.issue("ljrb", DAY)
    from dataclasses import replace

    from worker.steps import reading

    as_it_is = reading.read_issue

    def another(*args: object) -> list[Article]:
        return [replace(one, title=f"{one.title}（改）") for one in as_it_is(*args)]  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "read_issue", another)
    here.clock.forward(days=1)
    here.crawl("ljrb", DAY, again=True)
    causes = {row.id: here.kit.ledger.revisions.of(row.id)[-1] for row in here.kit.ledger.readings.articles(held.key)}
    edited = causes.pop(_id(0, 0))
    assert {(one.cause, one.revision) for one in causes.values()} == {("reader", 2)}
    assert (edited.cause, edited.changed is not None and set(edited.changed)) == ("source", {"text"})
    assert [one.id for one in _changes(here)] == [_id(0, 0)]
    here.clock.forward(days=1)
    monkeypatch.setattr(reading, "read_issue", as_it_is)
    here.kit.ledger.issues.reread([held.key], here.clock())
    here.work()
    third = here.kit.ledger.revisions.of(_id(0, 1))
    assert [(one.revision, one.cause, one.reading) for one in third] == [(1, "first", 1), (2, "reader", 2), (3, "reader", 2)]
    monkeypatch.setattr(reading, "read_issue", another)
    old = _versions(here, _id(0, 1))[0]
    assert (old.exact, old.article is not None) == (False, True)


def test_a_reading_killed_before_its_settlement_makes_one_revision(world: Callable[..., World], monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is written before the ledger is settled: done again, cause and number are those of the first time."""
    here = world({article_path("ljrb", DAY, 0, 0): Fault("edited", old="，", new="，据了解，")})
    here.crawl("ljrb", DAY)
    here.clock.forward(days=1)
    from worker.steps import fetch, plan

    plan(here.kit, "ljrb", [DAY], again=True)
    while fetch(here.kit, "epaper.lanjiang.example"):
        pass
    settle = here.kit.ledger.readings.settle

    def killed(*_: object) -> str:
        raise OSError("killed")

    monkeypatch.setattr(here.kit.ledger.readings, "settle", killed)
    with pytest.raises(OSError, match="killed"):
        read(here.kit)
    monkeypatch.setattr(here.kit.ledger.readings, "settle", settle)
    assert read(here.kit) is not None
    index(here.kit)
    rows = here.kit.ledger.revisions.of(_id(0, 0))
    assert [(row.revision, row.cause) for row in rows] == [(1, "first"), (2, "source")]
    assert _article(here, _id(0, 0)).revision == 2
    assert [one.changed for one in _changes(here)] == [rows[1].changed]
    assert rows[1].changed


def test_a_file_given_is_kept_again_where_its_record_is_damaged(world: Callable[..., World]) -> None:
    here = world()
    text = "政协澄浦市委员会2023年工作综述\n2023年，市政协召开全体会议1次。\n".encode()
    key = ingest(here.kit, "a.txt", text)
    here.work()
    [one] = here.kit.ledger.issues.addresses(key)
    articles = here.kit.files.read(key)
    path = here.kit.archive.root / str(one.file)
    damaged = bytearray(path.read_bytes())
    damaged[(one.offset or 0) + 40] ^= 1
    path.write_bytes(damaged)
    assert ingest(here.kit, "a.txt", text) == key
    here.work()
    [again] = here.kit.ledger.issues.addresses(key)
    assert (again.offset or 0) > (one.offset or 0)
    assert here.kit.archive.read(position(again)).payload == text
    assert here.kit.files.read(key) == articles
