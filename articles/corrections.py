"""Corrections by editors: fields of an article overruled, for as long as what was printed is what they were made on. Pure.

A correction belongs to an article's id and to the digest of its title block and text as the reader reads them. A better reader that reads
those alike leaves it in force; where they differ, what the editor saw is there no more, and the correction is not applied.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue, TypeAdapter, ValidationError

from articles.errors import BadCorrection
from articles.exchange import to_json
from articles.model import Article, Corrected, Paragraph

#: What an editor may overrule.
FIELDS = (
    "kicker",
    "title",
    "subtitle",
    "bylines",
    "dateline",
    "date",
    "page",
    "text",
    "paragraphs",
    "kind",
    "organ",
    "place",
    "period",
    "figures",
    "flags",
)
_ARTICLE: TypeAdapter[Article] = TypeAdapter(Article)


@dataclass(frozen=True, slots=True)
class Correction:
    """What an editor says of an article: `fields` by name, as in its JSON; `digest` is of what was printed (`printed`)."""

    id: str
    digest: str
    fields: Mapping[str, JsonValue]
    note: str | None = None


def printed(article: Article) -> str:
    """The SHA-256 of title block and text as they were read, whatever was corrected."""
    plain = as_read(article)
    parts = (plain.kicker, plain.title, plain.subtitle, plain.text)
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def as_read(article: Article) -> Article:
    """The article without its corrections."""
    if not article.corrected:
        return article
    read = {one.field: one.read for one in article.corrected}
    return _article(json.loads(to_json(replace(article, corrected=()))) | read)


def applies(correction: Correction, article: Article) -> bool:
    """Whether the article is what the correction was made on."""
    return correction.id == article.id and correction.digest == printed(article)


def correct(article: Article, correction: Correction) -> Article:
    """The article with what an editor says in place of what was read, each field that differs marked.

    Without paragraphs beside it, a text's lines are its paragraphs. BadCorrection names the field that is none, or does not fit.
    """
    plain = as_read(article)
    values = json.loads(to_json(plain))
    fields = dict(correction.fields)
    for name in fields:
        if name not in FIELDS:
            raise BadCorrection("correction_field", id=article.id, field=name, known=", ".join(FIELDS))
    if isinstance(text := fields.get("text"), str):
        fields.setdefault("paragraphs", _paragraphs(text))
    changed = {name: values[name] for name, value in fields.items() if values[name] != value}
    found = _checked(_article(values | fields))
    return replace(found, corrected=tuple(Corrected(name, changed[name]) for name in FIELDS if name in changed))


def _article(values: dict[str, JsonValue]) -> Article:
    """The article of its JSON. BadCorrection names the field that is wrong."""
    try:
        return _ARTICLE.validate_json(json.dumps(values))
    except ValidationError as error:
        first = error.errors()[0]
        raise BadCorrection("correction_value", id=str(values["id"]), field=".".join(map(str, first["loc"])), why=first["msg"]) from error


def _paragraphs(text: str) -> list[JsonValue]:
    found: list[JsonValue] = []
    at = 0
    for line in text.split("\n"):
        found.append({"text": line, "start": at, "end": at + len(line), "role": "body"})
        at += len(line) + 1
    return found


def _checked(article: Article) -> Article:
    """The article, its parts in agreement. BadCorrection."""
    wrong = next((field for field, holds in _agreements(article) if not holds), None)
    if wrong:
        raise BadCorrection("correction_disagrees", id=article.id, field=wrong)
    return article


def _agreements(article: Article) -> list[tuple[str, bool]]:
    """Each part that must agree with another, and whether it does."""
    period, text = article.period, article.text
    found = [
        ("period.to", period is None or period.from_ <= period.to),
        ("place.code", article.place is None or (len(article.place.code) == 6 and article.place.code.isdigit())),
    ]
    found += [(f"paragraphs.{at}", _holds(text, one)) for at, one in enumerate(article.paragraphs)]
    for at, one in enumerate(article.figures):
        found.append((f"figures.{at}.end", 0 <= one.start < one.end <= len(text)))
        found.append((f"figures.{at}.sentence", one.sentence in text))
        found.append((f"figures.{at}.same_as", one.same_as is None or 0 <= one.same_as < len(article.figures)))
    return found


def _holds(text: str, paragraph: Paragraph) -> bool:
    return text[paragraph.start : paragraph.end] == paragraph.text
