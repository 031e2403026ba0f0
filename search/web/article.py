"""An article as its page shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from articles.model import Article, Figure, Paragraph, Repair
from articles.repair import rebuild
from search.cite import cite, cite_full, page_number
from search.highlight import Highlighter, Mark
from search.web.address import Address, Pair
from search.web.render import with_marks

#: Repairs that are told one by one, and characters of each that are shown.
_MOST_REPAIRS, _EXCERPT = 200, 60
#: Steps that took out nothing but the white space a page is laid out by.
_OF_LAYOUT = frozenset({"white_space", "line_break", "spaces"})


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of an article: its place in the text is marked with the id `key`; `address` draws it over the years, where it can be."""

    key: str
    figure: Figure
    address: str


@dataclass(frozen=True, slots=True)
class Mended:
    """What a repair did: the step and the beginning of what stood there; empty for what moved."""

    repair: Repair
    excerpt: str


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
    figures: Sequence[Told]
    mended: Sequence[Mended]
    printed: str


def shown(article: Article, paper_name: str, highlighter: Highlighter, chosen: Sequence[Pair] = ()) -> Shown:
    """What the page shows of an article; the query's marks are in title block and text."""
    address = article.source.address

    def line(field: str, raw: str | None) -> Markup:
        return with_marks(raw or "", highlighter.marks(raw or "", field))

    figures = list(_figures(article, chosen))
    return Shown(
        kicker=line("kicker", article.kicker),
        title=line("title", article.title),
        subtitle=line("subtitle", article.subtitle),
        paragraphs=_paragraphs(article, highlighter.marks(article.text, "text"), figures),
        citation=cite(article, paper_name),
        full=cite_full(article, paper_name),
        page=page_number(article.page) if article.page else None,
        link=address if address.startswith(("http://", "https://")) else None,
        figures=figures,
        mended=[Mended(one, _excerpt(one.printed)) for one in article.repairs if one.rule not in _OF_LAYOUT][:_MOST_REPAIRS],
        printed=rebuild("\n".join(filter(None, (article.title, article.subtitle, article.text))), article.repairs)
        if article.repairs
        else "",
    )


def _figures(article: Article, chosen: Sequence[Pair]) -> Iterator[Told]:
    """The figures in the order of the text; of those that stand in one another the first."""
    place, organ, after = article.place, article.organ, 0
    for number, one in enumerate(sorted(article.figures, key=lambda one: (one.start, -one.end)), 1):
        if one.start < after:
            continue
        after = one.end
        known = [("q", one.what), ("place", place.code), ("organ", organ)] if place and organ and one.what else []
        yield Told(f"n{number}", one, str(Address.of([*known, *chosen], "/figures")) if known else "")


def _excerpt(printed: str) -> str:
    words = " ".join(printed.split())
    return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT]}…"


def _paragraphs(article: Article, marks: Sequence[Mark], figures: Sequence[Told]) -> list[tuple[str, Markup]]:
    """Role and marked text of each paragraph; a mark that runs over a break is shown on both sides."""
    return [(one.role, _line(one, marks, figures)) for one in article.paragraphs or _lines(article.text)]


def _line(line: Paragraph, marks: Sequence[Mark], figures: Sequence[Told]) -> Markup:
    """A paragraph's text with what the query found, each figure in an element of its own."""
    parts, at = [], line.start
    for one in figures:
        start, end = one.figure.start, one.figure.end
        if line.start <= start and end <= line.end:
            parts += [
                _stretch(line, marks, at, start),
                Markup('<span class="figure" id="{}">{}</span>').format(one.key, _stretch(line, marks, start, end)),
            ]
            at = end
    return Markup("").join([*parts, _stretch(line, marks, at, line.end)])


def _stretch(line: Paragraph, marks: Sequence[Mark], start: int, end: int) -> Markup:
    return with_marks(line.text[start - line.start : end - line.start], _inside(marks, start, end))


def _inside(marks: Sequence[Mark], start: int, end: int) -> list[Mark]:
    return [(max(low, start) - start, min(high, end) - start) for low, high in marks if low < end and high > start]


def _lines(text: str) -> list[Paragraph]:
    """The lines of a text that came without paragraphs."""
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(Paragraph(line, start, start + len(line)))
        start += len(line) + 1
    return lines
