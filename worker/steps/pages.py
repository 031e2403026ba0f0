"""What a fetched page is: its text, its date checked, the addresses it lists. Pure."""

import datetime as dt
from dataclasses import dataclass

from articles.decode import decode
from articles.errors import Unreadable, WrongDate, ZongshuError
from scrapers import LayoutPage, Paper, Platform, platform
from storage import Response
from storage.ledger import Found
from worker.steps.kit import found

#: Ranks of articles start here; those of pages lie below. A page has at most as many articles.
ARTICLES = 10_000


@dataclass(frozen=True, slots=True)
class Listing:
    """What a layout page lists, as addresses of its issue; `only_pdf`: no article, but the page's PDF."""

    page: str | None
    found: tuple[Found, ...]
    only_pdf: bool = False


def read_listing(paper: Paper, date: dt.date, response: Response, rank: int, *, images: bool) -> Listing:
    """The addresses a layout page of the issue of `date` lists. WrongDate where it is another issue's; LayoutUnknown, EmptyIssue."""
    reader = platform(paper.layout(date).platform)
    text = decode(response.payload, response.header("Content-Type")).text
    page = _read(reader, text, response)
    if page.date is not None and page.date != date:
        raise WrongDate("layout_wrong_date", address=response.address, asked=date.isoformat(), printed=page.date.isoformat())
    return Listing(page.number, _addresses(page, response, rank, images), _only_pdf(page))


def _only_pdf(page: LayoutPage) -> bool:
    """Whether the PDF stands for the articles, of which the page lists none."""
    return page.pdf is not None and not page.articles and not page.skip


def newest_date(paper: Paper, day: dt.date, response: Response) -> dt.date | str:
    """The date of the issue a paper's entry shows, or the address it leads on to. LayoutUnknown, EmptyIssue."""
    reader = platform(paper.layout(day).platform)
    text = decode(response.payload, response.header("Content-Type")).text
    leads = reader.forward(text, response.final)
    if leads:
        return leads
    page = _read(reader, text, response)
    if page.date is None:
        raise WrongDate("layout_no_date", address=response.address)
    return page.date


def _read(reader: Platform, text: str, response: Response) -> LayoutPage:
    """The reader's own errors pass; anything else it stumbles over becomes one that names the address."""
    try:
        leads = reader.forward(text, response.final)
        if leads:
            raise WrongDate("layout_forwards", address=response.address, to=leads)
        return reader.read_layout(text, response.final)
    except ZongshuError:
        raise
    except Exception as error:
        raise Unreadable("layout_reader", address=response.address, why=f"{type(error).__name__}: {error}") from error


def _addresses(page: LayoutPage, response: Response, rank: int, images: bool) -> tuple[Found, ...]:
    order = {link.address: place for place, link in enumerate(page.pages, 1)}
    place = order.get(response.final, order.get(response.address, rank))
    listed = [found(link.address, "layout", order[link.address], link.number, skip=link.skip is not None) for link in page.pages]
    for number, link in enumerate(page.articles):
        skip = link.skip is not None or page.skip is not None
        listed.append(found(link.address, "article", place * ARTICLES + ARTICLES + number, page.number, skip=skip))
    if page.pdf and _only_pdf(page):
        listed.append(found(page.pdf, "article", place * ARTICLES + ARTICLES, page.number))
    elif images and page.pdf:
        listed.append(found(page.pdf, "pdf", place * ARTICLES + 2 * ARTICLES - 1, page.number))
    if images and page.image:
        listed.append(found(page.image, "image", place * ARTICLES + 2 * ARTICLES - 1, page.number))
    return tuple(one for one in listed if one.host)
