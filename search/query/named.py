"""What a word of a query names: a place, an organ, a year, or a body (雁洲市政协).

A paper seldom prints what is plain to its readers: 全市法院 in the paper of 澄浦, 去年 for the year. So a term that *is* such a name (never
one that holds it) also finds the articles that were read as being about it. Kept apart is what may be a mere word: an organ with a rank
but without its place (市政协) is no name, nor a short name of two characters that several places share (和平).
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from indexing import fold
from search.query.names import Places
from search.query.tree import Named

#: Organs by every name that carries no rank.
_ORGANS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("政协", "人民政协", "政协委员会"), "政协"),
        **dict.fromkeys(("人大", "人民代表大会", "人大常委会"), "人大"),
        **dict.fromkeys(("政府", "人民政府"), "政府"),
        **dict.fromkeys(("法院", "人民法院", "中级人民法院", "高级人民法院"), "法院"),
        **dict.fromkeys(("检察", "检察院", "人民检察院"), "检察院"),
        **dict.fromkeys(("纪委", "监委", "纪委监委"), "纪委监委"),
        "党委": "党委",
    }
)
#: Bodies whose name is neither place nor rank, with the place they are of.
_BODIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"国务院": ("中国", "政府"), "全国人大": ("中国", "人大"), "全国政协": ("中国", "政协")}
)
_YEAR = re.compile("((?:19|20)[0-9]{2})年?度?")
_DEPARTMENT = re.compile("[\u4e00-\u9fff]{2,10}[局厅委办]")
_SHORTEST, _LONGEST = 2, 14


def named(text: str, known: Places) -> tuple[Named, ...]:
    """What a term names as a whole, each of which must hold; nothing where it is no name. `known`: names of places to codes."""
    plain = fold(text).strip()
    if year := _YEAR.fullmatch(plain):
        return (Named("years", year[1], (year[1],)),)
    if plain in _BODIES:
        place, organ = _BODIES[plain]
        return (Named("place", place, known[place]), _organ(organ)) if place in known else ()
    if plain in _ORGANS:
        return (_organ(_ORGANS[plain]),)
    return next(_bodies(plain, known), ())


def _bodies(plain: str, known: Places) -> Iterator[tuple[Named, ...]]:
    """The longest name of a place a text begins with, alone or before an organ."""
    for end in range(min(len(plain), _LONGEST), _SHORTEST - 1, -1):
        place, rest = plain[:end], plain[end:]
        codes = known.get(place, ())
        if not codes or (end == _SHORTEST and len(codes) > 1):
            continue
        organ = _ORGANS.get(rest) or (rest if _DEPARTMENT.fullmatch(rest) else None)
        if not rest or organ:
            yield (Named("place", place, codes), *((_organ(organ),) if organ else ()))


def _organ(name: str) -> Named:
    return Named("organ", name, (name,))
