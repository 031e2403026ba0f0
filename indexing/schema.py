"""The fields of the index, described once for both engines, and an article as a document of them.

| field | kind | what |
|---|---|---|
| `id` `paper` `kind` `organ` `page` | keyword | as in the article; `page` is the number as printed |
| `place`, `within` | keyword | the division's code; that code and those of the divisions above it |
| `author` | keyword, many | names of the bylines |
| `scope` | keyword | `summary` or `other` |
| `date` `printed_year` `printed_month` | number | the printed date as yyyymmdd, yyyy, yyyymm; absent where it is unknown |
| `years` | number, many | years covered; without a period the year of printing |
| `revision` | number | the article's |
| `title_*` `kicker_*` `text_*` | tokens | `words`, `bigrams`, `units`; `kicker` holds kicker, subtitle and headings |
| `heading_bigrams` `opening_bigrams` | tokens | of the headings; of the first 200 characters of the text; they only weigh |
| `about_bigrams` | tokens | of place and organ, and of each year covered; they only weigh |
| `content` | keyword | sixteen hex digits two articles share whose texts are the same but for white space and punctuation |
| `fingerprints` | tokens | of the text, as `articles.likeness` chooses them: whatever shares a passage shares one |
| `article` | stored | the article as a line of JSON: what a hit is shown from |

Tokens are not stored: to change a document is to send it again. Which cluster an article belongs to is no field: it is found from the
fingerprints of all that is held when it is asked for (`indexing.likeness`).
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from articles.errors import DocumentRejected
from articles.exchange import to_json
from articles.likeness import Kept, fingerprints
from articles.model import Article
from indexing.tokens import Tokenizer, fold

#: Changes with any field: another version is another generation.
SCHEMA_VERSION = 5

FieldKind = Literal["keyword", "number", "tokens", "stored"]
Document = Mapping[str, Any]

#: Stands between texts that are printed apart: a token no query holds, so that no phrase reaches across.
_BORDER = " | "
#: What a token field without text holds: every document then counts in the field's average length, in both engines alike.
_EMPTY = "|"
#: How much of a text is its opening, in characters.
_OPENING = 200
#: More years than any account covers: a wrong period must not fill the index.
_MOST_YEARS = 200


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its kind, whether a document may hold several values, and whether tokens keep their positions (phrases need them)."""

    name: str
    kind: FieldKind
    many: bool = False
    positions: bool = False


def _tokens(text: str) -> tuple[Field, ...]:
    return (Field(f"{text}_words", "tokens"), *(Field(f"{text}_{unit}", "tokens", positions=True) for unit in ("bigrams", "units")))


FIELDS: tuple[Field, ...] = (
    *(Field(name, "keyword") for name in ("id", "paper", "kind", "organ", "page", "place", "scope", "content")),
    *(Field(name, "keyword", many=True) for name in ("within", "author")),
    *(Field(name, "number") for name in ("date", "printed_year", "printed_month", "revision")),
    Field("years", "number", many=True),
    *_tokens("title"),
    *_tokens("kicker"),
    *_tokens("text"),
    *(Field(f"{text}_bigrams", "tokens") for text in ("heading", "opening", "about")),
    Field("fingerprints", "tokens"),
    Field("article", "stored"),
)


def document(article: Article, tokenizer: Tokenizer) -> Document:
    """The document of an article. Fields without a value are left out. DocumentRejected where the text cannot be indexed."""
    headings = tuple(paragraph.text for paragraph in article.paragraphs if paragraph.role == "heading")
    fields: dict[str, Any] = {
        "id": article.id,
        "paper": article.paper,
        "kind": article.kind,
        "organ": article.organ,
        "page": article.page and article.page.number,
        "place": article.place and article.place.code,
        "within": divisions(article.place.code) if article.place else (),
        "author": tuple(dict.fromkeys(byline.name for byline in article.bylines)),
        "scope": "summary" if article.kind.startswith("summary.") else "other",
        "revision": article.revision,
        "years": years(article),
        "article": _line(article),
    }
    fields |= _printed(article)
    fields |= _likeness(article)
    fields |= _streams("title", (article.title,), tokenizer)
    fields |= _streams("kicker", (article.kicker, article.subtitle, *headings), tokenizer)
    fields |= _streams("text", (article.text,), tokenizer)
    fields |= _weighing(article, headings, tokenizer)
    return {name: value for name, value in fields.items() if value not in (None, "", ())}


def digest(article: bytes) -> str:
    """Of an article as it is stored, which with the generation's fingerprint settles every other field."""
    return hashlib.blake2b(article, digest_size=16).hexdigest()


def _line(article: Article) -> bytes:
    try:
        return to_json(article).encode()
    except ValueError as error:
        raise DocumentRejected("engine_rejected", id=article.id, why=str(error)[:200]) from error


def years(article: Article) -> tuple[int, ...]:
    """The years an article covers; without a period the year of printing; none where that is unknown too."""
    if article.period:
        first, last = sorted((article.period.from_, article.period.to))
        return tuple(range(first, min(last, first + _MOST_YEARS - 1) + 1))
    return (article.date.year,) if article.date else ()


def divisions(code: str) -> tuple[str, ...]:
    """A division's code and those of the prefecture and province it lies in, by the national scheme of six digits."""
    if len(code) != 6 or not code.isdigit():
        return (code,)
    return tuple(dict.fromkeys((code, f"{code[:4]}00", f"{code[:2]}0000")))


def _printed(article: Article) -> dict[str, int]:
    if article.date is None:
        return {}
    year, month, day = article.date.timetuple()[:3]
    return {"date": (year * 100 + month) * 100 + day, "printed_year": year, "printed_month": year * 100 + month}


def _weighing(article: Article, headings: tuple[str, ...], tokenizer: Tokenizer) -> dict[str, str]:
    """What a hit weighs more for: the headings, the opening, and what the article is about."""
    about = ((article.place.name if article.place else "") + (article.organ or ""), *(f"{year}年" for year in years(article)))
    texts = {"heading": headings, "opening": (article.text[:_OPENING],), "about": about}
    pairs = {name: [" ".join(tokenizer.bigrams(text)) for text in some] for name, some in texts.items()}
    return {f"{name}_bigrams": _BORDER.join(filter(None, some)) or _EMPTY for name, some in pairs.items()}


def _likeness(article: Article) -> dict[str, str]:
    kept = Kept(fold(article.text), fold(article.title or ""))
    return {"content": kept.content, "fingerprints": " ".join(fingerprints(kept.units)) or _EMPTY}


def _streams(name: str, texts: tuple[str | None, ...], tokenizer: Tokenizer) -> Iterator[tuple[str, str]]:
    cut = [tokenizer.streams(text) for text in texts if text]
    for place, unit in enumerate(("words", "bigrams", "units")):
        yield f"{name}_{unit}", _BORDER.join(filter(None, (streams[place] for streams in cut))) or _EMPTY
