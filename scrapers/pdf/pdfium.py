"""Pages as pdfium sees them. Not thread-safe: it runs in the child process only (`scrapers.pdf.child`)."""

import ctypes
import math
import re
from collections.abc import Iterator
from unicodedata import category, normalize

import pypdfium2
import pypdfium2.raw as pdfium

from articles.errors import Unreadable
from scrapers.pdf.glyphs import Box, Glyph, PdfPage, upright

#: More glyphs than any newspaper page has; a page above is a trap.
MOST_GLYPHS = 200_000
MOST_OBJECTS = 400_000
MOST_PAGES = 400
_RADICALS = {code: normalize("NFKC", chr(code)) for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6))}
#: What pdfium gives for a hyphen at a line's end.
_HYPHENS = (0x02, 0xFFFE)
_THIN = 3.0
_TAG = re.compile(r"^[A-Z]{6}\+|\+\d+$")


def opened(payload: bytes, name: str) -> pypdfium2.PdfDocument:
    """The document. Unreadable where pdfium cannot open it, it wants a password, or has too many pages."""
    try:
        document = pypdfium2.PdfDocument(payload)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        raise Unreadable("pdf_password" if locked else "pdf_damaged", name=name, why=str(error)) from error
    if pages > MOST_PAGES:
        raise Unreadable("pdf_large", name=name, what="pages", most=MOST_PAGES)
    return document


def read(document: pypdfium2.PdfDocument, number: int, name: str) -> PdfPage:
    """A page, counted from 0. Unreadable where it is damaged or absurdly large."""
    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise Unreadable("pdf_damaged", name=name, why=str(error)) from error
    try:
        count = text.count_chars()
        if count > MOST_GLYPHS:
            raise Unreadable("pdf_large", name=name, what="glyphs", most=MOST_GLYPHS)
        left, bottom, right, top = page.get_bbox()
        glyphs, unmapped = _glyphs(text.raw, count, left, top)
        rules, frames, pictures = _shapes(page.raw, left, top, name)
        return upright(PdfPage(right - left, top - bottom, glyphs, rules, frames, pictures, unmapped))
    finally:
        text.close()
        page.close()


def _character(code: int) -> str:
    if code in _RADICALS:
        return _RADICALS[code]
    return "-" if code in _HYPHENS else chr(code)


def _glyphs(page: ctypes.c_void_p, count: int, left: float, top: float) -> tuple[list[Glyph], int]:
    """The printed glyphs and how many of them say no character; what pdfium puts in itself (spaces, line ends) is left out."""
    x, y, loose, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    at_x, at_y, at_loose, at_matrix = map(ctypes.byref, (x, y, loose, matrix))
    found: list[Glyph] = []
    fonts = _Fonts(page)
    unmapped, font, last_y, last_end, space = 0, 0, math.nan, math.nan, math.nan
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(page, index)
        if code in (0x20, 0x0D, 0x0A) and pdfium.FPDFText_IsGenerated(page, index):
            continue
        if not code or 0xE000 <= code <= 0xF8FF or code == 0xFFFD:
            unmapped += 1
        pdfium.FPDFText_GetCharOrigin(page, index, at_x, at_y)
        pdfium.FPDFText_GetLooseCharBox(page, index, at_loose)
        pdfium.FPDFText_GetMatrix(page, index, at_matrix)
        angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) if matrix.b or matrix.a < 0 else 0
        size = pdfium.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
        if y.value != last_y or not -size < x.value - last_end < size:
            font = fonts.of(index)
        last_y, last_end = y.value, loose.right
        character = _character(code)
        if size > 0.5 and math.isfinite(x.value) and math.isfinite(y.value) and _printed(character):
            spaced = space == y.value
            end = max(loose.right, x.value) if not angle else x.value + _advance(loose, angle)
            found.append(Glyph(character, x.value - left, top - y.value, end - left, size, font, angle, spaced))
            space = math.nan
        elif character in " \u3000\xa0":
            space = y.value
    return found, unmapped


def _printed(character: str) -> bool:
    return character > "\x20" and category(character) not in ("Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Cn")


def _advance(box: pdfium.FS_RECTF, angle: int) -> float:
    """The advance of a glyph on a turned baseline."""
    return float(box.top - box.bottom if angle % 180 else box.right - box.left)


class _Fonts:
    """Keys of a page's fonts: subsets of one font are one."""

    def __init__(self, page: ctypes.c_void_p) -> None:
        self._page = page
        self._keys: dict[int, int] = {}
        self._names: dict[str, int] = {}

    def of(self, index: int) -> int:
        """The key of the font a glyph is set in; 0 where there is none."""
        text = pdfium.FPDFText_GetTextObject(self._page, index)
        font = pdfium.FPDFTextObj_GetFont(text) if text else None
        address = (ctypes.cast(font, ctypes.c_void_p).value or 0) if font else 0
        if address not in self._keys:
            name = _base_name(font) if font else ""
            self._keys[address] = self._names.setdefault(name, len(self._names) + 1) if name else 0
        return self._keys[address]


def _base_name(font: object) -> str:
    """A font's name without the tag of its subset (`ABCDEF+Song`, `Song+2`)."""
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    return _TAG.sub("", buffer.value.decode("utf-8", "replace"))


def _shapes(page: ctypes.c_void_p, left: float, top: float, name: str) -> tuple[list[Box], list[Box], list[Box]]:
    """Ruling lines, stroked rectangles, and pictures with filled areas."""
    rules: list[Box] = []
    frames: list[Box] = []
    pictures: list[Box] = []
    for kind, box, stroked, segments in _objects(page, left, top, name):
        if kind == pdfium.FPDF_PAGEOBJ_PATH and min(box.width, box.height) <= _THIN:
            rules.append(box)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and stroked and segments <= 6:
            frames.append(box)
        else:
            pictures.append(box)
    return rules, frames, pictures


_Item = tuple[int, Box, bool, int]


def _objects(page: ctypes.c_void_p, left: float, top: float, name: str) -> Iterator[_Item]:
    count = pdfium.FPDFPage_CountObjects(page)
    if count > MOST_OBJECTS:
        raise Unreadable("pdf_large", name=name, what="objects", most=MOST_OBJECTS)
    edges = [ctypes.c_float() for _ in range(4)]
    places = [ctypes.byref(edge) for edge in edges]
    wanted = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_FORM)
    for index in range(count):
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind not in wanted or not pdfium.FPDFPageObj_GetBounds(item, *places):
            continue
        x0, y0, x1, y1 = (edge.value for edge in edges)
        if not all(map(math.isfinite, (x0, y0, x1, y1))):
            continue
        box = Box(x0 - left, top - y1, x1 - left, top - y0)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield kind, box, _stroked(item), pdfium.FPDFPath_CountSegments(item)
        elif kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield kind, box, False, 0


def _stroked(path: ctypes.c_void_p) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value) and not fill.value
