"""From fetched to indexed: readings, articles and tombstones, generations."""

import datetime as dt
from collections.abc import Callable

import pytest

from ledger.conftest import HOST, NOW, UNTIL, article, due, fetched, good
from storage.ledger import ArticleRow, Ending, Ledger, LostLease, Reading, Refusal

KEY = "ljrb-20240101"


def row(number: int, revision: int = 1, *, lost: bool = False, redirect: str | None = None) -> ArticleRow:
    return ArticleRow(f"{KEY}-{number}", KEY, number, revision, f"digest {number}", f"http://{HOST}/1/a{number}", None, lost, redirect)


@pytest.fixture
def reading(ledger: Ledger, fetch_all: Callable[..., list[str]]) -> Reading:
    ledger.issues.plan([due(1)], again=False, now=NOW)
    fetch_all((article(1, 1), article(1, 2)))
    claimed = ledger.readings.claim("me", NOW, UNTIL)
    assert claimed is not None
    return claimed


def _generation(ledger: Ledger, name: str = "one-1", state: str = "live") -> None:
    ledger.indexing.add_generation(name, "one", state, NOW)  # type: ignore[arg-type] # a state


def test_a_reading_belongs_to_one(ledger: Ledger, reading: Reading) -> None:
    assert [one.address[-2:] for one in reading.addresses] == ["/1", "a1", "a2"]
    assert ledger.readings.claim("other", NOW, UNTIL) is None
    assert ledger.readings.ready(NOW) == 0
    late = UNTIL + dt.timedelta(seconds=1)
    assert ledger.readings.claim("other", late, late) is not None
    with pytest.raises(LostLease):
        ledger.readings.settle(reading.issue, [row(1)], "digest", Ending("read"), NOW)
    assert ledger.readings.articles(KEY) == []


def test_articles_are_kept_in_their_order(ledger: Ledger, reading: Reading) -> None:
    assert ledger.readings.settle(reading.issue, [row(1), row(2)], "digest", Ending("read"), NOW) == "read"
    assert ledger.readings.articles(KEY) == [row(1), row(2)]
    assert ledger.readings.article(f"{KEY}-2") == row(2)
    assert next(one.address for one in ledger.readings.records(f"{KEY}-2")) == f"http://{HOST}/1/a2"
    assert ledger.readings.article("nobody") is None
    assert ledger.readings.records("nobody") == []
    assert list(ledger.readings.ids()) == [(f"{KEY}-1", 1), (f"{KEY}-2", 1)]


def test_a_record_that_came_meanwhile_is_read_too(ledger: Ledger, reading: Reading) -> None:
    with ledger.database.write() as connection:
        connection.exec_driver_sql("UPDATE issues SET archive_end = archive_end + 10")
    assert ledger.readings.settle(reading.issue, [row(1)], "digest", Ending("read"), NOW) == "fetched"
    assert ledger.readings.claim("me", NOW, UNTIL) is not None


def test_a_failed_reading_says_why(ledger: Ledger, reading: Reading) -> None:
    ledger.readings.fail(reading.issue, Ending("failed", {"error": "Unreadable", "key": "read_failed"}), NOW)
    assert [(issue.key, issue.reason) for issue in ledger.reports.failures()] == [(KEY, {"error": "Unreadable", "key": "read_failed"})]


def test_tries_of_a_reading_count_only_deaths(ledger: Ledger, reading: Reading) -> None:
    ledger.readings.release(reading.issue)
    again = ledger.readings.claim("me", NOW, UNTIL)
    assert again is not None
    assert again.issue.tries == 1
    ledger.readings.give_up(again.issue)
    third = ledger.readings.claim("me", NOW, UNTIL)
    assert third is not None
    assert third.issue.tries == 2


def _index(ledger: Ledger, *names: str) -> int:
    taken = ledger.indexing.claim("me", NOW, UNTIL)
    ledger.indexing.settle(taken, names, ledger.indexing.tombstones(pending=False), NOW)
    return len(taken)


def test_an_issue_indexed_everywhere_is_not_indexed_again(ledger: Ledger, reading: Reading) -> None:
    _generation(ledger)
    ledger.readings.settle(reading.issue, [row(1)], "digest", Ending("read"), NOW)
    assert _index(ledger, "one-1") == 1
    for digest, outcome in (("digest", "indexed"), ("other", "read")):
        assert ledger.issues.reread([KEY], NOW) == 1
        again = ledger.readings.claim("me", NOW, UNTIL)
        assert again is not None
        assert ledger.readings.settle(again.issue, [row(1)], digest, Ending("read"), NOW) == outcome


def test_indexing_is_lost_when_generations_changed_meanwhile(ledger: Ledger, reading: Reading) -> None:
    _generation(ledger)
    ledger.readings.settle(reading.issue, [row(1)], "digest", Ending("read"), NOW)
    taken = ledger.indexing.claim("me", NOW, UNTIL)
    _generation(ledger, "one-2", "open")
    with pytest.raises(LostLease):
        ledger.indexing.settle(taken, ["one-1"], [], NOW)
    ledger.indexing.release(taken)
    assert _index(ledger, "one-1", "one-2") == 1
    assert ledger.indexing.missing_in("one-2") == []


def test_a_new_generation_lacks_everything_until_it_is_noted(ledger: Ledger, reading: Reading) -> None:
    _generation(ledger)
    ledger.readings.settle(reading.issue, [row(1)], "digest", Ending("read"), NOW)
    _index(ledger, "one-1")
    _generation(ledger, "one-2", "open")
    assert [issue.key for issue in ledger.indexing.missing_in("one-2")] == [KEY]
    ledger.indexing.note("one-2", ledger.indexing.missing_in("one-2"))
    assert ledger.indexing.missing_in("one-2") == []
    ledger.indexing.set_live("one-2")
    assert {one.name: one.state for one in ledger.indexing.generations()} == {"one-1": "retired", "one-2": "live"}
    ledger.indexing.drop_generation("one-2")
    _generation(ledger, "one-2")
    assert ledger.indexing.unindex("one-2", NOW) == 1
    assert ledger.indexing.ready(NOW) == 1


def test_a_lost_article_has_a_tombstone_until_it_lives_again(ledger: Ledger, reading: Reading) -> None:
    _generation(ledger)
    rows = [row(1), row(2, 2, lost=True, redirect=f"{KEY}-1")]
    ledger.readings.settle(reading.issue, rows, "digest", Ending("read"), NOW)
    assert [(one.id, one.revision, one.applied) for one in ledger.indexing.tombstones()] == [(f"{KEY}-2", 2, None)]
    assert list(ledger.readings.ids()) == [(f"{KEY}-1", 1)]
    _index(ledger, "one-1")
    assert ledger.indexing.tombstones() == []
    assert len(ledger.indexing.tombstones(pending=False)) == 1
    ledger.issues.reread([KEY], NOW)
    again = ledger.readings.claim("me", NOW, UNTIL)
    assert again is not None
    ledger.readings.settle(again.issue, [row(1), row(2, 3)], "other", Ending("read"), NOW)
    assert ledger.indexing.tombstones(pending=False) == []


def test_an_article_is_buried_on_request(ledger: Ledger, reading: Reading) -> None:
    ledger.readings.settle(reading.issue, [row(1), row(2)], "digest", Ending("read"), NOW)
    assert ledger.indexing.bury([f"{KEY}-1", "nobody"], NOW) == [f"{KEY}-1"]
    assert [(one.id, one.revision) for one in ledger.indexing.tombstones()] == [(f"{KEY}-1", 2)]
    assert list(ledger.readings.ids()) == [(f"{KEY}-2", 1)]


def test_leases_of_the_dead_are_freed(ledger: Ledger, reading: Reading) -> None:
    ledger.issues.plan([due(2)], again=False, now=NOW)
    assert ledger.lanes.claim(HOST, "living", NOW, UNTIL) is not None
    assert ledger.runs.recover(lambda owner: owner == "living", NOW) == 1
    assert ledger.readings.claim("other", NOW, UNTIL) is not None
    assert ledger.lanes.claim(HOST, "other", NOW, UNTIL) is None


def test_reports_say_what_is_held_missing_and_open(ledger: Ledger, reading: Reading, take: Callable[..., object]) -> None:
    assert take  # the lane is free again
    ledger.issues.plan([due(2), due(3, "other.example", "cpwb")], again=False, now=NOW)
    assert ledger.reports.missing().by_outcome == {"due": 2, "fetched": 1}
    _generation(ledger)
    ledger.readings.settle(reading.issue, [row(1), row(2)], "digest", Ending("read"), NOW)
    _index(ledger, "one-1")
    missing = ledger.reports.missing()
    assert (missing.total, missing.by_paper, missing.by_outcome) == (2, {"cpwb": 1, "ljrb": 1}, {"due": 2})
    assert ledger.reports.missing(["ljrb"], dt.date(2024, 1, 1), dt.date(2024, 1, 1)).total == 0
    assert ledger.reports.missing(["ljrb"], dt.date(2024, 1, 2)).total == 1
    status = {one.paper: one for one in ledger.reports.status()}
    assert (status["ljrb"].newest, status["ljrb"].articles, status["ljrb"].outcomes) == (dt.date(2024, 1, 1), 2, {"due": 1, "indexed": 1})
    assert status["cpwb"].newest is None
    assert [issue.key for issue in ledger.reports.coverage("ljrb", dt.date(2024, 1, 2), dt.date(2024, 1, 9))] == ["ljrb-20240102"]
    progress = ledger.reports.progress([KEY, "ljrb-20240102"])
    assert (progress.outcomes, progress.articles, progress.open) == ({"indexed": 1, "due": 1}, 2, 1)
    assert ledger.reports.progress().open == 2
    assert ledger.reports.progress([]).open == 0


def test_a_partial_issue_is_missing_in_part(ledger: Ledger, fetch_all: Callable[..., list[str]]) -> None:
    from storage.ledger import Settlement

    ledger.issues.plan([due(1)], again=False, now=NOW)
    first = ledger.lanes.claim(HOST, "me", NOW, UNTIL)
    assert first is not None
    ledger.lanes.settle(first, good(article(1, 1), article(1, 2)), NOW, fetched)
    gap = ledger.lanes.claim(HOST, "me", NOW, UNTIL)
    assert gap is not None
    later = NOW + dt.timedelta(days=1)
    ledger.lanes.settle(
        gap, Settlement("due", NOW, reason={"error": "Gone", "key": "fetch_gone"}, not_before=later, late=True), NOW, fetched
    )
    fetch_all()
    _generation(ledger)
    claimed = ledger.readings.claim("me", NOW, UNTIL)
    assert claimed is not None
    ledger.readings.settle(claimed.issue, [row(2)], "digest", Ending("read"), NOW)
    _index(ledger, "one-1")
    assert ledger.reports.missing().by_outcome == {"partial": 1}
    assert [one.address[-2:] for one in ledger.reports.gaps(KEY)] == ["a1"]
    assert [issue.key for issue in ledger.reports.failures("ljrb")] == [KEY]
    assert ledger.reports.next_due() == later
    assert ledger.issues.retry(NOW) == [KEY]
    assert fetch_all() == [f"http://{HOST}/1/a1"]


def test_runs_are_kept(ledger: Ledger) -> None:
    number = ledger.runs.start("crawl", {"paper": "ljrb"}, NOW)
    ledger.runs.end(number, {"indexed": 3}, UNTIL)
    ledger.runs.start("crawl", None, UNTIL)
    newest, oldest = ledger.runs.latest()
    assert (oldest.id, oldest.what, oldest.counts, oldest.ended) == (number, {"paper": "ljrb"}, {"indexed": 3}, UNTIL)
    assert newest.ended is None


def test_what_a_generation_refuses_is_told_until_it_is_taken(ledger: Ledger, reading: Reading) -> None:
    _generation(ledger)
    _generation(ledger, "one-2", "open")
    ledger.readings.settle(reading.issue, [row(1), row(2)], "digest", Ending("read"), NOW)
    taken = ledger.indexing.claim("me", NOW, UNTIL)
    refusal = Refusal("one-1", f"{KEY}-2", KEY, {"error": "DocumentRejected", "key": "engine_rejected", "id": f"{KEY}-2", "why": "?"})
    ledger.indexing.settle(taken, ["one-1", "one-2"], [], NOW, [refusal])
    assert ledger.indexing.refused("one-1") == ledger.reports.refused(KEY) == [refusal]
    assert ledger.indexing.refused("one-2") == []
    assert ledger.reports.missing().by_outcome == {"partial": 1}
    assert [issue.key for issue in ledger.reports.failures()] == [KEY]
    ledger.indexing.set_live("one-2")
    assert ledger.reports.refused(KEY) == ledger.reports.failures() == []
    ledger.indexing.set_live("one-1")
    assert ledger.indexing.again([KEY], NOW) == 1
    assert ledger.reports.failures() == []
    assert _index(ledger, "one-1") == 1
    assert ledger.reports.missing().total == 0
