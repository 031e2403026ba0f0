"""Alarms in the ledger: each problem told once by each way, recovered once, and what flaps is one problem."""

import datetime as dt

from ledger.conftest import NOW
from storage.ledger import Ledger

CALM = dt.timedelta(minutes=30)
AGE = {"error": "Alarm", "key": "alarm_age", "paper": "ljrb"}


def at(minutes: float) -> dt.datetime:
    return NOW + dt.timedelta(minutes=minutes)


def observe(ledger: Ledger, minutes: float, *keys: str, blind: tuple[str, ...] = ()) -> None:
    ledger.alarms.observe(dict.fromkeys(keys, AGE), at(minutes), ways=["log", "mail"], calm=CALM, blind=blind)


def events(ledger: Ledger) -> list[tuple[str, str, str]]:
    return [(one.way, one.event, one.alarm.key) for one in ledger.alarms.tellings()]


def test_a_problem_is_told_once_and_its_end_once(ledger: Ledger) -> None:
    for minute in range(5):
        observe(ledger, minute, "age:ljrb")
    assert events(ledger) == [("log", "raised", "age:ljrb"), ("mail", "raised", "age:ljrb")]
    for minute in range(5, 60):
        observe(ledger, minute)
    assert events(ledger)[2:] == [("log", "recovered", "age:ljrb"), ("mail", "recovered", "age:ljrb")]
    [over] = ledger.alarms.past()
    assert (over.since, over.seen, over.clear, over.recovered) == (at(0), at(4), at(5), at(35))
    assert ledger.alarms.open() == []
    observe(ledger, 61, "age:ljrb")
    assert len(events(ledger)) == 6
    assert len(ledger.alarms.open()) == 1


def test_what_comes_and_goes_is_one_problem(ledger: Ledger) -> None:
    for minute in range(0, 200, 10):
        observe(ledger, minute, *(("age:ljrb",) if minute // 10 % 2 else ()))
    [row] = ledger.alarms.open()
    assert len(events(ledger)) == 2
    assert row.returns == 9


def test_what_could_not_be_seen_stays_as_it_is(ledger: Ledger) -> None:
    observe(ledger, 0, "queue:index")
    observe(ledger, 10, blind=("queue",))
    observe(ledger, 100, blind=("queue",))
    assert [one.clear for one in ledger.alarms.open()] == [None]


def test_a_way_is_not_told_of_its_own_troubles(ledger: Ledger) -> None:
    observe(ledger, 0, "telling:mail")
    assert events(ledger) == [("log", "raised", "telling:mail")]


def test_what_fails_waits_and_keeps_its_order(ledger: Ledger) -> None:
    observe(ledger, 0, "age:ljrb")
    observe(ledger, 1, "age:ljrb", "much:ljrb")
    first, second = ledger.alarms.due("mail", at(1))
    ledger.alarms.untold([first.id], {"error": "Unreachable", "key": "post_broken"}, at(5))
    assert ledger.alarms.due("mail", at(4)) == []
    assert [(one.id, one.tries) for one in ledger.alarms.due("mail", at(5))] == [(first.id, 1), (second.id, 0)]
    ledger.alarms.told([first.id, second.id], at(6))
    assert ledger.alarms.due("mail", at(9)) == []
    assert {one.reason for one in ledger.alarms.tellings() if one.way == "mail"} == {None}


def test_one_at_a_time_holds_a_lease(ledger: Ledger) -> None:
    def both(owner: str) -> bool:
        return owner in ("a", "b")

    assert ledger.marks.take("alarms", "a", at(0), at(10), both)
    assert ledger.marks.take("alarms", "a", at(1), at(10), both)
    assert not ledger.marks.take("alarms", "b", at(1), at(10), both)
    assert ledger.marks.take("alarms", "b", at(1), at(10), lambda owner: owner == "b")  # a is dead
    ledger.marks.give_back("alarms", "a")
    assert not ledger.marks.take("alarms", "a", at(2), at(10), both)
    ledger.marks.give_back("alarms", "b")
    assert ledger.marks.take("alarms", "a", at(3), at(10), both)
    assert ledger.marks.take("alarms", "b", at(11), at(20), both)  # the lease has ended


def test_marks_tell_when_something_was_done(ledger: Ledger) -> None:
    ledger.marks.done("step:fetch", at(0))
    ledger.marks.done("step:fetch", at(1))
    ledger.marks.done("heartbeat", at(2))
    ledger.marks.take("alarms", "a", at(0), at(9), lambda owner: True)
    assert ledger.marks.latest("step:") == {"fetch": at(1)}
    assert ledger.marks.latest("heartbeat") == {"": at(2)}
