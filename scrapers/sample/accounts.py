"""The yearly accounts: what the conference, congress, government, courts and procuratorates did in a year, as the papers tell it.

Patterns stand in `texts/accounts_<organ>.toml`: forms (title block, opening, end) and sections, of which an account takes some, in order.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from articles.model import Byline, Kind
from scrapers.sample import series, world
from scrapers.sample.drafts import Draft, Line
from scrapers.sample.draws import Draw
from scrapers.sample.phrases import Telling, of_year
from scrapers.sample.setting import place_words, session_words, telling
from scrapers.sample.terms import numeral, session

ORGANS = {"cppcc": "政协", "congress": "人大", "government": "政府", "court": "法院", "procuratorate": "检察院"}
_KINDS: Mapping[str, Kind] = {"account": "summary.account", "report": "summary.report", "term": "summary.term"}


@cache
def _texts(organ: str) -> dict[str, Any]:
    return world.text(f"accounts_{organ}")


def account(paper: str, place: str, organ: str, year: int, date: dt.date, form: str = "account") -> Draft:
    """An account of `year` printed on `date`.

    `form` is `account` (the paper's own), `report` (given to the session, of five years at a change of term) or `term` (of five years).
    """
    years = 5 if form == "term" or (form == "report" and session(place, date.year).renewed) else 1
    told = telling(paper, place, date, _facts(paper, place, organ, year, years, date), organ, form, steady=False)
    told.turn(year)
    rows = [row for row in _texts(organ)["form"] if row["form"] == form and row.get("years", 1) == years]
    row = Draw("form", paper, place, organ, form, year).choice(rows)
    lines = [Line(told.one(line)) for line in row["opening"]]
    for section in _sections(_open_to(organ, place), form, years, year, Draw("sections", paper, place, organ, form, year)):
        lines += _section(section, told)
    lines += [Line(told.one(line)) for line in row["ending"]]
    return _draft(row, told, lines, place, organ, (year - years + 1, year))


def _facts(paper: str, place: str, organ: str, year: int, years: int, date: dt.date) -> Mapping[str, str]:
    """The series' words, the session's and the years' of an account."""
    return {
        **place_words(place),
        **_seen_from(paper, place),
        **session_words(place, date.year),
        **_term_reviewed(place, date.year),
        **series.facts(place, organ, year, years),
        "y": str(year),
        "since": str(year - years + 1),
        "plan": str(year + 1),
        "before": str(year - 1),
    }


def _term_reviewed(place: str, year: int) -> Mapping[str, str]:
    """The term an account speaks of: at the first session of a new one, the one that has ended."""
    held = session(place, year)
    rank, back = place_words(place)["lv"], int(held.renewed)
    return {
        "congress_term": f"{rank}{numeral(held.congress - back)}届人大",
        "cppcc_term": f"{rank}政协{numeral(held.conference - back)}届",
        "law_word": "规范性文件" if world.place(place).level == "county" else "地方性法规",
    }


def _seen_from(paper: str, place: str) -> Mapping[str, str]:
    """A paper calls the bodies of another place by its full name: 永稔县政协, not 县政协."""
    if place == world.newspapers()[paper].home:
        return {}
    name = world.place(place).name
    own = place_words(place)
    return {"our": name, "cppcc": f"{name}政协", "congress": f"{name}人大常委会", "party": own["party"]}


def _open_to(organ: str, place: str) -> list[dict[str, Any]]:
    """The sections a body of the place may have: a county's congress makes no laws."""
    level = world.place(place).level
    return [row for row in _texts(organ)["section"] if level in row.get("levels", [level])]


def _sections(open_to: list[dict[str, Any]], form: str, years: int, year: int, draw: Draw) -> Sequence[dict[str, Any]]:
    """Some of an organ's sections, in their order; a report takes all of its own."""
    rows = [row for row in open_to if form in row.get("forms", ["account"]) and row.get("span", years) == years]
    rows = [row for row in rows if any(of_year(line, year) for line in row["heading"])]
    if form == "report":
        return rows
    kept = set(draw.shuffled(range(len(rows)))[: draw.between(3, 5)])
    return [row for index, row in enumerate(rows) if index in kept or row.get("always")]


def _section(section: dict[str, Any], told: Telling) -> list[Line]:
    """A heading and its paragraphs; a paragraph none of whose patterns is of the year is left out, as is one told as nothing."""
    name = section["heading"][0]
    lines = [Line(told.one(section["heading"]), "heading", f"{name}/0")]
    texts = [(number, told.one(line)) for number, line in enumerate(section["lines"], 1) if told.fitting(line)]
    return lines + [Line(text, part=f"{name}/{number}") for number, text in texts if text]


def _draft(row: dict[str, Any], told: Telling, lines: list[Line], place: str, organ: str, years: tuple[int, int]) -> Draft:
    form = row["form"]
    author, bylines = _author(told) if form != "report" else (None, ())
    return Draft(
        f"account.{organ}.{form}",
        told.one(row["title"]),
        tuple(line for line in lines if line.text),
        kicker=told.one(row["kicker"]) or None if "kicker" in row else None,
        subtitle=told.one(row["subtitle"]) or None if "subtitle" in row else None,
        author=author,
        bylines=bylines,
        kind=_KINDS[form],
        organ=ORGANS[organ],
        place=place,
        years=years,
        figures={key: value for key, value in told.used.items() if key in series.keys(organ)},
    )


def _author(told: Telling) -> tuple[str, tuple[Byline, ...]]:
    reporter, other = told.say("{reporter}"), told.say("<||{person}>")
    author = f"本报记者 {reporter}" + (f" 通讯员 {other}" if other else "")
    return author, (Byline("记者", reporter), *([Byline("通讯员", other)] if other else []))
