"""How far what was read is from the truth: edit distance, and the first places that differ. White space is left out."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from articles.exchange import to_json
from articles.model import Article

#: Fields compared with a truth in JSON, where it gives them.
FIELDS = ("kicker", "title", "subtitle", "date", "page", "dateline", "bylines", "text")
#: What two files of one article both print.
_PRINTED = ("title", "subtitle", "text")
_RUN = 8
#: Longer differing stretches are compared by frequent characters left out, or the search for them takes minutes.
_LONG = 20_000


@dataclass(frozen=True, slots=True)
class Difference:
    """A place that differs: offset in the truth without white space, what stands there and what was read."""

    at: int
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A field of an article against the truth; `rate` is the character error rate: edits by characters of the truth."""

    article: str | None
    field: str
    edits: int
    characters: int
    differences: tuple[Difference, ...]

    @property
    def rate(self) -> float:
        """Edits by characters of the truth."""
        return self.edits / max(self.characters, 1)


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def distance(a: str, b: str) -> int:
    """Levenshtein distance; bit-parallel (Myers 1999, Hyyrö 2003), one long integer a row."""
    if not a:
        return len(b)
    places: dict[str, int] = {}
    for place, character in enumerate(a):
        places[character] = places.get(character, 0) | 1 << place
    mask, last = (1 << len(a)) - 1, 1 << (len(a) - 1)
    up, down, edits = mask, 0, len(a)
    for character in b:
        equal = places.get(character, 0)
        diagonal = (((equal & up) + up) ^ up) | equal | down
        right, left = down | (~(diagonal | up) & mask), up & diagonal
        edits += bool(right & last) - bool(left & last)
        right, left = (right << 1 | 1) & mask, (left << 1) & mask
        up, down = left | (~(diagonal | right) & mask), right & diagonal
    return edits


def differences(truth: str, found: str, limit: int) -> Iterator[Difference]:
    """The first places that differ."""
    matcher = SequenceMatcher(None, truth, found, autojunk=max(len(truth), len(found)) > _LONG)
    changed = (code for code in matcher.get_opcodes() if code[0] != "equal")
    for (_, start, end, other, other_end), _ in zip(changed, range(limit), strict=False):
        yield Difference(start, truth[start:end], found[other:other_end])


def compared(article: str | None, field: str, truth: str, found: str, limit: int = 10) -> Compared:
    """A field against the truth."""
    truth, found = squeezed(truth), squeezed(found)
    if truth == found:
        return Compared(article, field, 0, len(truth), ())
    return Compared(article, field, distance(truth, found), len(truth), tuple(differences(truth, found, limit)))


def against_text(articles: Sequence[Article], truth: str) -> Compared:
    """All articles against a plain text, which may or may not print the title blocks: the nearer reading holds."""
    bare = "".join(article.text for article in articles)
    titled = "".join(
        "".join(part or "" for part in (article.kicker, article.title, article.subtitle, article.text)) for article in articles
    )
    only = articles[0].id if len(articles) == 1 else None
    return min((compared(only, "text", truth, found) for found in (titled, bare)), key=lambda result: result.edits)


def truths(text: str) -> list[dict[str, Any]] | None:
    """The objects of a JSON file (one, a list, or one a line); None for a text that is no JSON."""
    try:
        value = json.loads(text)
    except ValueError:
        try:
            value = [json.loads(line) for line in text.splitlines() if line.strip()]
        except ValueError:
            return None
    listed = value if isinstance(value, list) else [value]
    return listed if listed and all(isinstance(one, dict) for one in listed) else None


def against_json(articles: Sequence[Article], listed: Sequence[dict[str, Any]]) -> Iterator[Compared]:
    """Articles against truths: by id where the truth has one, else by order; fields the truth leaves out are not compared."""
    found = [json.loads(to_json(article)) for article in articles]
    by_id = {one["id"]: one for one in found}
    for place, truth in enumerate(listed):
        other = by_id.get(truth.get("id", "")) or (found[place] if "id" not in truth and place < len(found) else {})
        for field in FIELDS:
            if field in truth:
                yield compared(truth.get("id") or other.get("id"), field, _text(truth[field]), _text(other.get(field)))


def against_articles(articles: Sequence[Article], others: Sequence[Article]) -> Iterator[Compared]:
    """Title, subtitle and text of articles against the same ones read from another file (a page's PDF against its HTML).

    Each is compared with the one that shares most of its text; one that shares nothing, with nothing.
    """
    for other in others:
        mine = max(articles, key=lambda article: _shared(article, other), default=None)
        if mine is not None and not _shared(mine, other):
            mine = None
        for field in _PRINTED:
            truth, found = getattr(other, field) or "", (getattr(mine, field) or "") if mine else ""
            if truth or found:
                yield compared(mine.id if mine else None, field, truth, found)


def _shared(article: Article, other: Article) -> int:
    """How many runs of characters two articles share, white space and where the title ends left aside."""
    runs = [
        {text[at : at + _RUN] for at in range(max(1, len(text) - _RUN + 1))}
        for text in (squeezed(f"{one.title or ''}{one.subtitle or ''}{one.text}") for one in (article, other))
    ]
    return len(runs[0] & runs[1])


def _text(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
