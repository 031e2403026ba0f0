"""The day an article of a site is of: as its address, a feed or its own page says it."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime

from scrapers.platforms.labels import printed_date

_SHANGHAI = dt.timezone(dt.timedelta(hours=8))
#: `/2023/01/05/`, `/2023-01/05/`, `/202301/05/`, `/2023/0105/`, `t20230105_`: a day, and no part of a longer number.
_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)")
#: A weekday and a month in words: the form of feeds (RFC 822).
_IN_WORDS = re.compile(r"\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}")


def day_of_address(address: str) -> dt.date | None:
    """The last day an address names behind its host; None where it names none."""
    for year, month, day in reversed(_IN_ADDRESS.findall(address.partition("//")[2].partition("/")[2].partition("?")[0])):
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def day_of_instant(text: str | None) -> dt.date | None:
    """The day of an instant as feeds, sitemaps and `<meta>` write it, where the newspapers are printed; one without zone is of there."""
    text = (text or "").strip()[:60]
    instant = _instant(text)
    if instant is None:
        return printed_date(text)
    try:
        return (instant.astimezone(_SHANGHAI) if instant.tzinfo else instant).date()
    except OverflowError:
        return None


def _instant(text: str) -> dt.datetime | None:
    try:
        return parsedate_to_datetime(text) if _IN_WORDS.search(text) else dt.datetime.fromisoformat(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
