"""The rule of docs/judging.md: what an article is worth to somebody who needs what a query asks for, 0 to 3."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from articles.model import Article
from indexing import fold, units

_SENTENCE = re.compile(r"[^。！？；\n]+")
_DIGIT = re.compile(r"[0-9]")


def grade(kind: str, need: Mapping[str, Any], article: Article) -> int:
    """The grade of an article for a need of a kind (`title`, `topic`, `body`, `figure`, `series`)."""
    return _RULES[kind](need, article)


def bare(text: str | None) -> str:
    """A text's units side by side, a space around each run of letters and digits: what is compared."""
    return "".join(unit.token if unit.token[0] > "\x7f" else f" {unit.token} " for unit in units(text or "")).replace("  ", " ")


def _holds(text: str | None, *wanted: str) -> bool:
    held = bare(text)
    return all(bare(one) in held for one in wanted)


def _block(article: Article) -> str:
    """The title block."""
    return "\n".join(filter(None, (article.kicker, article.title, article.subtitle)))


def _sentences(article: Article, names: Sequence[str]) -> list[str]:
    """The sentences that name a matter by one of its names."""
    return [one for one in _SENTENCE.findall(article.text) if any(name in fold(one) for name in names)]


def _title(need: Mapping[str, Any], article: Article) -> int:
    if not _holds(_block(article), *need["title"]):
        return 0
    place = need.get("place")
    return 3 if place is None or (article.place and article.place.name == place) else 1


def _topic(need: Mapping[str, Any], article: Article) -> int:
    naming, every = _sentences(article, need["names"]), _SENTENCE.findall(article.text)
    if any(name in fold(_block(article)) for name in need["names"]) or 3 * len(naming) >= len(every) > 0 < len(naming):
        return 3
    headings = (paragraph.text for paragraph in article.paragraphs if paragraph.role == "heading")
    if len(naming) >= 3 or any(name in fold(heading) for heading in headings for name in need["names"]):
        return 2
    return int(bool(naming))


def _body(need: Mapping[str, Any], article: Article) -> int:
    if article.organ != need["organ"] or article.place is None or article.place.name != need["place"]:
        return 0
    year, period = int(need["year"]), article.period
    is_account = article.kind.startswith("summary.") and period is not None
    if is_account and period is not None and period.from_ <= year <= period.to:
        return 3
    if is_account and period is not None and year - 1 <= period.to <= year + 1:
        return 2
    printed = article.date and (article.date.year, article.date.month)
    return 2 if printed and (year, 12) <= printed <= (year + 1, 3) else 1


def _figure(need: Mapping[str, Any], article: Article) -> int:
    if "phrase" in need:
        return 3 if _holds(_block(article) + "\n" + article.text, need["phrase"]) else 0
    wanted = (need["figure"], *need["thing"])
    if any(_holds(sentence, *wanted) for sentence in _SENTENCE.findall(article.text)):
        return 3
    return int(_holds(article.text, *wanted))


def _series(need: Mapping[str, Any], article: Article) -> int:
    naming = _sentences(article, need["names"])
    if not naming or not article.kind.startswith("summary."):
        return 0
    place = article.place.name if article.place else None
    if need["organ"] not in (None, article.organ) or need["place"] not in (None, place):
        return 1 if need["organ"] == article.organ else 0
    return 3 if any(_DIGIT.search(sentence) for sentence in naming) else 2


_RULES = {"title": _title, "topic": _topic, "body": _body, "figure": _figure, "series": _series}
