"""What came in when: noted where an issue is indexed, once a revision; filled in for ledgers of before."""

import datetime as dt

import sqlalchemy as sa

from storage.ledger import ArticleRow, Ending, Kept, Ledger, Moment

from .conftest import NOW

KEY = "files-0123456789ab"
LATER = [NOW + dt.timedelta(hours=number) for number in range(6)]


def indexed(ledger: Ledger, rows: list[tuple[str, int, str | None]], at: dt.datetime) -> None:
    """The issue read and indexed with these articles: id, revision, and for lost ones where they lead."""
    ledger.issues.keep_file(KEY, "files", "a.html", at)
    ledger.issues.file_kept(KEY, Kept("f", 0, 1, "0" * 64, 200, at, None, None), 1, at)
    reading = ledger.readings.claim("me", at, at + dt.timedelta(minutes=10), KEY)
    assert reading is not None
    told = [ArticleRow(id_, KEY, number, revision, "d", "a", lost=bool(to), redirect=to) for number, (id_, revision, to) in enumerate(rows)]
    ledger.readings.settle(reading.issue, told, repr(rows), Ending("read"), at)
    taken = ledger.indexing.claim("me", at, at + dt.timedelta(minutes=10))
    ledger.indexing.settle(taken, [], [], at)


def test_a_revision_arrives_once_and_an_id_that_moved_when_the_old_one_did(ledger: Ledger) -> None:
    indexed(ledger, [("a-1", 1, None), ("a-2", 1, None)], LATER[0])
    indexed(ledger, [("a-1", 1, None), ("a-2", 2, None)], LATER[1])
    indexed(ledger, [("a-1", 2, "a-3"), ("a-2", 2, None), ("a-3", 1, None)], LATER[2])
    found = ledger.arrivals.of(["a-1", "a-2", "a-3", "b"])
    assert {id_: (one.first, one.at) for id_, one in found.items()} == {
        "a-1": (LATER[0], LATER[0]),
        "a-2": (LATER[0], LATER[1]),
        "a-3": (LATER[0], LATER[2]),
    }
    newest = [Moment(LATER[2], "a-3"), Moment(LATER[1], "a-2"), Moment(LATER[0], "a-1")]
    assert (ledger.arrivals.newest(2), ledger.arrivals.newest(5, newest[1])) == (newest[:2], newest[2:])


def test_hits_that_were_told_are_fresh_no_more_under_any_id(ledger: Ledger) -> None:
    row = ledger.saved.add("a", {"query": ""}, "webhook", LATER[0], 9)
    assert row is not None
    assert ledger.saved.add("a", {"query": ""}, "none", LATER[1], 9) is None
    indexed(ledger, [("a-1", 1, None), ("a-2", 1, None)], LATER[1])
    assert ledger.saved.fresh(row, LATER[1], None, 9) == [Moment(LATER[1], "a-1"), Moment(LATER[1], "a-2")]
    assert ledger.saved.fresh(row, LATER[1], Moment(LATER[1], "a-1"), 9) == [Moment(LATER[1], "a-2")]
    ledger.saved.note(row, ["a-1"], {"total": 1}, LATER[2])
    assert ledger.saved.get("a") == ledger.saved.get(row.key)
    indexed(ledger, [("a-1", 2, "a-3"), ("a-2", 1, None), ("a-3", 1, None)], LATER[3])
    assert ledger.saved.fresh(row, LATER[0], None, 9) == [Moment(LATER[1], "a-2")]
    [note] = ledger.saved.due(LATER[3])
    ledger.saved.untold(note.id, {"error": "Timeout"}, LATER[5])
    assert (ledger.saved.due(LATER[4]), len(ledger.saved.due(LATER[5]))) == ([], 1)
    ledger.saved.remove(row.key)
    ledger.saved.note(row, ["a-2"], {"total": 1}, LATER[5])
    assert (ledger.saved.all(), ledger.saved.due(LATER[5])) == ([], [])


def test_a_ledger_of_before_knows_what_it_had(url: str) -> None:
    with Ledger(url) as ledger:
        indexed(ledger, [("a-1", 1, None), ("a-2", 1, "a-1")], LATER[0])
        with ledger.database.write() as connection:
            for table in ("saved_notes", "saved_hits", "saved", "arrivals"):
                connection.execute(sa.text(f"DROP TABLE {table}"))
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '0007'"))
    with Ledger(url) as ledger:
        assert {id_: one.at for id_, one in ledger.arrivals.of(["a-1", "a-2"]).items()} == {"a-1": LATER[0]}
