"""The table of divisions reading works with: passed in, looked up by the names that stand in a text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from articles.model import Place

NATION = "100000"

_RANKS = {"国": "country", "省": "province"}
_ZONE = re.compile(r"经济|高新|经开|开发区")
_MUNICIPALITY = re.compile(r"(?:11|12|31|50)0000")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named at `start:end`: the codes the name may stand for; `short` where its rank is left out (`西宁`)."""

    start: int
    end: int
    codes: tuple[str, ...]
    short: bool


def above(code: str) -> tuple[str, str]:
    """The codes of the prefecture and the province a code lies in, by the national scheme."""
    return f"{code[:4]}00", f"{code[:2]}0000"


def inside(code: str, wider: str) -> bool:
    """Whether a division lies in another one, or is it."""
    return wider in (code, *above(code)) or wider == NATION


@dataclass(frozen=True)
class Divisions:
    """Places by code; `short` are further names that need a context (`湟源`), `also` ones that do not (`大通县`, `襄樊市`)."""

    places: Mapping[str, Place]
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    short: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[Place, Iterable[str], Iterable[str]]]) -> "Divisions":
        """From places with the names beside theirs, full ones and short ones."""
        places: dict[str, Place] = {}
        also: dict[str, tuple[str, ...]] = {}
        short: dict[str, tuple[str, ...]] = {}
        for place, full, bare in rows:
            known = places.setdefault(place.code, place)
            for table, names in ((also, full), (short, bare)):
                for name in names:
                    table[name] = tuple(dict.fromkeys((*table.get(name, ()), known.code)))
        return cls(places, also, short)

    @cached_property
    def _names(self) -> Mapping[str, list[tuple[str, tuple[str, ...], bool]]]:
        full: dict[str, tuple[str, ...]] = dict(self.also)
        for place in self.places.values():
            if place.code != NATION:
                full[place.name] = tuple(dict.fromkeys((*full.get(place.name, ()), place.code)))
        found: dict[str, list[tuple[str, tuple[str, ...], bool]]] = {}
        for table, is_short in ((full, False), (self.short, True)):
            for name, codes in table.items():
                if not (is_short and name in full):
                    found.setdefault(name[:2], []).append((name, codes, is_short))
        for names in found.values():
            names.sort(key=lambda one: -len(one[0]))
        return found

    def mentions(self, text: str) -> Iterator[Mention]:
        """The places a text names, in order: at each place the longest name."""
        at = 0
        names = self._names
        while at < len(text) - 1:
            for name, codes, short in names.get(text[at : at + 2], ()):
                if text.startswith(name, at):
                    yield Mention(at, at + len(name), codes, short)
                    at += len(name) - 1
                    break
            at += 1

    def rank(self, code: str) -> str:
        """The rank in a word, as papers use it: 省 市 州 盟 地区 区 县 旗 (国 for the whole country)."""
        if code == NATION:
            return "国"
        place = self.places[code]
        if place.level == "province":
            return "市" if _MUNICIPALITY.fullmatch(code) else "区" if place.name.endswith("自治区") else "省"
        return "州" if place.name.endswith("州") else "旗" if place.name.endswith("旗") else place.name[-1]

    def without_place(self, name: str) -> str:
        """A body's name without the place it begins with; a short name of a county is one before a zone (昆山开发区) only."""
        for found, codes, short in self._names.get(name[:2], ()):
            zone = _ZONE.match(name[len(found) :])
            county = short and not zone and all(self.places[code].level == "county" for code in codes)
            if name.startswith(found) and not county and len(name) - len(found) > 1:
                return name[len(found) :]
        return name
