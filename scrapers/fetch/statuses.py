"""What a status other than success means for us. Pure."""

import datetime as dt
from email.utils import parsedate_to_datetime

from articles.errors import Blocked, FetchError, Gone, Unreachable

#: Seconds to wait where a host says "too many requests" without saying for how long.
DEFAULT_WAIT = 600
#: A host that asks for more than a week is asked again after a week.
LONGEST_WAIT = 7 * 24 * 3600
_GONE, _REFUSED, _BUSY = frozenset({404, 410}), frozenset({401, 403, 407, 451}), frozenset({429, 503})


def refusal(status: int, address: str, retry_after: str | None, now: dt.datetime) -> FetchError:
    """The error of a status that brings no page. `retry_after` is the header; Unreachable carries its seconds as a fact of that name."""
    if status in _GONE:
        return Gone("fetch_gone", address=address, status=status)
    if status in _REFUSED:
        return Blocked("fetch_blocked", address=address, status=status)
    wait = seconds_to_wait(retry_after, now)
    if status == 429:
        wait = DEFAULT_WAIT if wait is None else wait
    if status in _BUSY and wait is not None:
        return Unreachable("fetch_busy", address=address, status=status, retry_after=wait)
    if status >= 500 or status in (408, 425):
        return Unreachable("fetch_status", address=address, status=status)
    return FetchError("fetch_odd_status", address=address, status=status)


def seconds_to_wait(header: str | None, now: dt.datetime) -> int | None:
    """The seconds a Retry-After header asks for, a number or a date (RFC 9110, 10.2.3); None where it says neither."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), LONGEST_WAIT)
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=dt.UTC)
    return min(max(0, round((then - now).total_seconds())), LONGEST_WAIT)
