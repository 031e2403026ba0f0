"""A small file beside another (`a.pdf.toml`, `a.toml`, or `.json`) that says which paper, date and page it is of."""

import datetime as dt
import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from articles.errors import BadNeighbour
from scrapers import Beside, Paper

_ENDINGS = (".toml", ".json")
_FIELDS = ("paper", "date", "page", "page_name", "title")
#: Bytes of such a file.
LARGEST = 65_536


def is_neighbour(name: str) -> bool:
    """Whether a file may say something of another."""
    return name.lower().endswith(_ENDINGS)


def neighbour_of(name: str, names: Iterable[str]) -> str | None:
    """The file among `names` that says something of the file; the one with its whole name goes first."""
    stem = str(PurePosixPath(name).with_suffix(""))
    there = set(names)
    return next((one for whole in (name, stem) for ending in _ENDINGS if (one := whole + ending) in there), None)


def read_neighbour(name: str, payload: bytes, papers: Mapping[str, Paper]) -> Beside:
    """What it says. BadNeighbour for other fields, a paper nobody knows, a date that is none."""
    said = _table(name, payload)
    if strange := sorted(set(said) - set(_FIELDS)):
        raise BadNeighbour("neighbour_field", name=name, field=str(strange[0])[:60], known=" ".join(_FIELDS))
    codes = {paper.name: code for code, paper in papers.items()} | {code: code for code in papers}
    paper = _text(said, "paper")
    code = codes.get(paper.strip("《》")) if paper else None
    if paper and not code:
        raise BadNeighbour("neighbour_value", name=name, field="paper", value=paper[:60])
    return Beside(code, _date(name, said.get("date")), _text(said, "page"), _text(said, "page_name"), _text(said, "title"))


def _table(name: str, payload: bytes) -> Mapping[str, object]:
    try:
        text = payload.decode("utf-8-sig")
        said: object = tomllib.loads(text) if name.lower().endswith(".toml") else json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadNeighbour("neighbour_damaged", name=name, why=str(error)[:120]) from error
    if not isinstance(said, dict):
        raise BadNeighbour("neighbour_damaged", name=name, why="no table")
    return said


def _text(said: Mapping[str, object], field: str) -> str | None:
    value = said.get(field)
    return str(value).strip()[:200] or None if isinstance(value, str | int) else None


def _date(name: str, value: object) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value.date() if isinstance(value, dt.datetime) else value
    try:
        return dt.date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise BadNeighbour("neighbour_value", name=name, field="date", value=str(value)[:60]) from error
