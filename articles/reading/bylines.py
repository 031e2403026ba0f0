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
    "执笔": "作者",
    "文字整理": "整理",
    "整理": "整理",
    "供图": "摄影",
    "图片": "摄影",
    "责任编辑": "编辑",
    "本版编辑": "编辑",
    "本版责编": "编辑",
    "责编": "编辑",
    "编辑": "编辑",
}
#: Roles of making a page that name nobody an article is by.
_UNNAMED = "|".join(["策划", "统筹", "审读", "审核", "校对", "版式", "美编", "制图", "监制", "实习生"])
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
_SPLIT = re.compile(r"[\s\u3000、，,／/|□■●◆▲△○◎☆★◇▼※]+")
_NOT_NAMES = frozenset(["报道", "综合报道", "采访报道", "采写", "综合", "编译", "发自", "专稿", "本报", "来源", "等"])
_BULLETS = "□■●◆▲△○◎☆★◇▼※—-– \u3000"
_BRACKETS = re.compile(r"[（(]([^（）()]{2,80})[)）]")
_SPACED = re.compile(rf"(?<![^\s\u3000、])({_HAN})[\s\u3000]({_HAN})(?![^\s\u3000、])")
_PERSON = rf"(?:{_HAN}[\s\u3000]{_HAN}|{_HAN}{{2,4}})"
_CREDIT = re.compile(
    rf"(?:[。！？”）\s]|^)((?:{_ORGAN}{{0,4}}(?:记者|通讯员)[\s\u3000]*)?{_PERSON}(?:[\s\u3000、]{_PERSON}){{0,3}}[\s\u3000]*摄)[）)]?$"
)
#: 文/本报记者 …, 图/本报记者 …: who wrote and who took the pictures, each with a role of their own.
_PICTURED = re.compile(r"(?:文|图|文图)\s*[/／]\s*(?=本报|本网|记者|通讯员|特约|见习|首席|全媒|融媒)")
_SKIPPED = re.compile(rf"(?:{_UNNAMED})[:：]?")
_REPORTED = re.compile(r"((?:记者|通讯员|本报记者|本报通讯员)[\s\u3000:：][^，。：:]{2,30}?)[\s\u3000]*报道[:：，]")
#: An agency's own form: the reporter alone in brackets behind the dateline.
_BY_AGENCY = re.compile(rf"[）)电讯][（(]({_HAN}{{2,3}}(?:[\s\u3000、]{_HAN}{{2,3}}){{0,3}})[)）]")
_AGENCY = re.compile(
    r"(?:来源[:：][\s\u3000]*|据)?(新华社|中新社|新华网|中新网|人民网|央视网|中央广播电视总台|[\u4e00-\u9fff]{2,6}(?:日报|晚报))(?:发|供稿|供图|供稿件|电)?"
)
_LONGEST = 80
_HEAD, _TAIL = 3, 2


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Roles (`behind` the names, `either`), names and what is neither, in order; a role glued to a name is two tokens."""
    joined = _SPACED.sub(r"\1\2", _PICTURED.sub("", text.replace("文 / 图", "文/图")))
    joined = joined.replace("文/图", "文图").replace("图/文", "图文")
    parted = _SKIPPED.sub(lambda found: f" {found[0]} ", joined)
    for word in filter(None, _SPLIT.split(parted)):
        rest = word
        if word.startswith("发自"):
            continue
        if _SKIPPED.fullmatch(word):
            yield "skip", word
            continue
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
    skipping = False
    for kind, value in _tokens(text):
        if kind == "other":
            return []
        skipping = kind == "skip" or (skipping and kind == "name")
        if skipping:
            continue
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
        if reported := _REPORTED.match(line):
            yield reported[1]
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
    place_and_day = dateline(lines)
    for byline in _of_agency(lines, place_and_day) if not found else ():
        found[byline.name] = byline
    return tuple(found.values()), place_and_day


def _of_agency(lines: Sequence[str], place_and_day: str | None) -> Iterator[Byline]:
    """An agency's reporter behind its dateline; else the agency or paper a line names as its source."""
    if place_and_day and place_and_day.endswith("电") and (alone := _BY_AGENCY.search(lines[0][:_LONGEST] if lines else "")):
        yield from (Byline("记者", name) for name in re.split(r"[\s\u3000、]+", alone[1]))
        return
    for segment in _segments(lines):
        if named := _AGENCY.fullmatch(segment.strip()):
            yield Byline("机构", named[1])
            return
