"""What a fetched page is: its text, its date checked, the addresses it lists. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from articles.errors import LayoutUnknown, LeftOut, NotText, ReadError, Unreadable, WrongDate, ZongshuError
from articles.reading import promises
from scrapers import ArticleLink, Bounded, LayoutPage, Paper, is_pdf, likely, missed, newest, of_day, page_text, reader_of
from storage import Response
from storage.ledger import Found, Reason
from worker.steps.kit import found
from worker.steps.moves import fits, layout_facts, moved_to

#: Ranks of articles start here; those of pages lie below. A page has at most as many articles.
ARTICLES = 10_000
#: Characters of a title that are kept as the reason why an article is left out.
_TITLE = 60


@dataclass(frozen=True, slots=True)
class Listing:
    """What a layout page lists, as addresses of its issue; `only_pdf`: no article, but the page's PDF; `grows`: a column's list."""

    page: str | None
    found: tuple[Found, ...]
    only_pdf: bool = False
    grows: bool = False


def read_listing(
    paper: Paper, date: dt.date, response: Response, rank: int, *, pdfs: bool, images: bool, focus: str | None = None
) -> Listing:
    """The addresses a layout page of the issue of `date` lists; with a `focus`, articles whose titles promise nothing of it are left out.

    WrongDate where it is another issue's, Gone where it only says that there is nothing; EmptyIssue, Unreadable. LayoutUnknown also where
    it looks like another platform's, and where it has links beside its articles that nobody took.
    """
    reader = reader_of(paper.layout(date))
    text = _text(response)
    page = of_day(_read(reader, text, response, date), date, response.address)
    if page.date is not None and page.date != date:
        raise WrongDate("layout_wrong_date", address=response.address, asked=date.isoformat(), printed=page.date.isoformat())
    if page.reaches is None and (left := missed(text, response.final, page, reader.knows)):
        taken = len(page.articles)
        raise LayoutUnknown("layout_links_missed", address=response.address, missed=len(left), taken=taken, example=left[0])
    wanted, grows = {"pdf": pdfs, "image": images}, page.reaches is not None
    return Listing(page.number, _addresses(page, response, rank, wanted, focus), _only_pdf(page), grows)


def _only_pdf(page: LayoutPage) -> bool:
    """Whether the PDF stands for the articles, of which the page lists none."""
    return page.pdf is not None and not page.articles and not page.texts and not page.skip


def newest_date(paper: Paper, day: dt.date, response: Response) -> dt.date | str:
    """The date of the issue a paper's entry shows, or the address it leads on to. LayoutUnknown, EmptyIssue.

    LayoutUnknown too where that issue lies at an address that the paper's layout does not build: its site has changed them.
    """
    reader = reader_of(paper.layout(day))
    text = _text(response)
    leads = reader.forward(text, response.final)
    if leads:
        return leads
    page = _read(reader, text, response, None)
    shown = newest(page, day)
    if shown is None:
        raise WrongDate("layout_no_date", address=response.address)
    if page.reaches is None and not fits(paper, page, shown, response.final):
        raise moved_to(paper, shown, response.final, likely(text, response.final, shown))
    return shown


def check_file(paper: Paper, date: dt.date, response: Response) -> None:
    """Whether the address of a page's PDF or picture gave a file: EmptyIssue, Gone or LayoutUnknown for a page in its place."""
    if is_pdf(response.payload):
        return
    try:
        seen = reader_of(paper.layout(date)).unlike(_text(response), response.address)
    except (NotText, ReadError):  # no text: a picture
        return
    if seen:
        raise seen


def check_article(paper: Paper, date: dt.date, response: Response) -> None:
    """Whether an article's address gave what may be one, so that it counts as held; what a reader makes of it is seen later.

    WrongDate for a page that lists articles and for another day's article behind a redirect (the site leads elsewhere), EmptyIssue for a
    blank one, Gone where it only says that there is nothing, LayoutUnknown for a shell that a script fills, NotText. What is text and
    cannot be read (yet) is held all the same.
    """
    if is_pdf(response.payload):
        return
    reader = reader_of(paper.layout(date))
    try:
        text = _text(response)
        role = reader.recognise(text)
        seen = None if role else reader.unlike(text, response.address)
        led = role == "article" and response.final != response.address
        printed = reader.read_article(text, response.final).date if led else None
    except ReadError:
        return
    if role == "layout":
        raise WrongDate("article_lists", address=response.address)
    if printed not in (None, date):
        raise WrongDate("layout_wrong_date", address=response.address, asked=date.isoformat(), printed=str(printed))
    if seen:
        raise seen


def _left_out(link: ArticleLink, focus: str) -> Reason:
    return LeftOut("focus_article", title=(link.title or "")[:_TITLE], focus=focus).reason()


def _text(response: Response) -> str:
    return page_text(response.payload, response.header("Content-Type"), response.address).text


def _read(reader: Bounded, text: str, response: Response, date: dt.date | None) -> LayoutPage:
    """The reader's own errors pass, one it does not know is looked at closer; anything else it stumbles over names the address."""
    try:
        leads = reader.forward(text, response.final)
        if leads:
            raise WrongDate("layout_forwards", address=response.address, to=leads)
        return reader.read_layout(text, response.final)
    except LayoutUnknown as unknown:
        raise reader.unlike(text, response.address) or _known_elsewhere(reader, text, response, date) or unknown from unknown
    except ZongshuError:
        raise
    except Exception as error:
        raise Unreadable("layout_reader", address=response.address, why=f"{type(error).__name__}: {error}") from error


def _known_elsewhere(reader: Bounded, text: str, response: Response, date: dt.date | None) -> LayoutUnknown | None:
    """What is said of a page that another platform knows: which one, and what the paper's file would have to say."""
    found = likely(text, response.final, date)
    if found is None:
        return None
    return LayoutUnknown("layout_looks_like", address=response.final, platform=reader.name, **layout_facts(found))


def _addresses(page: LayoutPage, response: Response, rank: int, wanted: Mapping[str, bool], focus: str | None) -> tuple[Found, ...]:
    order = {link.address: place for place, link in enumerate(page.pages, 1)}
    place = order.get(response.final, order.get(response.address, rank))
    listed = [found(link.address, "layout", order[link.address], link.number, skip=link.skip is not None) for link in page.pages]
    for number, link in enumerate(page.articles):
        skip = link.skip is not None or page.skip is not None
        one = found(link.address, "article", place * ARTICLES + ARTICLES + number, page.number, skip=skip)
        listed.append(one if skip or not focus or promises(link.title) else replace(one, skip=True, reason=_left_out(link, focus)))
    if page.pdf and _only_pdf(page):
        listed.append(found(page.pdf, "article", place * ARTICLES + ARTICLES, page.number))
    elif wanted["pdf"] and page.pdf:
        listed.append(found(page.pdf, "pdf", place * ARTICLES + 2 * ARTICLES - 1, page.number))
    if wanted["image"] and page.image:
        listed.append(found(page.image, "image", place * ARTICLES + 2 * ARTICLES - 1, page.number))
    return tuple(one for one in listed if one.host)
