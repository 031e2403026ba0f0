"""What is wrong with a paper now: its newest issues, as far as nothing good came after. Pure.

A day that failed and was followed by a good one is a gap, which `failures` and `coverage` show; it is no problem of the paper any more, and
must not hide the next one.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from articles.errors import Alarm, Fact
from scrapers import Paper
from storage.ledger import Issue, Yield, host_of

_BAD = ("blocked", "denied", "layout_unknown", "failed")
_GOOD = ("fetched", "read", "indexed")
#: Errors that mean less was there than should be.
_LITTLE = "EmptyIssue"


def troubles_now(paper: Paper, issues: Sequence[Issue], gave: Mapping[str, Yield], most: float) -> Iterator[tuple[str, Alarm]]:
    """The problems of a paper by its present issues, the newest first; `most` is the part of them that may be garbage."""
    bad = [one for one in takewhile(lambda one: one.outcome not in _GOOD, issues) if one.outcome in _BAD and one.date]
    for one in reversed(bad):
        yield _told(paper, one, [other for other in bad if _kind(other) == _kind(one)])
    newest = next((one for one in issues if one.outcome in _GOOD), None)
    if newest and newest.date:
        yield from _of_run(paper, newest, newest.date, gave.get(newest.key), most)


def _kind(issue: Issue) -> str:
    """What sort of problem a bad issue is of."""
    reason = issue.reason or {}
    if issue.outcome == "failed" and reason.get("key") == "host_down":
        return "down"
    little = issue.outcome == "failed" and reason.get("error") == _LITTLE
    return "little" if little else {"layout_unknown": "layout", "failed": "failing"}.get(issue.outcome, issue.outcome)


def _told(paper: Paper, first: Issue, alike: Sequence[Issue]) -> tuple[str, Alarm]:
    """The problem that issues of one kind are: of their host, or of their paper."""
    kind, reason = _kind(first), first.reason or {}
    days = sorted(one.date for one in alike if one.date)
    facts: dict[str, Fact] = {"paper": paper.code, "name": paper.name, "first": _iso(days[0]), "issues": len(days)}
    if kind in ("blocked", "denied", "down"):
        host = str(reason.get("host") or host_of(str(reason.get("address") or "")) or paper.code)
        return f"{kind}:{host}", Alarm(f"alarm_{kind}", host=host, **facts)
    looks = next((one.reason["looks_like"] for one in alike if one.reason and one.reason.get("looks_like")), None)
    key = "alarm_looks_like" if kind == "layout" and looks else f"alarm_{kind}"
    return f"{kind}:{paper.code}", Alarm(key, **facts, **({"looks_like": looks} if looks else {}))


def _of_run(paper: Paper, issue: Issue, date: dt.date, gave: Yield | None, most: float) -> Iterator[tuple[str, Alarm]]:
    """Too much, and too much garbage, in the newest issue that was had."""
    facts: dict[str, Fact] = {"paper": paper.code, "name": paper.name, "date": _iso(date)}
    if issue.articles > paper.expect.articles_max:
        yield f"much:{paper.code}", Alarm("alarm_much", articles=issue.articles, most=paper.expect.articles_max, **facts)
    part = gave.garbled / gave.characters if gave and gave.characters else 0.0
    if part > most:
        yield f"garbled:{paper.code}", Alarm("alarm_garbled", part=round(100 * part, 2), most=round(100 * most, 2), **facts)


def _iso(day: dt.date) -> str:
    return day.isoformat()
