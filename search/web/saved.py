"""The page of saved searches: each with its feeds, a form to save another, a button to forget one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from articles.errors import QueryError
from search.api.given import Given, given
from search.api.language import language
from search.api.parameters import question
from search.question import SORTS, Question
from search.saved import SavedSearch, pairs_of
from search.web.address import FILTERS, Address, Pair
from search.web.forms import fields_of
from search.web.render import WORDING, Pages
from search.web.results import Chip, chips

router = APIRouter()
#: The parameters of an address that are of the search, not of its page.
_OF_SEARCH = ("q", *FILTERS, "all", "sort", "words", "synonyms", "names")
_ON, _OFF = ("1", "true", "on"), ("0", "false", "off")
Text = Annotated[str, Query(max_length=100)]


@dataclass(frozen=True, slots=True)
class Shown:
    """A saved search, its query, what narrows it, and its addresses."""

    saved: SavedSearch
    query: str
    filters: Sequence[Chip]
    page: str
    atom: str
    json_feed: str


def searched(pairs: Iterable[Pair], path: str) -> Address:
    """The same search at another path."""
    return Address(tuple(pair for pair in pairs if pair[0] in _OF_SEARCH and pair[1]), path)


@router.get("/saved")
def saved_page(request: Request, rooms: Annotated[Given, Depends(given)], done: Text = "", gone: Text = "") -> Response:
    """The searches that are saved; with a search in the address, the form to save it."""
    asked = searched(request.query_params.multi_items(), "/saved")
    return _page(request, rooms, asked.pairs, done=done, gone=gone)


@router.post("/saved")
async def save(request: Request, rooms: Annotated[Given, Depends(given)]) -> Response:
    """Save a search; what is wrong with it is told beside the form."""
    fields = await fields_of(request, rooms)
    name, alert = (fields.pop(one, [usual])[0] for one, usual in (("name", ""), ("alert", "none")))
    pairs = searched(((name, value) for name, values in fields.items() for value in values), "/saved").pairs
    try:
        found = await run_in_threadpool(lambda: rooms.shelf.add(name, _question(fields), alert))
    except QueryError as error:
        fault = error.message(language(request))
        return await run_in_threadpool(lambda: _page(request, rooms, pairs, 400, fault=fault, name=name, alert=alert))
    return _back(request, done=found.name)


@router.post("/saved/remove")
async def remove(request: Request, rooms: Annotated[Given, Depends(given)]) -> Response:
    """Forget a search. UnknownArticle where there is none."""
    fields = await fields_of(request, rooms)
    found = await run_in_threadpool(rooms.shelf.remove, fields.get("key", [""])[0])
    return _back(request, gone=found.name)


def _page(  # noqa: PLR0913 - what the form held
    request: Request,
    rooms: Given,
    pairs: Sequence[Pair],
    code: int = 200,
    *,
    done: str = "",
    gone: str = "",
    fault: str = "",
    name: str = "",
    alert: str = "none",
) -> Response:
    pages: Pages = request.app.state.pages
    lang, labels = language(request), {"paper": rooms.search.names, "place": rooms.search.lexicon.divisions}
    return pages.show(
        request,
        "saved.html",
        code,
        saved=[_shown(one, labels, lang) for one in rooms.shelf.all()],
        asked=pairs,
        asked_query=next((value for name, value in pairs if name == "q"), ""),
        asked_filters=_filters(Address(tuple(pairs)), labels, lang),
        ways=rooms.shelf.ways,
        token=rooms.access.writing,
        done=done,
        gone=gone,
        fault=fault,
        called=name,
        alert=alert,
    )


def _shown(one: SavedSearch, labels: Mapping[str, Mapping[str, str]], lang: str) -> Shown:
    here = Address.of(pairs_of(one.question))
    feeds = (f"/feed.atom?saved={one.key}", f"/feed.json?saved={one.key}")
    return Shown(one, one.question.query, _filters(here, labels, lang), str(here), *feeds)


def _filters(here: Address, labels: Mapping[str, Mapping[str, str]], lang: str) -> list[Chip]:
    return chips(here, labels, lambda key, **facts: WORDING.say(key, lang, **facts))


def _question(fields: Mapping[str, Sequence[str]]) -> Question:
    """The search of a form, read as an address is. QueryError."""

    def one(name: str) -> str:
        return next(iter(fields.get(name, ())), "")

    return question(
        q=one("q"),
        years=one("years"),
        printed=one("printed"),
        organ=list(fields.get("organ", ())),
        place=list(fields.get("place", ())),
        paper=list(fields.get("paper", ())),
        kind=list(fields.get("kind", ())),
        all=one("all") in _ON,
        sort=next((sort for sort in SORTS if sort == one("sort")), None),
        words=one("words") in _ON,
        synonyms=one("synonyms") not in _OFF,
        names=one("names") not in _OFF,
    )


def _back(request: Request, **told: str) -> Response:
    chosen = [("lang", language(request))] if "lang" in request.query_params else []
    return RedirectResponse(str(Address.of([*chosen, *told.items()], "/saved")), status_code=303)
