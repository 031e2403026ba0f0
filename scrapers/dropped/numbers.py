"""Numbers that Word prints before paragraphs and that stand in no text: `一、`, `（二）`, `3.`, by the document's own lists."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE = frozenset(
    ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "ideographDigital")
)
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list is numbered: the form of its figures, what is printed (`%1、`), the first number."""

    form: str
    text: str
    start: int

    def figure(self, number: int) -> str:
        """A number as it is printed."""
        if self.form in _CHINESE:
            return chinese(number)
        if self.form == "decimalEnclosedCircle" and 0 < number <= len(_CIRCLES):
            return _CIRCLES[number - 1]
        if self.form in ("upperLetter", "lowerLetter"):
            letter = chr(ord("A") + (number - 1) % 26)
            return letter if self.form == "upperLetter" else letter.lower()
        return str(number)


def chinese(number: int) -> str:
    """`十二`, `二十`, `三`; from one hundred on figure by figure."""
    if not 0 < number < 100:
        return "".join(_DIGITS[int(figure)] for figure in str(number))
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


@dataclass
class Numbers:
    """The lists of a document by their ids, those that styles bring, and how far each has counted."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, document: Any) -> "Numbers":  # noqa: ANN401 - python-docx has no types
        """Those of a document; none where it has no lists."""
        found = cls()
        part = next((rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None)
        if part is not None:
            root = part.element
            kinds = {one.get(f"{_W}abstractNumId"): _levels(one) for one in root.iter(f"{_W}abstractNum")}
            for one in root.iter(f"{_W}num"):
                found.lists[one.get(f"{_W}numId", "")] = kinds.get(_of(one, "abstractNumId"), {})
        for style in document.styles.element.iter(f"{_W}style"):
            if list_ := _list_of(style):
                found.styles[style.get(f"{_W}styleId", "")] = list_
        return found

    def before(self, paragraph: etree._Element) -> str:
        """What is printed before a paragraph, and counted on; nothing for one of no list, and for points."""
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        in_list = _list_of(paragraph) or self.styles.get(style.get(f"{_W}val", "") if style is not None else "")
        levels = self.lists.get(in_list[0], {}) if in_list else {}
        if in_list is None or in_list[1] not in levels:
            return ""
        return self._next(in_list[0], in_list[1], levels)

    def _next(self, list_: str, at: int, levels: dict[int, Level]) -> str:
        level, counts = levels[at], self.counts[list_]
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in [one for one in counts if one > at]:
            del counts[deeper]
        if level.form in ("bullet", "none"):
            return ""

        def figure(found: re.Match[str]) -> str:
            other = int(found[1]) - 1
            return levels[other].figure(counts.get(other, levels[other].start)) if other in levels else ""

        return _PLACE.sub(figure, level.text)


def _levels(list_: etree._Element) -> dict[int, Level]:
    found = {}
    for one in list_.iter(f"{_W}lvl"):
        start = _of(one, "start") or "1"
        found[int(one.get(f"{_W}ilvl", "0"))] = Level(_of(one, "numFmt") or "decimal", _of(one, "lvlText") or "", int(start))
    return found


def _of(element: etree._Element, name: str) -> str | None:
    found = element.find(f"{_W}{name}")
    return found.get(f"{_W}val") if found is not None else None


def _list_of(element: etree._Element) -> tuple[str, int] | None:
    """The list and the level that the properties of a paragraph or a style name."""
    properties = element.find(f"{_W}pPr/{_W}numPr")
    if properties is None or (_of(properties, "numId") or "0") == "0":
        return None
    return _of(properties, "numId") or "", int(_of(properties, "ilvl") or "0")
