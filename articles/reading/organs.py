"""Whose work a piece is about: 政府, 人大, 政协, 法院, 检察院, 纪委监委, 党委, or a department by its name without its place."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from articles.reading.divisions import Divisions
from articles.reading.piece import Basis, Finding, Line, Piece
from articles.reading.rules import pattern, table

_RESOLVED = re.compile(r"的决[议定]")
_REPORT = re.compile(r"(政府|国务院|行政公署|法院|检察院|常务委员会|常委会)(?:[^，。]{0,4})工作报告")
#: A standing committee hears the reports of others; they are not what is told.
_HEARD = re.compile(r"(?:人大|常委会|政协).*听取")
#: A court's or procuratorate's own bureau (法院执行局) is the court.
_OF_COURTS = re.compile(r"法院|检察院")
#: What stands before a department's name: its place; not 城市管理局, 市场监督管理局, 开发区管委会.
_BEFORE = re.compile(r".*(?:[省县州盟旗]|(?<!城)市(?!场监)|(?<!开发)区(?!管委会))委?(?=[\u4e00-\u9fff]{2})")
_LEADER = re.compile(r"书记|领导|省委|市委|县委|区委|党委|党代会以来")
_INSPECTS = re.compile(r"(?:第?[一二三四五六七八九十]+)?(?:轮|巡[察视]|督[查导]组)")
#: How far into a line the body stands whose account the line is, and how much of an opening tells whose works it counts.
_OWNER, _TOLD = 16, 160


@cache
def _bodies() -> re.Pattern[str]:
    groups = (f"(?P<b{place}>{'|'.join(words)})" for place, words in enumerate(table("organs")["bodies"].values()))
    return re.compile("|".join(groups))


@cache
def _names() -> tuple[str, ...]:
    return tuple(table("organs")["bodies"])


def _mentions(line: str) -> Iterator[tuple[int, int, str]]:
    for found in _bodies().finditer(line):
        yield found.start(), found.end(), _names()[int((found.lastgroup or "b0")[1:])]


def _department(line: str, divisions: Divisions) -> tuple[int, int, str] | None:
    """The first department a line names: what stands before its place is cut off."""
    for found in pattern("organs", "departments").finditer(line):
        name = found[0]
        if cut := _BEFORE.match(name):
            name = name[cut.end() :]
        name = divisions.without_place(name)
        if 1 < len(name) <= 16 and not name.endswith("总局") and not _OF_COURTS.search(name):
            return found.end() - len(name), found.end(), name
    return None


def _hidden(line: str) -> str:
    """The line with what names other bodies by the way blanked out."""
    return pattern("organs", "venue").sub(lambda found: "〇" * len(found[0]), line)


def _first(line: str) -> tuple[int, int, str] | None:
    found = list(_mentions(line))
    if not found:
        return None
    own = [one for one in found if not _LEADER.search(line[one[0] : one[1]])]
    return min(own or found)


def _only_leads(body: tuple[int, int, str], line: str) -> bool:
    """Whether a party committee stands beside a department as its leader, not as the one that inspects it."""
    return body[2] == "党委" and not _INSPECTS.match(line, body[1])


def _is_of(department: tuple[int, int, str], body: tuple[int, int, str]) -> bool:
    """Whether a department's name goes on from its government's (市政府国有资产监督管理委员会); an office is the body itself."""
    return department[0] == body[1] and not department[2].startswith("办公")


def _in_line(line: Line, divisions: Divisions, whole: bool) -> tuple[int, int, str] | None:
    text = line.text
    if (reported := _REPORT.search(text)) and not _HEARD.search(text[: reported.start()]):
        name = reported[1]
        body = {"国务院": "政府", "行政公署": "政府"}.get(name, name)
        if body in _names():
            return reported.start(1), reported.end(1), body
    shown = text if whole else _hidden(text)
    department = _department(shown, divisions)
    body_ = _first(shown)
    if department and (body_ is None or department[0] < body_[0] or _is_of(department, body_) or _only_leads(body_, shown)):
        return department
    if body_:
        return body_
    if developed := pattern("organs", "development").search(text):
        return developed.start(), developed.end(), "政府"
    return None


def _resolving(piece: Piece) -> Finding[str | None] | None:
    """A resolution is of the body that passes it: the first a title block names at all."""
    if not piece.block or not _RESOLVED.search(piece.block[0].text):
        return None
    for name, word in (("政协", "政协"), ("人大", "人民代表大会"), ("人大", "人大")):
        for line in piece.block:
            if (at := line.text.find(word)) >= 0:
                return Finding(name, (line.basis(at, at + len(word)),), 0.95)
    return None


def organ(piece: Piece, divisions: Divisions, with_opening: bool) -> Finding[str | None]:
    """The body of a piece: by the title block; by the opening too where asked for (summaries)."""
    if resolved := _resolving(piece):
        return resolved
    if any(pattern("organs", "joint").search(line.text) for line in piece.block):
        return Finding(None, (), 0.8)
    lines = (*piece.block, piece.opening) if with_opening and not _shared(piece, divisions) else piece.block
    works = _by_works(piece) if piece.opening in lines else None
    return _named_in(lines, piece, divisions, False) or works or _named_in(lines, piece, divisions, True) or _cued(lines)


def _named_in(lines: Sequence[Line], piece: Piece, divisions: Divisions, whole: bool) -> Finding[str | None] | None:
    """The first body the lines name; with `whole`, those too that are named by the way."""
    for line in _owners_first(lines, divisions):
        if found := _in_line(line, divisions, whole):
            sure = 0.95 - 0.15 * (line is piece.opening) - 0.1 * whole
            return Finding(found[2], (line.basis(found[0], found[1]),), round(sure, 2))
    return None


def _owners_first(lines: Sequence[Line], divisions: Divisions) -> list[Line]:
    """First the lines headed by a body that say they are its account (——市法院2022年工作综述): a title may name another by the way."""
    return sorted(lines, key=lambda line: not _is_owner(line, divisions))


def _is_owner(line: Line, divisions: Divisions) -> bool:
    if line.part == "text" or not (pattern("kinds", "plain_account").search(line.text) or pattern("kinds", "headed").search(line.text)):
        return False
    found = _in_line(line, divisions, False)
    return found is not None and found[0] < _OWNER


def _shared(piece: Piece, divisions: Divisions) -> bool:
    """Whether a title block names no body, but a line of work or two bodies at once: none is the piece's then."""
    text = [line.text for line in piece.block]
    shared = any(pattern("organs", key).search(line) for key in ("several", "line_of_work") for line in text)
    return shared and not any(_in_line(line, divisions, whole) for line in piece.block for whole in (False, True))


def _cued(lines: Sequence[Line]) -> Finding[str | None]:
    """The body whose own kind of work is named."""
    for line in lines:
        for body, words in table("organs")["cues"].items():
            for word in words if body != "source" else ():
                if (at := line.text.find(word)) >= 0:
                    return Finding(body, (line.basis(at, at + len(word)),), 0.6)
    return Finding(None, (), 0.5)


def _by_works(piece: Piece) -> Finding[str | None] | None:
    """Of an account that names no body: the one whose works block and first sentences tell most; none where two are told alike."""
    if not _is_untitled_account(piece):
        return None
    told = {body: dict(_told_works(piece, words)) for body, words in table("organs")["works"].items() if body != "source"}
    first, second = sorted(told.values(), key=len, reverse=True)[:2]
    if len(first) == len(second):
        return None
    body = next(body for body, works in told.items() if works is first)
    return Finding(body, (next(iter(first.values())),), 0.55)


def _told_works(piece: Piece, words: str) -> Iterator[tuple[str, Basis]]:
    for line in (*piece.block, piece.opening.until(_TOLD)):
        for found in re.finditer(words, line.text):
            yield found[0], line.basis(found.start(), found.end())


def _is_untitled_account(piece: Piece) -> bool:
    """Whether a block calls the piece an account without saying whose; firms, schools and lines of work are no bodies."""
    if any(pattern("organs", "no_body").search(line.text) for line in piece.block):
        return False
    return any(pattern("kinds", key).search(line.text) for line in piece.block for key in ("account", "year_told"))
