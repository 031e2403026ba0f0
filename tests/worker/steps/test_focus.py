"""A focused crawl: all pages, articles where a title promises an account; what is left out is missing, said, and brought in later."""

from collections.abc import Callable

from scrapers.sample import calendar, issue
from steps.conftest import World
from storage.ledger import Range
from worker.steps import backfill, plan, refill

#: A day of a session, with accounts among everyday news; and a day in August.
DAY = next(day for day in calendar("ljrb") if day.year == 2020)
PLAIN = next(day for day in calendar("ljrb") if day.month == 8)
Make = Callable[..., World]


def asked(here: World) -> int:
    """Articles asked for."""
    return sum(times for path, times in here.site.asked.items() if "/content_" in path)


def test_a_focused_issue_is_partial_with_its_reason_and_becomes_whole(world: Make) -> None:
    here = world()
    held = issue("ljrb", DAY)
    assert held is not None
    accounts = {article.number for article in held.articles if article.draft.kind.startswith("summary.")}
    assert accounts
    plan(here.kit, "ljrb", [DAY], focus="summaries")
    here.work()
    focused = here.issue("ljrb", DAY)
    assert (focused.outcome, focused.held, focused.focus) == ("indexed", "partial", "summaries")
    reason = focused.reason or {}
    left_out = focused.articles_due - focused.articles_held
    assert (reason["key"], reason["left_out"]) == ("focus_issue", left_out)
    assert asked(here) == focused.articles_held < focused.articles_due
    ids = dict(here.kit.ledger.readings.ids())
    assert {f"ljrb-{DAY:%Y%m%d}-{number}" for number in accounts} <= set(ids)
    skipped = [one for one in here.kit.ledger.issues.addresses(focused.key) if one.state == "skipped" and one.reason]
    assert [(one.reason or {})["key"] for one in skipped] == ["focus_article"] * left_out
    assert here.kit.ledger.reports.failures() == []
    assert dict(here.kit.ledger.reports.missing().by_outcome) == {"partial": 1}
    before = asked(here)
    whole = here.crawl("ljrb", DAY)
    assert (whole.outcome, whole.held, whole.focus, whole.reason) == ("indexed", "whole", None, None)
    assert asked(here) == before + left_out
    assert ids.items() <= dict(here.kit.ledger.readings.ids()).items()
    assert here.kit.index.count() == whole.articles
    assert here.kit.ledger.reports.missing().total == 0


def test_an_issue_without_any_promise_holds_its_pages_and_is_no_failure(world: Make, monkeypatch) -> None:
    monkeypatch.setattr("worker.steps.pages.promises", lambda _: False)
    here = world()
    plan(here.kit, "ljrb", [PLAIN], focus="summaries")
    here.work()
    found = here.issue("ljrb", PLAIN)
    assert (found.outcome, found.held, found.articles, asked(here)) == ("indexed", "partial", 0, 0)
    assert here.kit.ledger.reports.failures() == []


def test_a_back_fill_carries_its_focus(world: Make) -> None:
    here = world()
    backfill(here.kit, Range("ljrb", PLAIN, PLAIN, focus="summaries"))
    refill(here.kit)
    here.work()
    found = here.issue("ljrb", PLAIN)
    assert (found.focus, found.held) == ("summaries", "partial")
