"""The pages of the corpus with their truths: five made ones, one real."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.pdfpages.truth import Told, TrueArticle


@dataclass(frozen=True, slots=True)
class GivenPage:
    """A page of the corpus and what it holds."""

    name: str
    pdf: bytes
    articles: tuple[TrueArticle, ...]
    furniture: tuple[str, ...]


def made_pages(corpus: Path) -> list[GivenPage]:
    """The five made pages; a table belongs to the last article, its author's line to the text."""
    return [_made(file) for file in sorted((corpus / "pdf").glob("p*.json"))]


def _made(file: Path) -> GivenPage:
    truth = json.loads(file.read_text("utf-8"))
    articles = [_article(one) for one in truth["articles"]]
    rows = tuple(Told("\t".join(row), "table") for table in truth["tables"] for row in table)
    last = articles[-1]
    articles[-1] = TrueArticle(last.title, (*last.paragraphs, *rows), last.kicker, last.subtitle)
    return GivenPage(file.stem, file.with_suffix(".pdf").read_bytes(), tuple(articles), tuple(truth["furniture"]))


def _article(one: Mapping[str, Any]) -> TrueArticle:
    told = ([Told(one["byline"])] if one.get("byline") else []) + [Told(text, _role(text)) for text in one["text"]]
    return TrueArticle(one["title"], tuple(told), subtitle=one.get("subtitle"))


def _role(text: str) -> Any:
    """A section heading is two phrases parted by a space, without a stop."""
    return "heading" if len(text) < 20 and " " in text and text[-1] not in "。！？" else "body"


def real_page(corpus: Path) -> tuple[bytes, Sequence[Mapping[str, Any]]]:
    """The real page and its articles as its truth gives them."""
    file = next((corpus / "pdf").glob("real_*.json"))
    return file.with_suffix(".pdf").read_bytes(), json.loads(file.read_text("utf-8"))["articles"]
