"""Issues that could not be had for causes that pass with time: when each is asked for once more. Pure."""

import datetime as dt

from articles.errors import remade
from storage.ledger import SHANGHAI, Issue

#: Days after which an issue is left to whoever asks for it by name.
LONGEST = 90
_HOUR, _DAY = dt.timedelta(hours=1), dt.timedelta(1)
#: How long to wait after the last time, by the age an issue may have: it may come late, then hardly any more.
_NOT_YET = ((_DAY, 0.5 * _HOUR), (4 * _DAY, 6 * _HOUR))
#: Of hosts that refuse us or do not answer: they may be mended any day.
_AWAY = ((4 * _DAY, 6 * _HOUR), (30 * _DAY, _DAY), (LONGEST * _DAY, 7 * _DAY))


def again(issue: Issue, newest: dt.date | None, now: dt.datetime) -> bool:
    """Whether an issue is to be asked for once more; `newest` is the newest of its paper that is held.

    One that was not out is asked for every half hour of its day and every six hours for three more, and then when a newer one is held: by
    that the site tells whether there was any. One that a host refused, or did not answer for, is asked for less and less often.
    """
    if issue.date is None or (issue.not_before or now) > now:
        return False
    age, since = now - dt.datetime.combine(issue.date, dt.time(), SHANGHAI), now - issue.updated
    if issue.outcome == "not_yet":
        return since >= _wait(_NOT_YET, age, 6 * _HOUR if newest and newest > issue.date else None)
    return _is_away(issue) and since >= _wait(_AWAY, age, None)


def _wait(waits: tuple[tuple[dt.timedelta, dt.timedelta], ...], age: dt.timedelta, later: dt.timedelta | None) -> dt.timedelta:
    return next((wait for limit, wait in waits if age <= limit), later or dt.timedelta.max)


def _is_away(issue: Issue) -> bool:
    """Whether it ended because its host refused us, or did not answer; what robots.txt forbids costs no more than a look at that."""
    if issue.outcome in ("blocked", "denied"):
        return True
    return issue.outcome == "failed" and issue.reason is not None and remade(issue.reason).retried
