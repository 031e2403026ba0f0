"""What can be wrong with an index, in a folder and on Elasticsearch."""

from collections.abc import Callable
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from doctor.patient import ailing, seen
from storage.ledger import Ledger, Refusal
from worker.home import Home
from worker.index import open_from
from worker.settings import Settings, load


@pytest.fixture(params=["folder", "cluster"])
def patient(request: pytest.FixtureRequest, filled: Callable[..., Settings]) -> Settings:
    """A home that holds issues, its index in each form."""
    return filled(**(request.getfixturevalue("cluster") if request.param == "cluster" else {}))


def _ledger(settings: Settings) -> Ledger:
    return Ledger(settings.ledger or Home(settings.home).ledger)


def test_an_index_of_another_fingerprint_asks_for_a_rebuild(patient, tmp_path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("岚江协商 5\n", "utf-8")
    settings = load(**{**patient.model_dump(), "dictionary": words})
    found = seen(settings, "index")
    assert ailing(found) == {"index.fingerprint": ("warn", "index_old")}
    assert not found["index.fingerprint"].facts["live"].startswith(found["index.fingerprint"].facts["fingerprint"])


def test_an_article_that_is_missing_in_the_index(patient) -> None:
    index = open_from(patient)
    with _ledger(patient) as ledger:
        id_, revision = next(iter(ledger.readings.ids()))
    index.write((), {id_: revision})
    index.close()
    found = seen(patient, "index")
    assert ailing(found) == {"index.count": ("bad", "index_differs")}
    assert found["index.count"].facts["expected"] - found["index.count"].facts["found"] == 1


def test_an_article_that_is_refused(patient) -> None:
    index = open_from(patient)
    live = index.generations.live() or ""
    with _ledger(patient) as ledger:
        id_, revision = next(iter(ledger.readings.ids()))
        row = ledger.readings.article(id_)
        assert row is not None
        issue = ledger.issues.get(row.issue)
        ledger.indexing.note(live, [issue], [Refusal(live, id_, issue.key, {"error": "DocumentRejected", "key": "engine_rejected"})])
    index.write((), {id_: revision})
    index.close()
    found = seen(patient, "index")
    assert ailing(found) == {"index.count": ("warn", "index_refused")}
    assert found["index.count"].facts["refused"] == 1


def test_a_generation_the_ledger_does_not_know(patient) -> None:
    live = open_from(patient).generations.live() or ""
    with _ledger(patient) as ledger:
        ledger.indexing.drop_generation(live)
    found = seen(patient, "index")
    assert ailing(found) == {"index.ledger": ("warn", "index_ledger_other")}
    assert found["index.count"].key == "index_waiting"
    assert found["index.count"].facts["waiting"] > 0


def test_an_index_without_its_ledger(patient) -> None:
    (patient.home / "ledger.sqlite3").write_bytes(b"no database at all " * 100)
    found = seen(patient)
    assert ailing(found) == {"ledger.reach": ("bad", "error_ledger_broken"), "index.count": ("warn", "index_uncounted")}


def test_nothing_is_live_though_the_ledger_says_so(patient) -> None:
    if patient.index:
        with Elasticsearch(patient.index) as client:
            client.indices.delete_alias(index="*", name=f"{patient.elasticsearch.prefix}-live")
    else:
        (patient.home / "index" / "live").unlink()
    found = seen(patient, "index")
    assert ailing(found) == {"index.live": ("warn", "index_not_live"), "index.ledger": ("bad", "index_lost")}
    assert found["index.ledger"].facts["articles"] > 0


def test_a_torn_pointer_and_a_generation_that_is_gone(filled) -> None:
    settings = filled()
    pointer = settings.home / "index" / "live"
    held = pointer.read_text()
    pointer.write_text("{")
    assert ailing(seen(settings, "index")) == {"index.reach": ("bad", "error_engine_torn")}
    pointer.write_text(held.replace("-1", "-7"))
    assert ailing(seen(settings, "index")) == {"index.reach": ("bad", "error_engine_missing")}


def test_a_folder_of_the_index_that_cannot_be_written(tmp_path) -> None:
    found = seen(load(home=tmp_path, index="/proc/self"), "index")
    assert ailing(found)["index.folder"] == ("bad", "folder_unusable")


def test_who_builds_the_index_is_seen(filled) -> None:
    settings = filled()
    with Home(settings.home).generations_locked(wait=True):
        assert seen(settings, "index")["index.lock"].key == "index_locked"
    found: Any = seen(settings, "index")
    assert found["index.lock"].key == "index_unlocked"
    assert ailing(found) == {}
