"""`/api/v1/export`: all hits of a search, chosen articles, or series over years, as a file that streams."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from articles.errors import QueryError
from search.api.cached import kept
from search.api.given import Given, given
from search.api.language import language
from search.api.parameters import question
from search.export import MEDIA, Format, Head, Heads, Item, chosen, found, series_written, standing, suffix, written
from search.question import Question
from search.series import MOST_SERIES, FigureQuestion, Figures
from search.series.model import LONGEST_WHAT
from storage.ledger import SHANGHAI

router = APIRouter(prefix="/api/v1", tags=["search"])

#: Most articles chosen by id in an address.
MOST_CHOSEN = 200
ChosenIds = Annotated[
    list[Annotated[str, Query(max_length=100, pattern=r"^[A-Za-z0-9_.-]+$")]],
    Query(max_length=MOST_CHOSEN, description="Articles chosen by id, instead of a search."),
]


@router.get(
    "/export",
    response_class=StreamingResponse,
    summary="Hits as a file",
    responses={200: {"content": {media.partition(";")[0]: {} for media in MEDIA.values()}, "description": "The file."}},
)
def export(
    request: Request,
    asked: Annotated[Question, Depends(question)],
    rooms: Annotated[Given, Depends(given)],
    format: Annotated[Format, Query(description="The form of the file.")] = "csv",  # noqa: A002 - the parameter's name
    id: ChosenIds = [],  # noqa: A002, B006 - FastAPI copies defaults
    figures: Annotated[
        str | None, Query(max_length=LONGEST_WHAT, description="Series of this quantity instead (csv, xlsx, jsonl).")
    ] = None,
    most: Annotated[int | None, Query(ge=1, description="At most so many articles; without it all.")] = None,
    bom: Annotated[bool, Query(description="Begin CSV with a byte order mark, for Excel.")] = False,
) -> StreamingResponse:
    """All hits in the order of the search, however many: texts stream from the first article on; XLSX and DOCX come when they are whole.

    The file begins with query, date, holdings and missing issues. A file that breaks off is told by the connection, which does not end in
    order. `limit` and `offset` are of pages: here `most` bounds. Articles chosen by `id` are exported instead of a search; with `figures`
    series over years are, narrowed by `years`, `organ`, `place` and `paper`.
    """
    if not {"limit", "offset"}.isdisjoint(request.query_params):
        raise QueryError("export_pages")
    heads = Heads(rooms.search, rooms.holdings.clock().astimezone(SHANGHAI).date(), language(request))
    if figures is not None:
        head, pieces = _series(rooms, heads, format, asked, figures, most, bom)
    else:
        head, items = _chosen(rooms, heads, id[:most]) if id else (heads.of_question(asked, most), found(rooms.search, asked, most))
        pieces = written(format, head, items, bom=bom)
    name = f"zongshu-{head.day.isoformat()}.{suffix(format)}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": kept(rooms)}
    return StreamingResponse(pieces, headers=headers, media_type=MEDIA[format])


def _chosen(rooms: Given, heads: Heads, ids: list[str]) -> tuple[Head, Iterator[Item]]:
    held = list(dict.fromkeys(standing(rooms.search, rooms.holdings, id_) for id_ in ids))
    return heads.of_ids(len(held)), chosen(rooms.search, rooms.holdings, held)


def _series(
    rooms: Given, heads: Heads, format_: Format, asked: Question, what: str, most: int | None, bom: bool
) -> tuple[Head, Iterator[bytes]]:
    narrowed = FigureQuestion(
        what, organ=asked.organ, place=asked.place, paper=asked.paper, years=asked.years, limit=MOST_SERIES if most is None else most
    )
    answer = Figures(rooms.search).ask(narrowed)
    head = heads.of_series(narrowed, answer)
    return head, series_written(format_, head, answer.series, bom=bom)
