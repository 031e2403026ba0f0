"""A ledger as a file: dumps of older versions, torn ones, and every kind of column there is."""

import json

import pytest
import sqlalchemy as sa

from articles.errors import StorageError
from storage.ledger import Dumped, Ledger, dump, load
from storage.ledger.database import Database, upgrade
from storage.ledger.moving import kind_of
from storage.ledger.tables import VERSION, metadata


def _lines(ledger: Ledger) -> list[str]:
    return list(dump(ledger.database, Dumped()))


def _url(tmp_path) -> str:
    return f"sqlite:///{tmp_path}/moved.sqlite3"


@pytest.fixture
def lines(tmp_path) -> list[str]:
    with Ledger(f"sqlite:///{tmp_path}/first.sqlite3") as ledger:
        return _lines(ledger)


def test_every_column_can_be_moved() -> None:
    assert all(kind_of(column.type) for table in metadata.sorted_tables for column in table.columns)


def _tables(tmp_path, version: str) -> dict[str, set[str]]:
    """The tables of a version, as its migrations make them, with the names of their columns."""
    database = Database(f"sqlite:///{tmp_path}/{version}.sqlite3", migrate=False)
    with database.write() as connection:
        upgrade(connection, version)
        found = sa.inspect(connection)
        tables = {name: {column["name"] for column in found.get_columns(name)} for name in found.get_table_names()}
    database.close()
    return tables


def test_a_dump_of_an_older_version_is_brought_up_to_date(tmp_path, lines: list[str]) -> None:
    tables = _tables(tmp_path, "0004")
    heads = [one for one in map(json.loads, lines) if "table" in one and one["table"] in tables]
    older: list[object] = [{"ledger": "0004"}]
    for head in heads:
        columns = [column for column in head["columns"] if column[0] in tables[head["table"]]]
        older.append({"table": head["table"], "columns": columns})
        if head["table"] == "issues":
            row: dict[str, object] = dict.fromkeys([name for name, _ in columns], 0)
            row |= {"key": "ljrb-20200101", "paper": "ljrb", "date": "2020-01-01", "outcome": "indexed", "held": "whole", "owner": None}
            row |= {"leased_until": None, "not_before": None, "first_bad": None, "reason": {"key": "中"}, "digest": None}
            row |= {"updated": "2020-01-01T08:00:00+08:00", "awaits_probe": False}
            older.append(list(row.values()))
    older.append({"rows": {head["table"]: int(head["table"] == "issues") for head in heads}})
    load(_url(tmp_path), [json.dumps(one) for one in older])
    with Ledger(_url(tmp_path)) as moved:
        issue = moved.issues.get("ljrb-20200101")
        assert issue is not None
        assert (issue.reason, issue.reader, issue.updated.isoformat()) == ({"key": "中"}, None, "2020-01-01T00:00:00+00:00")
        assert json.loads(_lines(moved)[0]) == {"ledger": VERSION}


@pytest.mark.parametrize("cut", [0, 1, 5, -1])
def test_a_torn_dump_changes_nothing(tmp_path, lines: list[str], cut: int) -> None:
    with pytest.raises(StorageError) as caught:
        load(_url(tmp_path), lines[:cut])
    assert caught.value.key == "ledger_dump"
    load(_url(tmp_path), lines)


def test_a_dump_of_a_newer_version_is_refused(tmp_path, lines: list[str]) -> None:
    with pytest.raises(StorageError) as caught:
        load(_url(tmp_path), ['{"ledger": "9999"}', *lines[1:]])
    assert caught.value.key == "ledger_newer"
