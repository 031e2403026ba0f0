"""What is wrong, by a state: a pure function, each problem under its key."""

import datetime as dt
from dataclasses import replace

import pytest

from articles.errors import Blocked, EmptyIssue, Gone, LayoutUnknown, RobotsDenied, Unreachable, ZongshuError, told
from articles.wording import WORDING
from scrapers import Paper, papers
from storage.ledger import Doubtful, Issue, Trouble, Yield
from worker.alarms import Limits, State, problems
from worker.alarms.problems import overdue
from worker.alarms.state import Followed, Untold, Work

PAPER = papers()["ljrb"]
#: A Friday at noon in Shanghai.
NOW = dt.datetime(2025, 3, 7, 4, 0, tzinfo=dt.UTC)
TODAY = dt.date(2025, 3, 7)


def issue(back: int, outcome: str, error: ZongshuError | None = None, articles: int = 20) -> Issue:
    date = TODAY - dt.timedelta(back)
    good = outcome == "indexed"
    return Issue(
        key=f"ljrb-{date:%Y%m%d}",
        paper="ljrb",
        date=date,
        attempt=1,
        turn=0,
        held="whole" if good else "none",
        pages_due=4,
        pages_held=4,
        articles_due=articles,
        articles_held=articles,
        outcome=outcome,  # type: ignore[arg-type] # one of them
        reason=error.reason() if error else None,
        tries=1,
        not_before=None,
        first_bad=None if good else NOW,
        awaits_probe=False,
        listed=1,
        archive_end=0,
        owner=None,
        lease=0,
        leased_until=None,
        articles=articles if good else 0,
        digest=None,
        updated=NOW,
    )


def found(*issues: Issue, **more: object) -> dict[str, str]:
    """The problems of a state with those issues, told in Chinese; none lacks words in either language."""
    state = State(now=NOW, papers={"ljrb": PAPER}, present={"ljrb": issues}, **more)  # type: ignore[arg-type] # its fields
    reasons = problems(state, Limits())
    assert all(told(reason, "zh") != told(reason, "en") for reason in reasons.values())
    return {key: str(reason["key"]) for key, reason in reasons.items()}


HOST = {"address": "http://epaper.lanjiang.example/x"}
EMPTY = EmptyIssue("issue_too_small", issue="x", pages=1, pages_min=4, articles=2, articles_min=8)


def test_nothing_is_wrong() -> None:
    assert found() == {}
    assert found(issue(0, "not_yet"), issue(1, "indexed"), issue(2, "no_issue")) == {}


@pytest.mark.parametrize(
    ("outcome", "error", "key", "told_as"),
    [
        ("layout_unknown", LayoutUnknown("layout_unknown", platform="x", **HOST), "layout:ljrb", "alarm_layout"),
        ("layout_unknown", LayoutUnknown("layout_looks_like", platform="x", looks_like="y", **HOST), "layout:ljrb", "alarm_looks_like"),
        ("failed", EMPTY, "little:ljrb", "alarm_little"),
        ("failed", Gone("calendar_lists", date="x", calendar="y"), "failing:ljrb", "alarm_failing"),
        ("failed", Unreachable("host_down", host="epaper.lanjiang.example", failures=12), "down:epaper.lanjiang.example", "alarm_down"),
        ("blocked", Blocked("fetch_blocked", status=403, **HOST), "blocked:epaper.lanjiang.example", "alarm_blocked"),
        ("denied", RobotsDenied("robots_denied", origin="x", **HOST), "denied:epaper.lanjiang.example", "alarm_denied"),
    ],
)
def test_the_newest_issues_that_went_wrong(outcome: str, error: ZongshuError, key: str, told_as: str) -> None:
    assert found(issue(0, outcome, error), issue(1, outcome, error), issue(2, "indexed")) == {key: told_as}
    assert found(issue(0, "not_yet"), issue(1, outcome, error), issue(2, "indexed")) == {key: told_as}
    assert found(issue(0, "indexed"), issue(1, outcome, error)) == {}  # a gap, but not what is wrong now


def test_the_first_bad_day_is_named() -> None:
    error = LayoutUnknown("layout_unknown", platform="x", **HOST)
    state = State(now=NOW, papers={"ljrb": PAPER}, present={"ljrb": (issue(0, "layout_unknown", error), issue(2, "layout_unknown", error))})
    reason = problems(state, Limits())["layout:ljrb"]
    assert (reason["first"], reason["issues"]) == ("2025-03-05", 2)


def test_too_much_and_too_much_garbage() -> None:
    newest = issue(0, "indexed", articles=PAPER.expect.articles_max + 1)
    assert found(newest) == {"much:ljrb": "alarm_much"}
    assert found(issue(0, "indexed", articles=PAPER.expect.articles_max), newest) == {}
    fine, bad = Yield(20, 0, 0, 20_000, 90), Yield(20, 0, 0, 20_000, 110)
    assert found(issue(0, "indexed"), gave={issue(0, "indexed").key: fine}) == {}
    assert found(issue(0, "indexed"), gave={issue(0, "indexed").key: bad}) == {"garbled:ljrb": "alarm_garbled"}


@pytest.mark.parametrize(
    ("weekdays", "back", "late"),
    [
        ((1, 2, 3, 4, 5, 6, 7), 3, False),
        ((1, 2, 3, 4, 5, 6, 7), 4, True),
        ((5,), 7, False),  # a weekly of Fridays: last week's, and today's may still come
        ((5,), 14, True),
        ((1, 2, 3, 4, 5), 4, True),
        ((1,), 4, False),
    ],
)
def test_the_age_of_the_newest_issue_by_the_calendar(weekdays: tuple[int, ...], back: int, late: bool) -> None:
    paper = replace(PAPER, weekdays=weekdays)
    newest = TODAY - dt.timedelta(back)
    assert (overdue(Followed(paper, newest), NOW) is not None) == late
    nothing = frozenset(newest + dt.timedelta(day) for day in range(1, back + 1))
    assert overdue(Followed(paper, newest, nothing), NOW) is None
    assert overdue(Followed(paper, None), NOW) is None


def test_an_issue_is_looked_for_from_its_hour_on() -> None:
    paper: Paper = replace(PAPER, time_of_day=dt.time(18))
    assert overdue(Followed(paper, TODAY - dt.timedelta(4)), NOW) is None
    assert overdue(Followed(paper, TODAY - dt.timedelta(5)), NOW) == TODAY - dt.timedelta(4)


def test_an_old_issue_is_told() -> None:
    old = Followed(PAPER, TODAY - dt.timedelta(9))
    assert found(followed=(old,)) == {"age:ljrb": "alarm_age"}


def test_what_is_wrong_with_the_home() -> None:
    hour, day = dt.timedelta(hours=1), dt.timedelta(days=1)
    assert found(disk_free=3 * 10**9, behind=NOW - hour, work={"fetch": Work(True, NOW), "read": Work(False, NOW - day)}) == {}
    away = {"place": "127.0.0.1:6379"}
    assert found(
        disk_free=10**9,
        behind=NOW - 2 * hour,
        work={"fetch": Work(True, NOW - hour), "index": Work(True, None)},
        troubled={"index": {"error": "EngineUnavailable", "key": "engine_busy"}},
        broker={"error": "BrokerUnavailable", "key": "broker_unreachable", **away},
        untold={"mail": Untold(3, {"error": "Unreachable", "key": "mail_refused"}), "webhook": Untold(2, {"key": "post_broken"})},
    ) == {
        "disk:home": "alarm_disk",
        "index:behind": "alarm_behind",
        "idle:fetch": "alarm_idle",
        "idle:index": "alarm_idle",
        "queue:index": "alarm_queue",
        "broker:redis": "alarm_broker",
        "telling:mail": "alarm_telling",
    }


def test_old_gaps_are_one_problem_a_paper() -> None:
    old = dt.date(2020, 1, 1)
    trouble = Trouble("ljrb", "failed", "x", old, old + dt.timedelta(9), 2, NOW, {"error": "Gone", "key": "x"})
    assert found(past=(trouble,)) == {}
    assert found(past=(trouble, replace(trouble, outcome="blocked", issues=1))) == {"past:ljrb": "alarm_past"}


def test_older_issues_that_gave_too_much_are_one_problem_a_paper() -> None:
    doubt = Doubtful("ljrb", dt.date(2020, 1, 1), dt.date(2020, 1, 9), 2)
    assert found(doubtful=(doubt, replace(doubt, paper="unknown"))) == {"doubt:ljrb": "alarm_doubt"}


def test_every_alarm_has_its_words_and_no_words_are_left_over() -> None:
    words = {key.removeprefix("error.") for key in WORDING.keys("zh") if key.startswith("error.alarm_")}
    told_elsewhere = {"alarm_ledger", "alarm_test"}
    made = {"alarm_age", "alarm_layout", "alarm_looks_like", "alarm_failing", "alarm_little", "alarm_down", "alarm_blocked", "alarm_denied"}
    made |= {"alarm_much", "alarm_garbled", "alarm_disk", "alarm_behind", "alarm_idle", "alarm_queue", "alarm_broker", "alarm_telling"}
    assert words == made | told_elsewhere | {"alarm_past", "alarm_doubt"}
