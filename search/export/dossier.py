"""DOCX: a title page with search, date and holdings, then the articles as printed, each on a page of its own with citations and source.

python-docx makes the styles and the title page; the articles behind it are written into the document one after the other, because a
document built in memory grows with every paragraph.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from search.cite import cite, cite_full
from search.export.markdown import paragraphs
from search.export.model import Head, Item
from search.export.words import WORDS
from search.safe import clean, line

_DOCUMENT, _END = "word/document.xml", b"<w:sectPr"
#: The fonts of print: Song for text, Hei for headings.
_TEXT_FONT, _HEADING_FONT = "宋体", "黑体"
_STYLES = ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Quote", "Caption", "List Bullet")
_ROLES = {"heading": "Heading2", "caption": "Caption"}


def write_docx(head: Head, items: Iterable[Item], out: IO[bytes]) -> None:
    """The file, whole; memory holds an article."""
    shell = io.BytesIO()
    _shell(head).save(shell)
    with zipfile.ZipFile(shell) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in made.namelist():
            if name != _DOCUMENT:
                file.writestr(made.getinfo(name), made.read(name), zipfile.ZIP_DEFLATED)
        begin, at, end = made.read(_DOCUMENT).rpartition(_END)
        with file.open(_DOCUMENT, "w", force_zip64=True) as body:
            body.write(begin)
            for number, item in enumerate(items, 1):
                body.write("".join(_article(number, item, head.lang)).encode("utf-8"))
            body.write(at + end)


def _shell(head: Head) -> Any:  # noqa: ANN401 - python-docx is untyped
    """The document with its styles and title page."""
    document = Document()
    for name in _STYLES:
        _font(document.styles[name], _TEXT_FONT if name in ("Normal", "Quote", "Caption", "List Bullet") else _HEADING_FONT)
    document.styles["Normal"].font.size = Pt(11)
    document.styles["Normal"].paragraph_format.line_spacing = 1.5
    document.core_properties.title = line(head.title)[:255]
    document.core_properties.author = "Zongshu"
    document.core_properties.comments = ""
    document.add_paragraph(line(head.title), style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name, value in head.lines:
        told = document.add_paragraph()
        told.add_run(f"{name}{WORDS.say('head.colon', head.lang)}").bold = True
        told.add_run(line(value))
    return document


def _font(style: Any, name: str) -> None:  # noqa: ANN401 - python-docx is untyped
    style.font.name = "Times New Roman"
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("asciiTheme", "eastAsiaTheme", "hAnsiTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{script}"), None)
    fonts.set(qn("w:eastAsia"), name)


def _article(number: int, item: Item, lang: str) -> Iterator[str]:
    article, colon = item.article, WORDS.say("head.colon", lang)
    yield _paragraph(f"{number}. {article.title or WORDS.say('article.untitled', lang)}", "Heading1", new_page=True)
    yield from (_paragraph(text, "Quote") for text in (article.kicker, article.subtitle) if text)
    about = (
        ("citation", cite(article, item.paper_name)),
        ("gbt7714", cite_full(article, item.paper_name)),
        ("source", article.source.address),
    )
    yield from (_paragraph(f"{WORDS.say(f'article.{name}', lang)}{colon}{text}", "ListBullet") for name, text in about)
    for one in paragraphs(article):
        style = _ROLES.get(one.role)
        yield _paragraph(one.text, style, indented=style is None and one.role == "body")
    if removed := item.removed(article.text, article.source.address):
        yield _paragraph(WORDS.say("article.removed", lang, count=removed), "Caption")


def _paragraph(text: str, style: str | None = None, *, new_page: bool = False, indented: bool = False) -> str:
    """A paragraph's XML; a body paragraph is indented by two characters, as print is."""
    about = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    about += "<w:pageBreakBefore/>" if new_page else ""
    about += '<w:ind w:firstLineChars="200" w:firstLine="440"/>' if indented else ""
    rows = [f'<w:t xml:space="preserve">{escape(row)}</w:t>' for row in clean(text).strip().splitlines()]
    return f"<w:p><w:pPr>{about}</w:pPr><w:r>{'<w:br/>'.join(rows)}</w:r></w:p>"
