"""A site's own list of the issues of a month (`period.xml`): the best witness of whether there was an issue on a day.

`/periodlist/period` with `period_date` (and `front_page`, `period_name`, `paper_id`): reference, B.2. The parser is given nothing to
expand: a file with a document type is refused, whatever it declares.
"""

import datetime as dt
import re

from lxml import etree

from articles.errors import Unreadable
from scrapers.platforms.labels import printed_date
from scrapers.platforms.sealed import root_of

#: Code points of a list; a month's has some ten thousand, a year's some hundred thousand.
LIMIT = 500_000
_MONTH = re.compile(r"/(\d{4})-?(\d{2})/[^/]*$")
_DATES = ("period_date", "period_name")


def read_calendar(text: str, address: str) -> tuple[dt.date, ...]:
    """The days of the month in `address` on which the site has an issue, ascending; every day listed where the address names no month.

    Unreadable for what is no such list, is too large, declares a document type, or lists other months only.
    """
    listed = {day for period in _periods(text, address) if (day := _day(period))}
    month = _MONTH.search(address)
    own = {day for day in listed if month is None or (day.year, day.month) == (int(month[1]), int(month[2]))}
    if listed and not own:
        raise Unreadable("layout_calendar", address=address)
    return tuple(sorted(own))


def _periods(text: str, address: str) -> list[etree._Element]:
    root = root_of(text, address, LIMIT, "layout_calendar")
    if _name(root) != "periodlist":
        raise Unreadable("layout_calendar", address=address)
    return [element for element in root if _name(element) == "period"]


def _name(element: etree._Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _day(period: etree._Element) -> dt.date | None:
    """The day a period says it is of; None where it names none."""
    said = {_name(field): field.text or "" for field in period}
    return next((day for name in _DATES if (day := printed_date(said.get(name, "")))), None)
