"""One day's articles out of lists that hold many days': what is due by day is by the day an article is of (docs/decisions/0145)."""

import datetime as dt
from dataclasses import replace

from articles.errors import EmptyIssue, WrongDate
from scrapers.platforms.model import LayoutPage, PageLink


def of_day(page: LayoutPage, day: dt.date, address: str) -> LayoutPage:
    """The articles of a day that a list shows, and the lists that may show more; any other layout page as it is.

    WrongDate where the list shows none, ends, and does not reach back beyond the day: nobody knows what there was.
    """
    if page.reaches is None:
        return page
    articles = tuple(link for link in page.articles if link.date == day)
    pages = tuple(link for link in page.pages if link.until is None or link.until >= day)
    if page.reaches >= day and page.further:
        pages = (PageLink(page.further, "", None), *pages)
    elif page.reaches >= day and not articles and not pages:
        raise WrongDate("column_not_reached", address=address, asked=day.isoformat(), reaches=page.reaches.isoformat())
    return replace(page, date=day, articles=articles, pages=pages)


def doubt(page: LayoutPage, day: dt.date, address: str) -> EmptyIssue | None:
    """What is to be said of a list that ends amid the articles of a day: there may have been more."""
    if page.reaches is None or page.reaches < day or page.further or page.pages:
        return None
    return EmptyIssue("column_cut", address=address, asked=day.isoformat())


def newest(page: LayoutPage, before: dt.date) -> dt.date | None:
    """The day of the newest issue a page shows; of a list, that of its newest article of a day that is over."""
    days = [link.date for link in page.articles if link.date and link.date < before]
    return page.date if page.reaches is None else max(days, default=None)
