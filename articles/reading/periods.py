"""Which years an account covers, by the words that say so; reports given to a session also carry its year and the year they plan."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from articles.model import Kind, Period
from articles.reading.piece import Basis, Finding, Line, Piece
from articles.reading.rules import pattern, table
from articles.reading.years import printed_years

#: Before April an account tells of the year before, from then on of its own.
_SPRING = 3
#: How an opening begins.
_HEAD = 6
_FIRST_SESSION = re.compile(r"第一次(?:全体)?会议|届一次会议|[人委员会]一次会议")
#: Five years that are over; not 今后五年, 十五年.
_FIVE = re.compile(r"(?<!今后)(?<!未来)(?<![十二三四])五年来?[，是、]?")
_SESSION_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)年?(?:\d{1,2}月\d{1,2}日|[\u4e00-\u9fff]{2,12}政府工作报告)")
_CHINESE_DAY = re.compile(r"二[〇○零][〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]+月")
_REVIEW = re.compile(r"[一二1]?[、.．]?[^。\n]{0,40}(?:回顾|工作总结)")
_PLAN = re.compile(r"[“\"]?(十[一二三四五]?五)[”\"]?(?=时期|期间|规划|经济|发展|系列|以来|[”\"])")
_CONGRESS = re.compile(r"(十六大|十七大|十八大|十九大|二十大)以来")
_SINCE_SPAN = re.compile(r"([一两二三四五六七八九十])年(?:来|间)|的([两二三四五])年|([两二三四五])年(?:攻坚|耕耘)")
_COUNT = {digit: value for value, digit in enumerate("零一二三四五六七八九十")} | {"两": 2}

Rule = Callable[["_Reader"], Iterator[Finding[tuple[int, int]]]]


class _Reader:
    """A piece under way: the year its author's words count from, and whether it is given to a session."""

    def __init__(self, piece: Piece, kind: Kind) -> None:
        self.piece, self.kind = piece, kind
        self.session = kind in ("summary.report", "summary.committee")
        self.given, self.given_basis = self._given()
        printed = piece.printed
        self.last = None if printed is None else printed.year - 1 if printed.month <= _SPRING else printed.year
        if self.given is not None:
            self.last = self.given - 1

    def knows(self, year: int) -> bool:
        """Whether the author can account for a year: not for the session's own, nor for one that has just begun.

        A year behind the day of printing says that the day is wrong, not the year.
        """
        printed = self.piece.printed
        behind = printed is not None and not self.session and year > printed.year
        return self.last is None or year <= self.last or behind

    def _given(self) -> tuple[int | None, Basis | None]:
        if not self.session:
            return None, None
        for line in self.piece.block:
            if found := _SESSION_DAY.search(line.text):
                return int(found[1]) + found[0].endswith("日") * ("年12月" in found[0]), line.basis(found.start(1), found.end(1))
            if chinese := _CHINESE_DAY.search(line.text):
                year = next(printed_years(chinese[0][:5]), None)
                if year:
                    return year.from_, line.basis(chinese.start(), chinese.start() + 5)
        printed = self.piece.printed
        if printed is None:
            return None, None
        return (printed.year if printed.month < 12 else printed.year + 1), Basis(printed.isoformat(), "date")


def _found(line: Line, start: int, end: int, years: tuple[int, int], confidence: float) -> Finding[tuple[int, int]]:
    return Finding(years, (line.basis(start, end),), confidence)


@cache
def _plans() -> dict[str, tuple[int, int]]:
    return {name: (years[0], years[1]) for name, years in table("periods")["plans"].items() if name != "source"}


def _heading(line: Line) -> Iterator[tuple[Line, str, int]]:
    """What the heading of the reviewing part says, in the opening."""
    for found in _REVIEW.finditer(line.text):
        yield line, found[0], found.start()


def _of_plan(text: str, line: Line, offset: int, confidence: float) -> Iterator[Finding[tuple[int, int]]]:
    for found in _PLAN.finditer(text):
        begun = pattern("periods", "plan_begun").match(text, found.end(1))
        ahead = pattern("periods", "plan_ahead").search(text[: found.start(1)])
        years = _plans().get(found[1])
        if years and not begun and not ahead:
            yield _found(line, offset + found.start(), offset + found.end(), years, confidence)


def _reviewed_plan(reader: _Reader) -> Iterator[Finding[tuple[int, int]]]:
    """`“十一五”时期…的回顾` as a heading, or `2020年和“十三五”时期`, of a report given when the plan is over."""
    for line, text, offset in _heading(reader.piece.opening):
        if "目标" not in text:
            for found in _of_plan(text, line, offset, 0.95):
                if reader.last is None or found.value[1] <= reader.last:
                    yield found
    text = reader.piece.opening.text[:80]
    if reader.session:
        both = re.search(r"\d{4}年和“?(十[一二三四]?五)”?时期", text)
        if both and (years := _plans().get(both[1])):
            yield _found(reader.piece.opening, both.start(), both.end(), years, 0.9)


def _five(reader: _Reader) -> Iterator[Finding[tuple[int, int]]]:
    """The first session of a term: its report reviews the five years before."""
    if not reader.session or reader.last is None:
        return
    opening = reader.piece.opening.text
    for line in reader.piece.block:
        if (found := _FIRST_SESSION.search(line.text)) and re.search(rf"{_FIVE.pattern}|本届", opening):
            yield _found(line, found.start(), found.end(), (reader.last - 4, reader.last), 0.95)
    for line, text, offset in _heading(reader.piece.opening):
        if (at := text.find("过去五年")) >= 0:
            yield _found(line, offset + at, offset + at + 4, (reader.last - 4, reader.last), 0.95)
    if found := _FIVE.search(opening[:60]):
        yield _found(reader.piece.opening, found.start(), found.end(), (reader.last - 4, reader.last), 0.85)


def _since(reader: _Reader, line: Line, from_: int, start: int, end: int) -> Iterator[Finding[tuple[int, int]]]:
    """A year 以来: until the year accounted for, or as long as the words beside say (五年, 三年)."""
    if reader.last is not None and from_ <= reader.last:
        yield _found(line, start, end, (from_, reader.last), 0.85)
        return
    if span := _SINCE_SPAN.search(reader.piece.opening.text):
        length = _COUNT.get(next(filter(None, span.groups())), 1)
        yield _found(line, start, end, (from_, from_ + length - 1), 0.7)


def _explicit(reader: _Reader, lines: tuple[Line, ...], sure: float) -> Iterator[Finding[tuple[int, int]]]:
    """Ranges first, then 以来, then single years; none that was not over, or under way, when the author wrote."""
    for line in lines:
        held = list(printed_years(line.text))
        for one in held:
            if one.to is not None and one.to > one.from_ and reader.knows(one.to):
                yield _found(line, one.start, one.end, (one.from_, one.to), sure)
        for one in held:
            if one.to is None:
                yield from _since(reader, line, one.from_, one.start, one.end)
    for line in lines:
        for one in printed_years(line.text):
            if one.to == one.from_ and reader.knows(one.from_):
                yield _found(line, one.start, min(one.end + 1, len(line.text)), (one.from_, one.from_), sure)


def _titled(reader: _Reader) -> Iterator[Finding[tuple[int, int]]]:
    """Years and plans in the title block of an account."""
    if reader.session:
        return
    for line in reader.piece.block:
        for one in _of_plan(line.text, line, 0, 0.95):
            if reader.last is None or one.value[0] <= reader.last:
                yield one
    yield from _explicit(reader, reader.piece.block, 0.95)


def _span(reader: _Reader) -> Iterator[Finding[tuple[int, int]]]:
    """五年, 本届, 十八大以来 in the title block or at the head of an account."""
    if reader.session or reader.kind == "summary.department":
        return
    for line in (*reader.piece.block, reader.piece.opening.until(_HEAD)):
        if not (found := pattern("periods", "spans").search(line.text)):
            continue
        if found[0].startswith("届") and any(True for _ in _explicit(reader, reader.piece.block, 0.9)):
            return
        yield from (one for one in _explicit(reader, reader.piece.block, 0.9) if one.value[1] > one.value[0])
        for one in _explicit(reader, (reader.piece.opening,), 0.9):
            if one.value[1] > one.value[0]:
                yield one
        for named in (*reader.piece.block, reader.piece.opening):
            yield from (one for one in _of_plan(named.text, named, 0, 0.9) if named is reader.piece.opening or reader.knows(one.value[1]))
        if reader.last is not None:
            yield _found(line, found.start(), found.end(), (reader.last - 4, reader.last), 0.8)


def _congress(reader: _Reader) -> Iterator[Finding[tuple[int, int]]]:
    for line in (*reader.piece.block, reader.piece.opening):
        found = _CONGRESS.search(line.text[:120])
        if found and not reader.session and reader.last is not None:
            since = table("periods")["congresses"][found[1]]
            yield _found(line, found.start(), found.end(), (since, reader.last), 0.8)


def _headed(reader: _Reader) -> Iterator[Finding[tuple[int, int]]]:
    """`一、2018年工作回顾`, `过去一年工作回顾`."""
    for line, text, offset in _heading(reader.piece.opening):
        for one in printed_years(text):
            if one.to is not None and (reader.given is None or one.to < reader.given):
                yield _found(line, offset + one.start, offset + one.end, (one.from_, one.to), 0.95)


def _opened(reader: _Reader) -> Iterator[Finding[tuple[int, int]]]:
    """Ranges and years the opening names; a plan that has not begun is none."""
    for one in _of_plan(reader.piece.opening.text[:40], reader.piece.opening, 0, 0.85):
        if reader.last is None or one.value[0] <= reader.last:
            yield one
    yield from _explicit(reader, (reader.piece.opening,), 0.85)


def _counted(reader: _Reader) -> Iterator[Finding[tuple[int, int]]]:
    """By the author's clock: the session's year, else the day of printing."""
    if reader.last is None:
        return
    printed = reader.piece.printed
    late = printed is not None and printed.month > _SPRING
    for line in reader.piece.lines():
        if late and (found := pattern("periods", "now").search(line.text)) and not reader.session and printed is not None:
            yield _found(line, found.start(), found.end(), (printed.year, printed.year), 0.75)
        if (found := re.search("去年", line.text)) and printed is not None:
            yield _found(line, found.start(), found.end(), (printed.year - 1, printed.year - 1), 0.75)
    basis = reader.given_basis or Basis(printed.isoformat() if printed else "", "date")
    yield Finding((reader.last, reader.last), (basis,), 0.8 if reader.session else 0.6)


_RULES: tuple[Rule, ...] = (_reviewed_plan, _five, _congress, _span, _titled, _headed, _opened, _counted)


def period(piece: Piece, kind: Kind) -> Finding[Period | None]:
    """The period of a summary; None for other kinds, and where neither words nor a day of printing say one."""
    if not kind.startswith("summary."):
        return Finding(None, (), 1.0)
    reader = _Reader(piece, kind)
    for rule in _RULES:
        for found in rule(reader):
            from_, to = found.value
            words = " ".join(one.words for one in found.basis)
            return Finding(Period(from_, to, words, found.confidence, reader.given, reader.given), found.basis, found.confidence)
    return Finding(None, (), 0.0)
