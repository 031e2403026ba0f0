"""The paragraphs of a document of Word in printed order: tables row by row, what was struck out left out, automatic numbers written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from articles.model import ParagraphRole
from scrapers.dropped.numbers import Numbers
from scrapers.platforms.blocks import Block, one_line

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TBL, _TR, _TC, _T, _R = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc", "t", "r"))
_BREAKS = frozenset((f"{_W}br", f"{_W}cr"))
#: Struck out, moved away, told twice for old programs; what stands in a text box is a paragraph of its own.
_LEFT_OUT = frozenset(
    (
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}rPrChange",
        f"{_W}txbxContent",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)
_NOTES = frozenset((f"{_W}footnoteReference", f"{_W}endnoteReference"))
_HEADING, _END = 40, "。！？；…，：”）"


@dataclass(frozen=True, slots=True)
class Printed:
    """A line: its text, what it is, whether it stands in the middle or is styled as a title, and doubts."""

    text: str
    role: ParagraphRole
    middle: bool = False
    flags: tuple[str, ...] = ()

    @property
    def block(self) -> Block:
        """Text and role."""
        return self.text, self.role


def paragraphs(document: Any) -> Iterator[Printed]:  # noqa: ANN401 - python-docx has no types
    """The lines of a document."""
    numbers = Numbers.of(document)
    styles = {style.style_id: style.name for style in document.styles if style.style_id}
    yield from _walk(document.element.body, numbers, styles)


def _walk(parent: etree._Element, numbers: Numbers, styles: dict[str, str]) -> Iterator[Printed]:
    for element in parent:
        if element.tag == _P:
            yield from _lines(element, numbers, styles)
            for box in _boxes(element):
                yield from _walk(box, numbers, styles)
        elif element.tag == _TBL:
            yield from _rows(element)
        elif element.tag not in _LEFT_OUT and isinstance(element.tag, str):
            yield from _walk(element, numbers, styles)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The text boxes that hang on a paragraph, each once."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(above.tag in _LEFT_OUT for above in box.iterancestors()):
            yield box


def _pieces(element: etree._Element) -> Iterator[str]:
    """What is printed of an element; a line feed for a break."""
    for inner in element:
        if inner.tag == _T:
            yield inner.text or ""
        elif inner.tag in _BREAKS:
            yield "\n"
        elif inner.tag == f"{_W}tab":
            yield " "
        elif inner.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif inner.tag not in _LEFT_OUT and isinstance(inner.tag, str):
            yield from _pieces(inner)


def _lines(paragraph: etree._Element, numbers: Numbers, styles: dict[str, str]) -> Iterator[Printed]:
    style = styles.get(_value(paragraph, "pStyle") or "", "").lower()
    titled = style == "title"
    heading = style.startswith("heading") or _all_bold(paragraph)
    middle = titled or style == "heading 1" or _value(paragraph, "jc") == "center"
    flags = ("word_notes_unread",) if any(True for note in paragraph.iter() if note.tag in _NOTES) else ()
    text = numbers.before(paragraph) + "".join(_pieces(paragraph))
    for piece in text.split("\n"):
        line = one_line(piece)
        set_apart = heading and len(line) <= _HEADING and not line.endswith(tuple(_END))
        yield Printed(line, "heading" if set_apart else "body", middle, flags)


def _rows(table: etree._Element) -> Iterator[Printed]:
    """A row of several cells as one line, its cells parted by tabs; a row of one cell as what it holds."""
    for row in table.iter(_TR):
        cells = [one_line(" ".join("".join(_pieces(line)) for line in cell.iter(_P))) for cell in row.iter(_TC)]
        if len([cell for cell in cells if cell]) > 1:
            yield Printed("\t".join(cells), "table")
        else:
            yield from (Printed(cell, "body") for cell in cells if cell)


def _value(paragraph: etree._Element, name: str) -> str | None:
    """A property of a paragraph."""
    found = paragraph.find(f"{_W}pPr/{_W}{name}")
    return found.get(f"{_W}val") if found is not None else None


def _all_bold(paragraph: etree._Element) -> bool:
    """Whether everything printed of a paragraph is bold."""
    runs = [run for run in paragraph.iter(_R) if "".join(_pieces(run)).strip()]
    bold = [run.find(f"{_W}rPr/{_W}b") for run in runs]
    return bool(runs) and all(one is not None and one.get(f"{_W}val") not in ("0", "false") for one in bold)
