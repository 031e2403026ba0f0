"""Jump lines: an article that goes on, on another page (`下转第3版`, `上接第1版`)."""

import re
import unicodedata
from collections.abc import Sequence

_NUMBER = r"(?:[A-Za-z]{0,3}\d{1,3}|[一二三四五六七八九十]{1,3})"
#: `第3版`, `A1版`, `十二版`; of `第2、3版` and `2至4版` the first is meant.
_PAGE = rf"第?\s*(?P<page>{_NUMBER})(?:\s{{0,3}}[、，,至和~-]\s{{0,3}}第?\s{{0,3}}{_NUMBER}){{0,5}}\s*版"
_FROM = re.compile(rf"(?:上接|紧接|接)\s*{_PAGE}")
_TO = re.compile(rf"(?:下转|转)\s*{_PAGE}")
#: A jump line is short, or stands at the end of a longer paragraph inside brackets.
_LINE = 24
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}


def _digits(chinese: str) -> int:
    tens, ten, ones = chinese.rpartition("十")
    return (_DIGITS[tens] if tens else 1) * 10 * bool(ten) + (_DIGITS[ones] if ones else 0)


def page_key(number: str) -> str:
    """A page's number for comparing: `01`, `1`, `１` and `一` are one page."""
    number = unicodedata.normalize("NFKC", number)
    if number[0] in _DIGITS or number[0] == "十":
        return str(_digits(number))
    letters = number.rstrip("0123456789")
    return letters.upper() + number[len(letters) :].lstrip("0")


def _found(pattern: re.Pattern[str], text: str, where: int) -> str | None:
    found = pattern.search(unicodedata.normalize("NFKC", text[:_LINE] if where > 0 else text[-_LINE:]))
    return found["page"] if found else None


def continues(lines: Sequence[str]) -> str | None:
    """The printed number of the page an article is continued from, said in its title block or at the head of its text."""
    return next((page for line in lines if (page := _found(_FROM, line, 1))), None)


def continued(lines: Sequence[str]) -> str | None:
    """The printed number of the page an article goes on, said at the end of its text."""
    return next((page for line in reversed(lines) if (page := _found(_TO, line, -1))), None)
