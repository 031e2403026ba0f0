"""Failures by cause: class of error, paper and host; nothing is left out, nothing told twice."""

import datetime as dt
from collections.abc import Sequence

from watch_kit import NOW, Put

from search.watch import causes, failures
from storage.ledger import Ledger


def reason(error: str, key: str, address: str) -> dict[str, object]:
    return {"error": error, "key": key, "address": address, "status": 403}


def days(*numbers: int) -> Sequence[dt.date]:
    return [dt.date(2024, 3, number) for number in numbers]


def test_each_issue_falls_under_one_cause(ledger: Ledger, put: Put) -> None:
    for number, date in enumerate(days(4, 5, 6)):
        said = reason("Blocked", "fetch_blocked", f"http://a.example/{number}")
        put(date, "blocked", "none", reason=said, first_bad=NOW + dt.timedelta(number))
    put(dt.date(2024, 3, 7), "blocked", "none", reason=reason("Blocked", "fetch_blocked", "http://b.example/"))
    put(dt.date(2024, 3, 7), "blocked", "none", reason=reason("Blocked", "fetch_blocked", "http://a.example/"), paper="cpwb")
    put(dt.date(2024, 3, 8), "indexed", "partial", (reason("Timeout", "fetch_timeout", "http://a.example/9"),))
    put(dt.date(2024, 3, 11), "failed", "none")
    put(dt.date(2024, 3, 12))
    found = failures(ledger)
    grouped = causes(found)
    assert [(one.id, len(one.issues)) for one in grouped] == [
        ("Blocked:ljrb:a.example", 3),
        ("Blocked:cpwb:a.example", 1),
        ("Blocked:ljrb:b.example", 1),
        ("Timeout:ljrb:a.example", 1),
        ("failed:ljrb", 1),
    ]
    first = grouped[0]
    assert (first.first, first.last, first.first_bad) == (dt.date(2024, 3, 4), dt.date(2024, 3, 6), NOW)
    assert (first.issues[0], first.address, first.states) == ("ljrb-20240306", "http://a.example/2", ("blocked",))
    assert (grouped[3].addresses, grouped[3].states) == (1, ("partial",))
    assert sorted(key for one in grouped for key in one.issues) == sorted(one.issue.key for one in found)


def test_a_cause_is_meant_by_its_beginning(ledger: Ledger, put: Put) -> None:
    put(dt.date(2024, 3, 4), "blocked", "none", reason=reason("Blocked", "fetch_blocked", "http://a.example/1"))
    (cause,) = causes(failures(ledger))
    assert all(cause.named(name) for name in ("Blocked", "Blocked:ljrb", "Blocked:ljrb:a.example"))
    assert not any(cause.named(name) for name in ("Block", "Blocked:lj", "Timeout", "Blocked:ljrb:a"))


def test_failures_of_one_paper(ledger: Ledger, put: Put) -> None:
    put(dt.date(2024, 3, 4), "failed", "none")
    put(dt.date(2024, 3, 4), "failed", "none", paper="cpwb")
    assert [one.issue.paper for one in failures(ledger, "cpwb")] == ["cpwb"]
