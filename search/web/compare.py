"""The page that lays two accounts side by side, and what an article may be compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from articles.errors import DamagedArchive, EngineError, QueryError, UnknownArticle, ZongshuError
from articles.exchange import from_json
from articles.model import Article, Neighbour
from search.api.articles import successor
from search.api.compare import compare_question, moved
from search.api.given import Given, given
from search.api.language import language
from search.bodies import neighbours
from search.cite import cite
from search.compare import By, CompareQuestion, Comparison, Comparisons, FigurePair
from search.series import Point
from search.series.humane import humane
from search.web.address import Address, Pair
from search.web.figures import sentence, values
from search.web.render import Pages

router = APIRouter()
#: What the two may be, in the order of the form.
WAYS: tuple[By, ...] = ("year", "place", "id", "revision")
_FIELDS = ("a", "b", "by", "organ", "place", "years", "id")
#: Reprints, articles with passages in common, and revisions that an article is offered to be compared with.
_OFFERED = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of figures: the pair, both values in words with the address of their sentences, and the change in words."""

    pair: FigurePair
    before: str
    before_address: str
    after: str
    after_address: str
    change: str
    percent: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Something an article may be compared with: why (a key of the wording), what it is called, the address."""

    why: str
    name: str
    address: str


@router.get("/compare")
def compare_page(request: Request, rooms: Annotated[Given, Depends(given)]) -> Response:
    """The form; with one article what it may be compared with; with two of something the comparison, or what is wrong with the question."""
    pages: Pages = request.app.state.pages
    asked = request.query_params
    fields = {name: asked.get(name, "").strip() for name in _FIELDS}
    facts: dict[str, Any] = {
        "fields": fields,
        "ways": WAYS,
        "answer": None,
        "rows": (),
        "offers": (),
        "fault": "",
        "gone": None,
        "names": rooms.search.names,
        "others": (),
    }
    if not (fields["a"] and fields["b"]):
        facts |= _offered(request, rooms, fields["a"]) if fields["a"] else {}
        return pages.show(request, "compare.html", **facts)
    try:
        question = _question(request)
        if elsewhere := moved(rooms, question):
            here = Address.of(request.query_params.multi_items(), "/compare")
            for name, id_ in elsewhere.items():
                here = here.with_(name, id_)
            return RedirectResponse(str(here), status_code=308)
        answer = Comparisons(rooms.search, rooms.past).ask(question)
    except (QueryError, UnknownArticle, DamagedArchive) as error:
        return pages.show(request, "compare.html", _status(error), **(facts | {"fault": error.message(language(request))}))
    standing = rooms.holdings.standing(answer.after.id) if answer.by == "revision" else None
    told = {"answer": answer, "rows": [_row(one, _chosen(request)) for one in answer.figures], "others": _beside(answer)}
    return pages.show(request, "compare.html", **(facts | told | {"gone": standing.gone_since if standing else None}))


def _status(error: ZongshuError) -> int:
    return 400 if isinstance(error, QueryError) else 404 if isinstance(error, UnknownArticle) else 503


def _question(request: Request) -> CompareQuestion:
    """The question of the address, as the API reads it; several names may stand in one field. QueryError."""
    asked = request.query_params
    by: By | None = next((way for way in WAYS if way == asked.get("by")), None)
    a, b, years, id_ = (asked.get(name, "").strip()[:100] for name in ("a", "b", "years", "id"))
    organ, place, paper, kind = (values(request, name) for name in ("organ", "place", "paper", "kind"))
    return compare_question(a, b, by or "", organ, place, paper, kind, years, id_)


def _chosen(request: Request) -> list[Pair]:
    return [("lang", language(request))] if "lang" in request.query_params else []


def _row(pair: FigurePair, chosen: Sequence[Pair]) -> Row:
    before, after = ((_value(one, pair.unit), sentence(one.told[0], chosen) if one else "") for one in (pair.before, pair.after))
    change = _signed(pair.change, "百分点" if pair.unit == "%" else pair.unit) if pair.change is not None else ""
    return Row(pair, *before, *after, change, _signed(pair.percent, "%") if pair.percent is not None else "")


def _value(point: Point | None, unit: str) -> str:
    return humane(point.value, unit, point.qualifier) if point else ""


def _signed(number: str, unit: str) -> str:
    """+363.9亿元; −3.5百分点; 0件."""
    sign = "−" if number.startswith("-") else "+" if Decimal(number) else ""
    return f"{sign}{humane(number.lstrip('-'), unit)}"


def _offered(request: Request, rooms: Given, id_: str) -> dict[str, Any]:
    """The article asked about and what it may be compared with, or what is wrong."""
    try:
        stored = rooms.search.index.get(id_) or rooms.search.index.get(successor(rooms, id_))
        article = from_json(stored) if stored else None
        return {"article": article, "offers": _offers(rooms, article, _chosen(request)) if article else ()}
    except (UnknownArticle, EngineError) as error:
        return {"fault": error.message(language(request))}


def _offers(rooms: Given, article: Article, chosen: Sequence[Pair]) -> list[Offer]:
    """The body's accounts of other years, other printings, borrowed passages, revisions."""
    previous, following = neighbours(rooms.search.index, article)
    found = [Offer("previous", _named(previous), with_id(previous.id, article.id, chosen))] if previous else []
    found += [Offer("next", _named(following), with_id(article.id, following.id, chosen))] if following else []
    alike = rooms.search.similar.alike(article, _OFFERED)
    others = [("reprint", one.article) for one in alike.reprints] + [("borrowed", one.article) for one in alike.borrowings]
    names = rooms.search.names
    for why, other in others:
        name = f"{other.title or ''} {cite(other, names.get(other.paper, other.paper))}"
        found.append(Offer(why, name.strip(), with_id(other.id, article.id, chosen)))
    for number in range(article.revision - 1, max(0, article.revision - 1 - _OFFERED), -1):
        pairs = [("by", "revision"), ("id", article.id), ("a", str(number)), ("b", str(article.revision)), *chosen]
        found.append(Offer("revision", str(number), str(Address.of(pairs, "/compare"))))
    return found


def _named(one: Neighbour) -> str:
    return one.title or one.id


def with_id(before: str, after: str, chosen: Sequence[Pair]) -> str:
    """The address of the comparison of two articles."""
    return str(Address.of([("by", "id"), ("a", before), ("b", after), *chosen], "/compare"))


def _beside(answer: Comparison) -> list[tuple[str, str, str]]:
    """The other accounts that fit, each with the ids to compare: what it is called, first id, second id."""
    before = [(f"{one.title or one.id} {one.citation}", one.id, answer.after.id) for one in answer.others_before]
    return before + [(f"{one.title or one.id} {one.citation}", answer.before.id, one.id) for one in answer.others_after]
