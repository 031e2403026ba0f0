"""How far what was read of a page is from what it holds. White space is left out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from scrapers.pdf.result import PdfRead
from tests.pdfpages.truth import TrueArticle
from worker.cli.against import distance, squeezed


class Printed(Protocol):
    """A page's truth: made by us, or given."""

    @property
    def articles(self) -> tuple[TrueArticle, ...]:
        """In reading order."""
        ...

    @property
    def furniture(self) -> tuple[str, ...]:
        """What belongs to no article."""
        ...


@dataclass(frozen=True, slots=True)
class Score:
    """A page's figures: characters too many and too few, edits to the true order and its characters, body characters under their own title
    and all of them, whether everything is right (titles, paragraphs, roles, order), whether the tables are."""

    doubled: int
    lost: int
    edits: int
    characters: int
    under_title: int
    body: int
    right: bool
    tables: bool


def _lines(kicker: str | None, title: str | None, subtitle: str | None, texts: Iterable[str]) -> list[str]:
    return [squeezed(text) for text in (kicker, title, subtitle, *texts) if text]


def true_lines(article: TrueArticle) -> list[str]:
    """All an article prints."""
    return _lines(article.kicker, article.title, article.subtitle, (one.text for one in article.paragraphs))


def read_lines(read: PdfRead) -> list[str]:
    """All that was read of all articles."""
    return [
        line
        for one in read.articles
        for line in _lines(one.read.kicker, one.read.title, one.read.subtitle, (p.text for p in one.read.paragraphs))
    ]


def order_edits(truth: Sequence[TrueArticle], found: str) -> tuple[int, int]:
    """Edits from what was read to the true text in its true order, and the true text's length."""
    whole = "".join(line for article in truth for line in true_lines(article))
    return distance(whole, squeezed(found)), len(whole)


def _under_title(article: TrueArticle, read: PdfRead) -> tuple[int, int]:
    """How much of an article's text stands, in order, in the one read under its title (a brief: in any without)."""
    truth = squeezed("".join(one.text for one in article.paragraphs))
    title = squeezed(article.title or "")
    bodies = [squeezed("".join(p.text for p in one.read.paragraphs)) for one in read.articles if squeezed(one.read.title or "") == title]
    return max((max(0, len(truth) - distance(truth, body)) for body in bodies), default=0), len(truth)


def _shape(kicker: str | None, title: str | None, subtitle: str | None, parts: Sequence[tuple[str, str]]) -> tuple[object, ...]:
    """An article for comparing: captions and tables apart from the text."""
    told = [(squeezed(text), role) for text, role in parts]
    running = tuple(one for one in told if one[1] in ("body", "heading"))
    return tuple(squeezed(one or "") for one in (kicker, title, subtitle)), running, frozenset(one for one in told if one not in running)


def true_shape(article: TrueArticle) -> tuple[object, ...]:
    """A true article for comparing."""
    return _shape(article.kicker, article.title, article.subtitle, [(one.text, one.role) for one in article.paragraphs])


def read_shapes(read: PdfRead) -> list[tuple[object, ...]]:
    """The articles read, for comparing."""
    return [
        _shape(one.read.kicker, one.read.title, one.read.subtitle, [(p.text, p.role) for p in one.read.paragraphs]) for one in read.articles
    ]


def _tables(rows: Iterable[tuple[str, str]]) -> list[list[str]]:
    return [[squeezed(cell) for cell in text.split("\t")] for text, role in rows if role == "table"]


def score(truth: Printed, read: PdfRead) -> Score:
    """A page read against its truth."""
    found = read_lines(read)
    printed = Counter("".join([*(line for one in truth.articles for line in true_lines(one)), *map(squeezed, truth.furniture)]))
    given = Counter("".join([*found, *map(squeezed, read.furniture)]))
    edits, characters = order_edits(truth.articles, "".join(found))
    under = [_under_title(one, read) for one in truth.articles]
    true_tables = sorted(_tables((p.text, p.role) for one in truth.articles for p in one.paragraphs))
    return Score(
        doubled=(given - printed).total(),
        lost=(printed - given).total(),
        edits=edits,
        characters=characters,
        under_title=sum(one[0] for one in under),
        body=sum(one[1] for one in under),
        right=[true_shape(one) for one in truth.articles] == read_shapes(read),
        tables=true_tables == sorted(_tables((p.text, p.role) for one in read.articles for p in one.read.paragraphs)),
    )


@dataclass(frozen=True, slots=True)
class Total:
    """The figures of a set of pages."""

    pages: int
    doubled: int
    lost: int
    order: float
    under_title: float
    right: float
    tables: float


def total(scores: Sequence[Score]) -> Total:
    """The set's figures: counts summed, the order's error averaged over pages, shares."""
    return Total(
        pages=len(scores),
        doubled=sum(one.doubled for one in scores),
        lost=sum(one.lost for one in scores),
        order=sum(one.edits / max(one.characters, 1) for one in scores) / len(scores),
        under_title=sum(one.under_title for one in scores) / max(sum(one.body for one in scores), 1),
        right=sum(one.right for one in scores) / len(scores),
        tables=sum(one.tables for one in scores) / len(scores),
    )
