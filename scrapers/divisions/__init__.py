"""The divisions of China and of the invented province, as a table reading works with."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from articles.model import Place
from articles.reading.divisions import Divisions
from scrapers.sample import world


def _rows() -> Iterator[tuple[Place, list[str], list[str]]]:
    for line in (files(__name__) / "divisions.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            code, name, level, short = line.split("\t")
            forms = short.split()
            ranked = [form for form in forms if form[-1] in "县州旗" and not (form[-1] == "州" and level == "county")]
            yield Place(code, name, level), ranked, [form for form in forms if form not in ranked]  # type: ignore[arg-type]


def _customary(places: dict[str, Place]) -> Iterator[tuple[Place, list[str], list[str]]]:
    """Former and customary names, and areas that are no division."""
    named = tomllib.loads((files(__name__) / "names.toml").read_text("utf-8"))
    for rows in named.values():
        for row in rows:
            yield places[row["code"]], row["names"], []


def _invented() -> Iterator[tuple[Place, list[str], list[str]]]:
    for place in world.divisions():
        bare = place.name.removesuffix("自治州").rstrip("省市县区")
        yield place, [f"{bare}州"] if place.name.endswith("自治州") else [], [bare] if len(bare) > 1 else []


@cache
def divisions() -> Divisions:
    """Every division by today's table, with the names it has, had or goes by; the sample newspapers' places too."""
    rows = list(_rows())
    return Divisions.of([*rows, *_customary({place.code: place for place, _, _ in rows}), *_invented()])
