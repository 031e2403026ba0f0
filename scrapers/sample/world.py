"""The invented province: its divisions, its newspapers and its people's names, all from `texts/world.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from articles.model import Place
from scrapers.sample.draws import Draw

_TEXTS = files("scrapers.sample") / "texts"


@dataclass(frozen=True, slots=True)
class Newspaper:
    """A sample newspaper: `home` is its division code, `pages` are the names of its pages in order."""

    code: str
    name: str
    home: str
    pages: tuple[str, ...]
    reporters: tuple[str, ...]


def text(name: str) -> dict[str, Any]:
    """The table of a TOML file of the texts."""
    return tomllib.loads((_TEXTS / f"{name}.toml").read_text("utf-8"))


@cache
def _world() -> dict[str, Any]:
    return text("world")


@cache
def divisions() -> tuple[Place, ...]:
    """The places of the invented province, from the province down."""
    return tuple(Place(**row) for row in _world()["place"])


@cache
def place(code: str) -> Place:
    """The place of a code. KeyError where there is none."""
    return {row.code: row for row in divisions()}[code]


def within(code: str) -> tuple[Place, ...]:
    """The divisions one level below: a province's prefectures, a prefecture's counties, a county's none."""
    if code.endswith("0000"):
        return tuple(row for row in divisions() if row.level == "prefecture")
    if not code.endswith("00"):
        return ()
    return tuple(row for row in divisions() if row.level == "county" and row.code[:4] == code[:4])


@cache
def newspapers() -> dict[str, Newspaper]:
    """The three newspapers by code."""
    rows = (dict(row, pages=tuple(row["pages"]), reporters=tuple(row["reporters"])) for row in _world()["paper"])
    return {row["code"]: Newspaper(**row) for row in rows}


@cache
def people() -> tuple[str, ...]:
    """Some thousand names of invented people."""
    names = _world()["names"]
    draw = Draw("people")
    return tuple(dict.fromkeys(_name(names, draw) for _ in range(4000)))


def _name(names: dict[str, str], draw: Draw) -> str:
    given = draw.choice(names["second"])
    if draw.chance(72):
        given = draw.choice(names["first"]) + given
    return draw.choice(names["family"]) + given
