"""Which accounts an issue prints: those of its home around the session, of the places below it, a reprint and a borrowed passage."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from scrapers.sample import world
from scrapers.sample.accounts import account
from scrapers.sample.dates import occasion, standard
from scrapers.sample.drafts import Draft, Line
from scrapers.sample.draws import Draw
from scrapers.sample.series import FIRST, LAST
from scrapers.sample.terms import session

#: The winter in which the provincial paper reprints an account of the evening paper, word for word.
REPRINT = 2021
#: The winter in which an account of the county below borrows two paragraphs of the city's.
BORROWED = 2018


def accounts(paper: str, date: dt.date) -> list[Draft]:
    """The accounts of an issue other than the report that opens its first page."""
    home = world.newspapers()[paper].home
    year = date.year - 1
    match occasion(paper, date):
        case "opening":
            drafts = [account(paper, home, "cppcc", year, date), account(paper, home, "congress", year, date)]
            return [*drafts, *_below(paper, date, year, ("cppcc",))]
        case "report":
            drafts = [account(paper, home, organ, year, date) for organ in ("court", "procuratorate", "government")]
            return [*drafts, *_below(paper, date, year, ("congress",)), *_reprint(paper, date)]
        case "closing":
            renewed = session(home, date.year).renewed
            drafts = [account(paper, home, organ, year, date, "term") for organ in ("cppcc", "congress") if renewed]
            return [*drafts, *_borrowing(paper, date, _below(paper, date, year, ("government", "cppcc"), 1))]
        case "yearend" if date.year <= LAST:
            return _below(paper, date, date.year, ("congress" if date.year % 2 else "cppcc",), 2)
    return []


def _below(paper: str, date: dt.date, year: int, organs: Sequence[str], start: int = 0) -> list[Draft]:
    """Accounts of the places below the paper's home, in turn over the years; each organ of another place."""
    if not FIRST <= year <= LAST:
        return []
    places = Draw("turn", paper, occasion(paper, date)).shuffled(world.within(world.newspapers()[paper].home))
    return [account(paper, places[(date.year + start + turn) % len(places)].code, organ, year, date) for turn, organ in enumerate(organs)]


def _reprint(paper: str, date: dt.date) -> list[Draft]:
    if paper != "ljrb" or date.year != REPRINT:
        return []
    first = min(standard("cpwb", REPRINT))
    return [account("cpwb", "990100", "cppcc", REPRINT - 1, first)]


def _borrowing(paper: str, date: dt.date, drafts: list[Draft]) -> list[Draft]:
    """In one winter the last account takes over two paragraphs, without figures, of the city's own account of the year."""
    if paper != "hcrb" or date.year != BORROWED:
        return drafts
    lent = account(paper, world.newspapers()[paper].home, "cppcc", BORROWED - 1, min(standard(paper, BORROWED)))
    passages = [line for line in lent.lines if line.role == "body" and not any(sign.isdigit() for sign in line.text)]
    longest = tuple(Line(line.text) for line in sorted(passages, key=lambda line: -len(line.text))[:2])
    last = drafts[-1]
    return [*drafts[:-1], dataclasses.replace(last, lines=(*last.lines[:-1], *longest, last.lines[-1]))]
