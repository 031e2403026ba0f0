"""Values of filters as users write them: spans of years, page numbers, kinds, papers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from articles.model import Kind
from indexing import fold
from search.query.faults import wrong
from search.query.fields import KIND_NAMES, near

_SPAN = re.compile(r"(\d{4})?(\.\.)?(\d{4})?")
_PAGE = re.compile(r"([A-Za-z]*)0*(\d+)")
_CODE = re.compile(r"[a-z][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Span:
    """An inclusive range of years; None is open."""

    first: int | None = None
    last: int | None = None

    def __str__(self) -> str:
        if self.first == self.last:
            return str(self.first or "")
        return f"{self.first or ''}..{self.last or ''}"


def span(value: str, at: int | None = None) -> Span:
    """`2018`, `2018..2023`, `2018..` or `..2023`. QueryError for anything else, and for a range that runs backwards."""
    found = _SPAN.fullmatch(fold(value).strip().removesuffix("年"))
    if not found or not (found[1] or found[3]) or (not found[2] and found[1] and found[3]):
        raise wrong("query_years", at, value=value, expected="2018..2023")
    first = int(found[1]) if found[1] else None
    last = int(found[3]) if found[3] else None
    if not found[2]:
        return Span(first, first)
    if first is not None and last is not None and first > last:
        raise wrong("query_years", at, value=value, expected=f"{last}..{first}")
    return Span(first, last)


def pages(value: str, at: int | None = None) -> tuple[str, ...]:
    """The numbers a page may be printed with: `版:1` also finds 01, `版:A3` also A03."""
    found = _PAGE.fullmatch(fold(value).strip().removeprefix("第").removesuffix("版"))
    if not found:
        raise wrong("query_page", at, value=value, expected="版:1、版:A03")
    letters, number = found[1].upper(), found[2]
    return tuple(dict.fromkeys((letters + number, letters + number.zfill(2), letters + number.zfill(3))))


def kinds(value: str, at: int | None = None) -> tuple[Kind, ...]:
    """The kinds a name stands for: 综述 is every summary."""
    found = KIND_NAMES.get(fold(value).strip())
    if found is None:
        raise wrong("query_kind", at, value=value, expected=near(value, KIND_NAMES))
    return found


def paper(value: str, names: Mapping[str, str], at: int | None = None) -> str:
    """The code of a paper named by its code or its name; a code of a paper no longer followed is let through."""
    plain = fold(value).strip().strip("《》")
    for code, name in names.items():
        if plain in (code, fold(name)):
            return code
    if _CODE.fullmatch(plain):
        return plain
    raise wrong("query_paper", at, value=value, expected=near(plain, names.values()))
