"""The blocks of text under an element, in the order of the page: one pass, no recursion."""

import re
from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.html import HtmlElement

from articles.model import Paragraph, ParagraphRole

Block = tuple[str, ParagraphRole]

_SPACE = re.compile(r"[ \t\r\n\f\v\xa0]+")
_INVISIBLE = re.compile(r"[\u200b\ufeff\xad]")
_SILENT = frozenset(["script", "style", "select", "button", "textarea", "template", "noscript", "iframe", "title", "head"])
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TABLE = ("table", "tbody", "td", "tfoot", "th", "thead", "tr")
_LISTS = ("dd", "dl", "dt", "li", "ol", "ul")
_SECTIONS = (
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "div",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "main",
    "section",
)
_BREAKS = frozenset((*_HEADINGS, *_TABLE, *_LISTS, *_SECTIONS, "br", "hr", "p", "pre"))
_BOLD = frozenset((*_HEADINGS, "b", "strong"))
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SENTENCE_END = "。！？；…，：”）"
#: A line all in bold is a heading where it is short and no sentence; headings inside articles have up to some thirty characters.
_HEADING = 40


def one_line(text: str) -> str:
    """Text as one line: a line break, a tab or a run of plain spaces is one space; ideographic spaces inside stay."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def is_row(element: HtmlElement) -> bool:
    """A row of a table, not of a table that only places things: two cells or more that hold text."""
    cells = [cell for cell in element if cell.tag in ("td", "th")] if element.tag == "tr" else []
    return len(cells) > 1 and sum(any(text.strip() for text in cell.itertext()) for cell in cells) > 1


def _silent(element: HtmlElement) -> bool:
    return element.tag in _SILENT or bool(_HIDDEN.search(element.get("style", "")))


class _Walk:
    """What has been gathered of the block (or the table's row) that is under way."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.cells: list[str] = []
        self.row: HtmlElement | None = None
        self.bold = 0
        self.plain = False

    def add(self, text: str | None) -> None:
        if text:
            self.parts.append(text)
            self.plain = self.plain or (not self.bold and not text.isspace())

    def take(self) -> str:
        text = one_line("".join(self.parts))
        self.parts.clear()
        return text

    def flush(self) -> Iterator[Block]:
        if self.row is not None:
            self.parts.append(" ")
            return
        heading = not self.plain
        self.plain = False
        if text := self.take():
            yield text, "heading" if heading and len(text) <= _HEADING and text[-1] not in _SENTENCE_END else "body"

    def start(self, element: HtmlElement) -> Iterator[Block]:
        if element.tag in _BREAKS:
            yield from self.flush()
        if self.row is None and is_row(element):
            self.row = element
        self.bold += element.tag in _BOLD
        self.add(element.text)

    def end(self, element: HtmlElement) -> Iterator[Block]:
        self.bold -= element.tag in _BOLD
        if self.row is not None and element.getparent() is self.row:
            self.cells.append(self.take())
        elif element is self.row:
            self.row = None
            yield "\t".join(self.cells), "table"
            self.cells, self.plain = [], False
        elif element.tag in _BREAKS:
            yield from self.flush()


def blocks(root: HtmlElement) -> Iterator[Block]:
    """Each block's text and role (`body`, `heading`, `table`: a row, its cells parted by tabs); empty ones are dropped."""
    walk = _Walk()
    steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    silent: HtmlElement | None = None
    for event, element in steps:
        if event == "start" and element is not root and _silent(element):
            silent = element
            steps.skip_subtree()
        elif event == "start":
            yield from walk.start(element)
        else:
            if event == "end" and element is not silent:
                yield from walk.end(element)
            if element is not root:
                walk.add(element.tail)
    yield from walk.flush()


def laid_out(found: Iterable[Block]) -> tuple[Paragraph, ...]:
    """Blocks as paragraphs, with offsets into the text that joins them by line feeds."""
    made: list[Paragraph] = []
    at = 0
    for text, role in found:
        made.append(Paragraph(text, at, at + len(text), role))
        at += len(text) + 1
    return tuple(made)
