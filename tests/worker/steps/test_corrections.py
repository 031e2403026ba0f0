"""Corrections through the steps: applied at every reading while the text is the same, told where they are not; readings compared."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from articles.corrections import Correction, printed
from articles.errors import BadCorrection
from articles.model import Article
from scrapers import reader_version
from scrapers.sample import Fault
from steps.conftest import World, article_path, days
from worker.steps import compared, older
from worker.steps.past import digest

DAY = days()[0]


def _articles(here: World) -> dict[str, Article]:
    return {one.id: one for one in here.kit.files.read(f"ljrb-{DAY:%Y%m%d}")}


def _say(here: World, article: Article, **fields: object) -> None:
    key = here.issue("ljrb", DAY).key
    here.kit.corrections.write(key, Correction(article.id, printed(article), fields))  # type: ignore[arg-type]


def _reread(here: World) -> None:
    here.kit.ledger.issues.reread([here.issue("ljrb", DAY).key], here.kit.clock())
    here.work()


def _differs(here: World) -> list[tuple[str, str]]:
    [found] = compared(here.kit, [here.issue("ljrb", DAY)], 2)
    assert found.trouble is None
    return [(one.id, one.field) for one in found.differs]


@pytest.fixture
def crawled(world: Callable[..., World]) -> World:
    here = world({article_path("ljrb", DAY, 0, 0): Fault("edited", old="，", new="，据了解，")})
    here.crawl("ljrb", DAY)
    return here


def test_a_correction_is_applied_found_and_kept_through_every_reading(crawled: World) -> None:
    id_, first = next(iter(_articles(crawled).items()))
    _say(crawled, first, organ="档案馆", title="更正的题")
    assert _differs(crawled) == [(id_, "title"), (id_, "organ"), (id_, "corrected")]
    _reread(crawled)
    found = _articles(crawled)[id_]
    assert (found.organ, found.title, found.revision) == ("档案馆", "更正的题", 2)
    assert {one.field: one.read for one in found.corrected} == {"title": first.title, "organ": first.organ}
    stored = crawled.kit.index.get(id_)
    assert stored is not None
    assert "档案馆" in stored.decode()
    assert [row.cause for row in crawled.kit.ledger.revisions.of(id_)] == ["first", "editor"]
    assert crawled.kit.ledger.revisions.changes() == []
    _reread(crawled)
    assert _articles(crawled)[id_] == found
    assert _differs(crawled) == []


def test_it_goes_when_it_is_taken_back(crawled: World) -> None:
    id_, first = next(iter(_articles(crawled).items()))
    _say(crawled, first, organ="档案馆")
    _reread(crawled)
    crawled.kit.corrections.remove(crawled.issue("ljrb", DAY).key, id_)
    _reread(crawled)
    assert _articles(crawled)[id_] == replace(first, revision=3)
    assert [row.cause for row in crawled.kit.ledger.revisions.of(id_)] == ["first", "editor", "editor"]


def test_another_text_at_the_source_leaves_it_unapplied(crawled: World) -> None:
    id_, first = next(iter(_articles(crawled).items()))
    _say(crawled, first, organ="档案馆")
    _reread(crawled)
    crawled.clock.forward(days=1)
    crawled.crawl("ljrb", DAY, again=True)
    found = _articles(crawled)[id_]
    assert (found.text != first.text, found.organ, found.corrected) == (True, first.organ, ())
    assert crawled.kit.ledger.revisions.of(id_)[-1].cause == "source"


def test_one_that_does_not_fit_stops_no_reading(crawled: World) -> None:
    id_, first = next(iter(_articles(crawled).items()))
    before = digest(first)
    _say(crawled, first, kind="poem")
    path = crawled.kit.corrections.path(crawled.issue("ljrb", DAY).key, f"{id_}x")
    path.write_text("{", "utf-8")
    _reread(crawled)
    assert digest(_articles(crawled)[id_]) == before
    told = [one for _, one in crawled.kit.corrections.all()]
    assert [isinstance(one, BadCorrection) for one in told] == [False, True]


def test_issues_tell_which_reader_read_them(crawled: World) -> None:
    held = crawled.issue("ljrb", DAY)
    assert held.reader == reader_version()
    assert crawled.kit.ledger.reports.older(reader_version()) == 0
    assert crawled.kit.ledger.reports.older("another") == 1
    assert older(crawled.kit, [held]) == []
    assert older(crawled.kit, [replace(held, reader="another")]) == [replace(held, reader="another")]


def test_a_worse_reading_is_told_and_nothing_written(crawled: World) -> None:
    held = crawled.issue("ljrb", DAY)
    id_, first = next(iter(_articles(crawled).items()))
    others = [one for one in _articles(crawled).values() if one.id != id_]
    crawled.kit.files.write(held.key, [replace(first, kind="other", title="旧读法的题"), *others])
    before = crawled.kit.files.path(held.key).read_bytes()
    assert _differs(crawled) == [(id_, "title"), (id_, "kind")]
    assert crawled.kit.files.path(held.key).read_bytes() == before
    assert crawled.issue("ljrb", DAY) == held
