"""The routes of the page: results at `/`, an article at `/articles/ID`."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from articles.errors import UnknownArticle, ZongshuError
from articles.exchange import from_json
from articles.model import Article
from search.api.articles import Id, facsimile, successor
from search.api.given import Given, given
from search.api.language import language
from search.api.parameters import question
from search.api.settings import Placed
from search.api.watching import searchable
from search.bodies import neighbours
from search.question import FACETS, FARTHEST, SORTS, Question
from search.timeline import timeline
from search.web.address import Address
from search.web.article import shown
from search.web.render import WORDING, Pages
from search.web.results import chips, facets, turns
from search.web.saved import searched
from search.web.selection import hits_as_files
from search.web.timeline import bars, by_year, rows

router = APIRouter()

#: Searches the start page offers: a word, two words with a span of years, a phrase, a kind.
EXAMPLES = ("政协 提案", '"立案提案"', "协商 年份:2018..2023", "形式:工作报告 民生")


@router.get("/")
def home(
    request: Request,
    asked: Annotated[Question, Depends(question)],
    rooms: Annotated[Given, Depends(given)],
    page: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """The start page; with a query (an empty one too) its results."""
    pages: Pages = request.app.state.pages
    here = Address.of(pair for pair in request.query_params.multi_items() if pair[0] not in ("limit", "offset", "facets"))
    if "q" not in request.query_params and not any(here.filters()) and not asked.all_:
        return pages.show(
            request,
            "start.html",
            articles=searchable(rooms),
            open=rooms.holdings.progress().open,
            papers=rooms.holdings.held(),
            names=rooms.search.names,
            examples=EXAMPLES,
            here=here,
            query="",
        )
    return _results(request, asked, rooms, here, int(page) if page.isdecimal() else 1)


def searched_at(here: Address, path: str) -> Address:
    """The search of a page of results at another path, in the same language."""
    return Address((*searched(here.pairs, path).pairs, *(pair for pair in here.pairs if pair[0] == "lang")), path)


def _results(request: Request, asked: Question, rooms: Given, here: Address, page: int) -> Response:
    pages: Pages = request.app.state.pages
    lang, size, names = language(request), rooms.settings.hits, rooms.search.names
    labels = {"paper": names, "place": rooms.search.lexicon.divisions}
    page = max(1, min(page, FARTHEST // size))
    answer = rooms.search.ask(
        replace(asked, limit=size, offset=(page - 1) * size, facets=FACETS, fold="unfold" not in request.query_params)
    )

    def say(key: str, **facts: object) -> str:
        return WORDING.say(key, lang, **facts)

    counted = by_year(rooms.search, asked) if asked.years else timeline(answer.facets).covered
    return pages.show(
        request,
        "results.html",
        bars=bars(counted, asked, here),
        timeline=searched_at(here, "/timeline.csv"),
        answer=answer,
        asked=asked,
        query=asked.query,
        here=here,
        names=names,
        chips=chips(here, labels, say),
        facets=facets(answer, here, labels, say),
        turns=turns(here, page, size, answer.total),
        page=page,
        first=(page - 1) * size + 1,
        sorts=[(one, here.with_("sort", one)) for one in SORTS],
        files=hits_as_files(here),
        save=searched_at(here, "/saved"),
        feeds=[searched_at(here, path) for path in ("/feed.atom", "/feed.json")],
        ids=set(request.query_params.getlist("id")),
    )


@router.get("/timeline.csv")
def timeline_table(asked: Annotated[Question, Depends(question)], rooms: Annotated[Given, Depends(given)]) -> Response:
    """The hits of a search by year covered, as a table."""
    sent = {"Content-Disposition": 'attachment; filename="timeline.csv"'}
    return StreamingResponse(rows(by_year(rooms.search, asked)), media_type="text/csv; charset=utf-8", headers=sent)


@router.get("/articles/{id}/facsimile")
def picture(request: Request, id: Id, rooms: Annotated[Given, Depends(given)]) -> Response:  # noqa: A002
    """The printed page, as the API gives it."""
    return facsimile(request, id, rooms)


@router.get("/articles/{id}", name="article_page")
def article(
    request: Request,
    id: Id,  # noqa: A002
    rooms: Annotated[Given, Depends(given)],
    q: Annotated[str, Query(max_length=4_000)] = "",
    words: Annotated[bool, Query()] = False,
    synonyms: Annotated[bool, Query()] = True,
) -> Response:
    """An article as printed, with its citation and where it comes from; `q` is marked in it."""
    stored = rooms.search.index.get(id)
    if stored is None:
        moved = Address.of(request.query_params.multi_items(), f"/articles/{successor(rooms, id)}")
        return RedirectResponse(str(moved), status_code=308)
    found = from_json(stored)
    standing = rooms.holdings.standing(id)
    pages: Pages = request.app.state.pages
    name = rooms.search.names.get(found.paper, found.paper)
    printed, lacking = _printed(rooms, found, language(request))
    previous, following = neighbours(rooms.search.index, found)
    chosen = [("lang", language(request))] if "lang" in request.query_params else []
    return pages.show(
        request,
        "article.html",
        printed=printed,
        lacking=lacking,
        previous=previous,
        following=following,
        article=found,
        shown=shown(found, name, rooms.search.highlighter(q, words, synonyms), chosen),
        paper_name=name,
        gone=standing.gone_since if standing else None,
        query=q,
        here=Address.of([("q", q)] if q else []),
    )


def _printed(rooms: Given, article: Article, lang: str) -> tuple[Placed | None, str]:
    """Where the article stands on its archived page; else why that cannot be shown."""
    try:
        if rooms.facsimiles:
            return rooms.facsimiles.place(article), ""
        return None, UnknownArticle("facsimile_none", id=article.id).message(lang)
    except ZongshuError as error:
        return None, error.message(lang)
