"""Bylines: who is named for an article, in the forms papers print (`本报记者 X Y`, `（记者X、通讯员Y）`, `X 摄`)."""

import re
from collections.abc import Iterator, Sequence

from articles.model import Byline
from articles.reading.dateline import dateline

_HAN = r"[\u4e00-\u9fff\u3400-\u4dbf]"
_ROLES = {
    "记者": "记者",
    "通讯员": "通讯员",
    "摄影报道": "摄影",
    "摄影": "摄影",
    "作者": "作者",
    "撰文": "作者",
    "撰稿": "作者",
    "整理": "整理",
    "供图": "摄影",
    "图片": "摄影",
}
#: Roles that stand behind the names (`张三 摄`); names that have a role of their own keep it.
_BEHIND = {
    **dict.fromkeys(["摄", "摄影", "摄影报道", "供图", "图"], "摄影"),
    **dict.fromkeys(["文/图", "图/文", "文图", "文", "撰文", "供稿"], "作者"),
    "整理": "整理",
}
_HOUSE = rf"{_HAN}{{2,6}}(?:日报|晚报|早报|时报|报|社|网|台|中心)"
_ORGAN = rf"(?:本报|本网|本台|特约|特派|见习|实习|首席|全媒体?|融媒体?|驻{_HAN}{{2,4}}|{_HOUSE})"
_LEAD = re.compile(rf"{_ORGAN}{{0,4}}(?P<role>{'|'.join(_ROLES)})[:：]?")
_NAME = re.compile(rf"{_HAN}{{2,4}}|{_HAN}{{1,8}}(?:[·•]{_HAN}{{1,8}})+")
_SPLIT = re.compile(r"[\s\u3000、，,／|]+")
_NOT_NAMES = frozenset(["报道", "采写", "综合", "编译", "发自", "专稿", "本报", "来源", "实习生", "等"])
_BULLETS = "□■●◆▲△○◎☆★◇▼※—-– \u3000"
_BRACKETS = re.compile(r"[（(]([^（）()]{2,80})[)）]")
_SPACED = re.compile(rf"(?<![^\s\u3000、])({_HAN})[\s\u3000]({_HAN})(?![^\s\u3000、])")
_PERSON = rf"(?:{_HAN}[\s\u3000]{_HAN}|{_HAN}{{2,4}})"
_CREDIT = re.compile(
    rf"(?:[。！？”）\s]|^)((?:{_ORGAN}{{0,4}}(?:记者|通讯员)[\s\u3000]*)?{_PERSON}(?:[\s\u3000、]{_PERSON}){{0,3}}[\s\u3000]*摄)[）)]?$"
)
_LONGEST = 80
_HEAD, _TAIL = 3, 2


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Roles (`behind` the names, `either`), names and what is neither, in order; a role glued to a name is two tokens."""
    joined = _SPACED.sub(r"\1\2", text.replace("文 / 图", "文/图"))
    for word in filter(None, _SPLIT.split(joined)):
        rest = word
        if word in _BEHIND:
            yield ("either" if word in _ROLES else "behind"), _BEHIND[word]
            continue
        if lead := _LEAD.match(word):
            yield "role", _ROLES[lead["role"]]
            rest = word[lead.end() :]
        if rest in _BEHIND:
            yield "behind", _BEHIND[rest]
        elif _NAME.fullmatch(rest[:-1]) and rest.endswith("摄"):
            yield from (("name", rest[:-1]), ("behind", _BEHIND["摄"]))
        elif _NAME.fullmatch(rest) and rest not in _NOT_NAMES:
            yield "name", rest
        elif rest and rest not in _NOT_NAMES:
            yield "other", rest


def _named(text: str, role: str | None = None) -> list[Byline]:
    """The people of a byline; nothing where it holds anything else, or names without a role."""
    found: list[Byline] = []
    bare: list[str] = []
    current = role
    for kind, value in _tokens(text):
        if kind == "other":
            return []
        if kind == "name":
            found += [Byline(current, value)] if current else []
            bare += [] if current else [value]
        elif kind == "role" or (kind == "either" and not bare):
            current = value
        else:
            found += [Byline(value, name) for name in bare]
            bare = []
    return [] if bare else found


def _segments(lines: Sequence[str]) -> Iterator[str]:
    """Where bylines stand: short lines at both ends, brackets near the head, brackets and picture credits at the end of a line."""
    ends = [*lines[:_HEAD], *lines[_HEAD:][-_TAIL:]]
    for text in ends:
        line = text.strip().lstrip(_BULLETS)
        if len(line) <= _LONGEST:
            yield line.strip("（）()")
        brackets = list(_BRACKETS.finditer(line))
        yield from (found[1] for found in brackets if found.start() <= _LONGEST or found.end() == len(line))
        if credit := _CREDIT.search(line[-_LONGEST:]):
            yield credit[1]


def bylines(lines: Sequence[str], author: str | None = None) -> tuple[tuple[Byline, ...], str | None]:
    """Who is named for an article and its dateline; `lines` are its printed lines, `author` what its page names apart from them.

    Each person once, in printed order, in the first role that says more than `作者`. An author's field that names no person by role is
    the author, be it a body.
    """
    found: dict[str, Byline] = {}
    if author and len(author) <= _LONGEST:
        people = _named(author.strip().lstrip(_BULLETS)) or _named(author, "作者")
        whole = [] if _LEAD.fullmatch(author) else [Byline("作者", author.strip())]
        for byline in people or whole:
            found.setdefault(byline.name, byline)
    for segment in _segments(lines):
        for byline in _named(segment):
            if byline.name not in found or found[byline.name].role == "作者":
                found[byline.name] = byline
    return tuple(found.values()), dateline(lines)
