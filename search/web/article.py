"""An article as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from articles.model import Article, Paragraph
from search.cite import cite, cite_full, page_number
from search.highlight import Highlighter, Mark
from search.web.render import with_marks


@dataclass(frozen=True, slots=True)
class Shown:
    """The parts of an article that are made for the page: marked lines, citations, and the source's address where it is one."""

    kicker: Markup
    title: Markup
    subtitle: Markup
    paragraphs: Sequence[tuple[str, Markup]]
    citation: str
    full: str
    page: str | None
    link: str | None


def shown(article: Article, paper_name: str, highlighter: Highlighter) -> Shown:
    """What the page shows of an article; the query's marks are in title block and text."""
    address = article.source.address

    def line(field: str, raw: str | None) -> Markup:
        return with_marks(raw or "", highlighter.marks(raw or "", field))

    return Shown(
        kicker=line("kicker", article.kicker),
        title=line("title", article.title),
        subtitle=line("subtitle", article.subtitle),
        paragraphs=_paragraphs(article, highlighter.marks(article.text, "text")),
        citation=cite(article, paper_name),
        full=cite_full(article, paper_name),
        page=page_number(article.page) if article.page else None,
        link=address if address.startswith(("http://", "https://")) else None,
    )


def _paragraphs(article: Article, marks: Sequence[Mark]) -> list[tuple[str, Markup]]:
    """Role and marked text of each paragraph; a mark that runs over a break is shown on both sides."""
    return [(one.role, with_marks(one.text, _inside(marks, one.start, one.end))) for one in article.paragraphs or _lines(article.text)]


def _inside(marks: Sequence[Mark], start: int, end: int) -> list[Mark]:
    return [(max(low, start) - start, min(high, end) - start) for low, high in marks if low < end and high > start]


def _lines(text: str) -> list[Paragraph]:
    """The lines of a text that came without paragraphs."""
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(Paragraph(line, start, start + len(line)))
        start += len(line) + 1
    return lines
