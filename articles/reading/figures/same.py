"""The same fact told twice: equal value, unit, status and years, things that share most of their characters, and no other stage."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from articles.model import Figure
from articles.reading.rules import pattern

#: Shares of the shorter name's characters that the longer one must hold. Tuned on the tune half of labels/figures.jsonl and the seed.
_SHARED = 0.7
_NEAR = 24
_MARKS = re.compile(r"[，。；：;:、]")


def stages(one: Figure) -> frozenset[str]:
    """The stages (立案, 办复, 批示) named around a figure in its clause."""
    at = one.sentence.find(one.what) if one.what else 0
    place = one.sentence.find(_printed(one))
    place = max(at, 0) if place < 0 else place
    marks = [found.end() for found in _MARKS.finditer(one.sentence, 0, place)]
    stop = _MARKS.search(one.sentence, place)
    clause = one.sentence[marks[-1] if marks else 0 : stop.start() if stop else len(one.sentence)]
    return frozenset(pattern("figures", "stages").findall(clause))


def _printed(one: Figure) -> str:
    value = Decimal(one.value)
    return f"{value}{one.unit_printed}"


def _alike(one: str, other: str) -> bool:
    shorter = min(set(one), set(other), key=len)
    return bool(shorter) and len(set(one) & set(other)) / len(shorter) >= _SHARED


def linked(found: Sequence[Figure]) -> list[int | None]:
    """For each figure the index of the earlier one that tells the same fact, else None."""
    first: dict[tuple[object, ...], list[int]] = {}
    links: list[int | None] = []
    told = cache(lambda at: stages(found[at]))
    for place, one in enumerate(found):
        key = (one.value, one.unit, one.status, one.period)
        earlier = [at for at in first.setdefault(key, [])[-_NEAR:] if _alike(found[at].what, one.what)]
        same = [at for at in earlier if one.sentence != found[at].sentence and told(at) == told(place)]
        links.append(same[0] if same and one.what and one.unit not in ("%", "百分点", "倍") else None)
        if links[-1] is None:
            first[key].append(place)
    return links
