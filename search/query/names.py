"""Places and organs as users name them → the values the index holds."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from indexing import fold
from search.query.faults import wrong
from search.query.fields import near

#: Names of divisions, folded, and the codes each may stand for.
Places = Mapping[str, tuple[str, ...]]
NO_PLACES: Places = MappingProxyType({})

_CODE = re.compile("[0-9]{2}|[0-9]{4}|[0-9]{6}")
#: What a body is called beside the name the index knows it by.
_ORGANS: Mapping[str, tuple[str, ...]] = {
    "政协": ("人民政协", "政协委员会", "政治协商会议", "人民政治协商会议"),
    "人大": ("人民代表大会", "人大常委会", "人代会"),
    "政府": ("人民政府", "国务院"),
    "法院": ("人民法院", "中级人民法院", "高级人民法院", "中院", "高院"),
    "检察院": ("人民检察院", "检院"),
    "纪委监委": ("纪委", "监委", "纪检监察", "纪律检查委员会", "监察委员会"),
    "党委": ("中共", "市委", "县委", "区委", "省委", "州委", "旗委"),
}
_ORGAN_OF = {alias: organ for organ, aliases in _ORGANS.items() for alias in aliases}
_RANK = re.compile("^(?:全国|[省市县区州盟旗])(?=..)")


def place_names(named: Iterable[tuple[str, str]]) -> Places:
    """The table of places from pairs of name and code: names in force, short, former and customary ones alike."""
    table: dict[str, dict[str, None]] = {}
    for name, code in named:
        table.setdefault(fold(name), {})[code] = None
    return {name: tuple(codes) for name, codes in table.items()}


def places(value: str, known: Places, at: int | None = None) -> tuple[str, ...]:
    """The codes a place's name may stand for, or its code (`63` is 630000). QueryError with the nearest names where there is none."""
    plain = fold(value).strip()
    if _CODE.fullmatch(plain):
        return (plain.ljust(6, "0"),)
    if plain in known:
        return known[plain]
    longer = [name for name in known if plain and name.startswith(plain)][:3]
    alike = [name for name in known if name[:1] == plain[:1]]
    raise wrong("query_place", at, value=value, expected="、".join(longer) or near(plain, alike or known) if known else "630100")


def organs(value: str) -> tuple[str, ...]:
    """An organ as the index knows it; 市政协 and 人民政协 are 政协. A name that is none of them may be a department's: it stays."""
    plain = fold(value).strip()
    unranked = _RANK.sub("", plain, count=1)
    found = next((name for name in (plain, unranked) if name in _ORGANS or name in _ORGAN_OF), plain)
    return tuple(dict.fromkeys((_ORGAN_OF.get(found, found), value.strip())))
