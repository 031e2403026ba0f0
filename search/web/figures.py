"""The page of figures: a quantity of bodies over the years as charts, one a unit, and tables; every point leads to its sentence."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response

from articles.errors import QueryError
from search.api.figures import figure_question
from search.api.given import Given, given
from search.api.language import language
from search.query import quoted
from search.series import FigureQuestion, Figures, Gap, Point, Series, Source
from search.web.address import Address, Pair
from search.web.charts import ChartLine, ChartPoint, Drawing, drawing
from search.web.render import WORDING, Pages

router = APIRouter()
Say = Callable[..., str]
#: Lines of a chart, and characters of a sentence that a link looks for.
_DRAWN, _SOUGHT = 10, 40
_BETWEEN = re.compile(r"[\s,，、;；]+")
_STEPS = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a series' table: a value with its address, or a gap."""

    year: int
    point: Point | None
    gap: Gap | None
    value: str
    address: str


@dataclass(frozen=True, slots=True)
class Told:
    """A series, what it is called, and its rows."""

    name: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Group:
    """Series of one unit that cover as many years: the only ones that may share a chart."""

    unit: str
    span: int
    chart: Drawing | None
    series: Sequence[Told]


@router.get("/figures")
def figures_page(request: Request, rooms: Annotated[Given, Depends(given)]) -> Response:
    """The form; with a question the series, or what is wrong with it."""
    pages: Pages = request.app.state.pages
    lang, here = language(request), Address.of(request.query_params.multi_items(), "/figures")
    fields = {name: "、".join(values(request, name)) for name in ("organ", "place")}
    fields |= {name: request.query_params.get(name, "") for name in ("q", "years", "unit", "planned", "below")}
    facts: dict[str, Any] = {"here": here, "fields": fields, "answer": None, "fault": "", "names": rooms.search.names}
    if not any(fields[name] for name in ("q", "organ", "place")):
        return pages.show(request, "figures.html", **facts)
    try:
        answer = Figures(rooms.search).ask(_question(request))
    except QueryError as error:
        return pages.show(request, "figures.html", 400, **(facts | {"fault": error.message(lang)}))
    chosen = [("lang", lang)] if "lang" in request.query_params else []
    groups = _groups(answer.series, chosen, lambda key, **more: WORDING.say(key, lang, **more))
    return pages.show(request, "figures.html", **(facts | {"answer": answer, "groups": groups, "csv": _csv(request)}))


def _csv(request: Request) -> Address:
    """The same series as a table."""
    given_ = request.query_params
    pairs = [("q", given_.get("q", "")), *((name, value) for name in ("organ", "place", "paper") for value in values(request, name))]
    pairs += [(name, given_.get(name, "")) for name in ("years", "unit", "planned", "below")]
    return Address.of([*pairs, ("format", "csv")], "/api/v1/figures")


def values(request: Request, name: str) -> list[str]:
    """The values of a filter, several of which may stand in one field."""
    return [one for text in request.query_params.getlist(name) for one in _BETWEEN.split(text) if one]


def _question(request: Request) -> FigureQuestion:
    """The question of the address, as the API reads it. QueryError."""
    given_ = request.query_params
    on = {name: given_.get(name, "") in ("1", "true") for name in ("planned", "below")}
    return figure_question(
        q=given_.get("q", ""),
        organ=values(request, "organ"),
        place=values(request, "place"),
        paper=values(request, "paper"),
        years=given_.get("years", ""),
        unit=given_.get("unit", ""),
        limit=20,
        **on,
    )


def _groups(series: Sequence[Series], chosen: Sequence[Pair], say: Say) -> list[Group]:
    """The series by unit and years covered, in their order."""
    order = {key: number for number, key in reversed(list(enumerate((one.unit, one.years) for one in series)))}
    ordered = sorted(series, key=lambda one: order[one.unit, one.years])
    found = groupby(ordered, key=lambda one: (one.unit, one.years))
    return [_group(unit, span, list(some), chosen, say) for (unit, span), some in found]


def _group(unit: str, span: int, series: Sequence[Series], chosen: Sequence[Pair], say: Say) -> Group:
    told = [Told(called(one), _rows(one, chosen)) for one in series]
    years = [row.year for one in told[:_DRAWN] for row in one.rows]
    whole = range(min(years), max(years) + 1)
    lines = [ChartLine(one.name, [_point(one.name, row, say) for row in one.rows if row.point]) for one in told[:_DRAWN]]
    return Group(unit, span, drawing(lines, whole, label) if len(whole) <= 200 else None, told)


def _point(name: str, row: Row, say: Say) -> ChartPoint:
    planned = row.point is not None and row.point.status == "planned"
    words = say("figures.point_planned" if planned else "figures.point", name=name, year=row.year, value=row.value)
    return ChartPoint(row.year, float(row.point.value) if row.point else 0.0, words, row.address, planned)


def _rows(one: Series, chosen: Sequence[Pair]) -> list[Row]:
    rows = [Row(point.year, point, None, f"{Decimal(point.value):,}{one.unit}", sentence(point.told[0], chosen)) for point in one.points]
    rows += [Row(gap.year, None, gap, "", "") for gap in one.gaps]
    return sorted(rows, key=lambda row: row.year)


def called(one: Series) -> str:
    """What a series is called: whose it is and what is counted."""
    return f"{one.place.name}{one.organ} {one.what}"


def label(value: float) -> str:
    """A value at an axis: 1.5万, 80."""
    step, name = next(((step, name) for step, name in _STEPS if abs(value) >= step), (1.0, ""))
    return f"{value / step:.4g}{name}"


def sentence(source: Source, chosen: Sequence[Pair]) -> str:
    """The address of a sentence: the article with it marked, opened where it stands."""
    sought = source.sentence.split("\n", 1)[0][:_SOUGHT]
    page = Address.of([("q", quoted(sought)), *chosen], f"/articles/{source.id}")
    return f"{page}#:~:text={quote(sought, safe='')}"
