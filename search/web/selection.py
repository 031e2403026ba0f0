"""The basket: chosen articles stand in the address, with their citations and the files they can be had as."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from articles.errors import QueryError, UnknownArticle
from search.api.export import MOST_CHOSEN
from search.api.given import Given, given
from search.export import FORMATS, Format, Item, chosen, citation
from search.web.address import Address, Pair
from search.web.render import Pages

router = APIRouter()
Ids = Annotated[list[Annotated[str, Query(max_length=100, pattern=r"^[A-Za-z0-9_.-]+$")]], Query()]
#: The styles of citations shown at once, and those behind a fold.
_SHOWN: tuple[Format, ...] = ("short", "gbt7714")
_FOLDED: tuple[Format, ...] = ("bibtex", "ris")
#: What an address of results says that is of its page alone.
_OF_PAGE = ("page", "unfold", "limit", "offset", "facets", "id")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chosen article: itself, its citations by style, and the address of the basket without it."""

    item: Item
    shown: Sequence[tuple[str, str]]
    folded: Sequence[tuple[str, str]]
    without: str


def hits_as_files(here: Address) -> list[tuple[str, str]]:
    """The formats, each with the address of a search's hits as such a file."""
    return _files(pair for pair in here.pairs if pair[0] not in _OF_PAGE)


def _files(pairs: Iterable[Pair]) -> list[tuple[str, str]]:
    kept = tuple(pairs)
    return [(name, str(Address.of([("format", name), *kept], "/api/v1/export"))) for name in FORMATS]


@router.get("/selection")
def selection(request: Request, rooms: Annotated[Given, Depends(given)], id: Ids = []) -> Response:  # noqa: A002, B006
    """The chosen articles; those that are held no more are named. QueryError where they are more than an address should carry."""
    ids = list(dict.fromkeys(id))
    if len(ids) > MOST_CHOSEN:
        raise QueryError("export_selection", count=len(ids), expected=MOST_CHOSEN)
    here = Address.of(request.query_params.multi_items(), "/selection")
    held, gone = list[Chosen](), list[str]()
    for id_ in ids:
        try:
            held += [_shown(one, here.removing("id", id_)) for one in chosen(rooms.search, rooms.holdings, [id_])]
        except UnknownArticle:
            gone.append(id_)
    language = [pair for pair in here.pairs if pair[0] == "lang"]
    pages: Pages = request.app.state.pages
    return pages.show(
        request,
        "selection.html",
        held=held,
        gone=gone,
        files=_files([*language, *(("id", one.item.article.id) for one in held)]),
        back=Address(here.pairs, "/"),
        emptied=Address(here.removing("id").pairs, "/"),
        query="",
    )


def _shown(item: Item, without: Address) -> Chosen:
    told = [[(style, citation(item, style)) for style in styles] for styles in (_SHOWN, _FOLDED)]
    return Chosen(item, told[0], told[1], str(without))
