"""Pages as pdfium sees them. Not thread-safe: it runs in the child process only (`scrapers.pdf.child`)."""

import ctypes
import math
import re
from collections.abc import Iterator
from functools import cache
from unicodedata import category, normalize

import pypdfium2
import pypdfium2.raw as pdfium

from articles.errors import Unreadable
from scrapers.pdf import calls
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


@cache
def _character(code: int) -> str:
    if code in _RADICALS:
        return _RADICALS[code]
    return "-" if code in _HYPHENS else chr(code)


def _glyphs(page: ctypes.c_void_p, count: int, left: float, top: float) -> tuple[list[Glyph], int]:
    """The printed glyphs and how many of them say no character; what pdfium puts in itself (spaces, line ends) is left out."""
    x, y, loose = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    at_x, at_y, at_loose = map(ctypes.addressof, (x, y, loose))
    text = ctypes.cast(page, ctypes.c_void_p).value
    found: list[Glyph] = []
    fonts, setting = _Fonts(), _Setting(text)
    unmapped, font, last_y, last_end, space = 0, 0, math.nan, math.nan, math.nan
    for index in range(count):
        code = calls.unicode(text, index)
        if code in (0x20, 0x0D, 0x0A) and calls.generated(text, index):
            continue
        if not code or 0xE000 <= code <= 0xF8FF or code == 0xFFFD:
            unmapped += 1
        calls.origin(text, index, at_x, at_y)
        calls.loose_box(text, index, at_loose)
        size, angle = setting.of(index)
        begin, base, right = x.value, y.value, loose.right
        if base != last_y or not -size < begin - last_end < size:
            font = fonts.of(setting.object)
        last_y, last_end = base, right
        character = _character(code)
        if size > 0.5 and _printed(character) and math.isfinite(begin + base):
            end = max(right, begin) if not angle else begin + _advance(loose, angle)
            found.append(Glyph(character, begin - left, top - base, end - left, size, font, angle, space == base))
            space = math.nan
        elif character in " \u3000\xa0":
            space = base
    return found, unmapped


class _Setting:
    """The em and the direction of a page's glyphs: one for all glyphs of a text object."""

    def __init__(self, page: int | None) -> None:
        self._page, self._matrix = page, pdfium.FS_MATRIX()
        self._at_matrix = ctypes.addressof(self._matrix)
        self.object: int | None = None
        self._last = (0.0, 0)

    def of(self, index: int) -> tuple[float, int]:
        """Size in points and angle in whole degrees of the glyph at `index`."""
        item = calls.text_object(self._page, index)
        if item is None or item != self.object:
            self.object = item
            calls.matrix(self._page, index, self._at_matrix)
            matrix = self._matrix
            angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) if matrix.b or matrix.a < 0 else 0
            self._last = (calls.font_size(self._page, index) * math.hypot(matrix.c, matrix.d), angle)
        return self._last


@cache
def _printed(character: str) -> bool:
    return character > "\x20" and category(character) not in ("Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Cn")


def _advance(box: pdfium.FS_RECTF, angle: int) -> float:
    """The advance of a glyph on a turned baseline."""
    return float(box.top - box.bottom if angle % 180 else box.right - box.left)


class _Fonts:
    """Keys of a page's fonts: subsets of one font are one."""

    def __init__(self) -> None:
        self._keys: dict[int, int] = {}
        self._names: dict[str, int] = {}

    def of(self, item: int | None) -> int:
        """The key of the font a text object is set in; 0 where there is none."""
        font = (calls.font(item) or 0) if item else 0
        if font not in self._keys:
            name = _base_name(font) if font else ""
            self._keys[font] = self._names.setdefault(name, len(self._names) + 1) if name else 0
        return self._keys[font]


def _base_name(font: int) -> str:
    """A font's name without the tag of its subset (`ABCDEF+Song`, `Song+2`)."""
    buffer = ctypes.create_string_buffer(256)
    calls.base_name(font, ctypes.addressof(buffer), len(buffer))
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
