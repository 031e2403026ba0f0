"""What the word of change before a number makes of it: a level (增长到), a rise or fall (增长, 下降), a base (由), its own."""

import re
from enum import Enum

_LEVEL = re.compile(r"(?:[到至为]|增至|降至|升至)$")
_REACHED = re.compile(r"[到至]$")
_WAY = re.compile(r"^(?:同比|同口径|按可比口径|可比口径|累计|了)+|了$")
_RISES = frozenset({"增长", "上升", "提高", "增加", "上涨", "提升", "增幅", "上调", "扩大", "增"})
_FALLS = frozenset({"下降", "减少", "降低", "回落", "下调", "压减", "压缩", "缩短", "少", "降"})
_BASE = re.compile(r"(?:比|较)(?P<base>(?:(?:19|20)\d\d年|年初|五年前|“?十[一二三四]?五”?)[初末底]?)[^，；,;]{0,8}$")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Change(Enum):
    """Ways a number is told."""

    LEVEL = "level"
    RISE = "rise"
    FALL = "fall"
    BASE = "base"
    OWN = "own"


def change(direction: str | None) -> Change:
    """The way of a direction as printed."""
    if direction is None or _LEVEL.search(direction):
        return Change.LEVEL
    if direction in ("由", "从"):
        return Change.BASE
    bare = _WAY.sub("", direction)
    return Change.RISE if bare in _RISES else Change.FALL if bare in _FALLS else Change.OWN


def reached(direction: str | None) -> bool:
    """Whether a direction tells what was reached at the end of its years (增加到), however many they are."""
    return direction is not None and _REACHED.search(direction) is not None


def base(head: str, year: int) -> str:
    """The base of a comparison over other years than one (比2010年 → 2010年), empty for the year before; `head` ends at the number."""
    found = _BASE.search(head)
    if found is None:
        return ""
    named = _YEAR.search(found["base"])
    return "" if named and int(named[0]) == year - 1 else found["base"]
