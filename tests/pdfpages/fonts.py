"""Fonts for made pages, drawn by ourselves: every glyph is a plain shape with the advance of its kind, so that no system font is needed."""

from functools import cache
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

#: The embedded fonts (body, headline) and those a reader has to bring itself.
EMBEDDED = ("MadeSong", "MadeHei")
CID = ("STSong-Light", "STSong-Light")
_EM = 1000
_LOW = "，。、；：！？,.:;!?"


def _charset() -> str:
    """GB 2312, ASCII, and the radicals that stand for characters in some fonts."""
    rows = (bytes((lead, trail)).decode("gb2312", "ignore") for lead in range(0xA1, 0xF8) for trail in range(0xA1, 0xFF))
    return "".join(dict.fromkeys("".join(map(chr, range(0x20, 0x7F))) + "".join(rows) + "".join(map(chr, range(0x2F00, 0x2FD6))) + "—…·"))


def _box(character: str, weight: int) -> tuple[int, int, int, int]:
    if character in _LOW:
        return 80, -60, 280 + weight, 150 + weight
    if character == "一":
        return 60, 340, 940, 400 + weight
    return (60, -60, 940, 820) if ord(character) > 0x2000 else (50, 0, 450, 700)


def _glyph(character: str, weight: int) -> object:
    pen = TTGlyphPen(None)
    if not character.isspace():
        left, bottom, right, top = _box(character, weight)
        pen.moveTo((left, bottom))
        for corner in ((left, top), (right, top), (right, bottom)):
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()


def _made(name: str, weight: int) -> bytes:
    charset = _charset()
    names = {character: f"g{ord(character):05X}" for character in charset}
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(character): glyph for character, glyph in names.items()})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), **{names[one]: _glyph(one, weight) for one in charset}})
    advances = {names[one]: (_EM if ord(one) > 0x2000 else _EM // 2, 0) for one in charset}
    builder.setupHorizontalMetrics({".notdef": (_EM, 0), **advances})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWeightClass=400 + weight)
    builder.setupPost()
    file = BytesIO()
    builder.updateHead(created=0, modified=0)  # the same bytes at any time
    builder.font.recalcTimestamp = False
    builder.save(file)
    return file.getvalue()


@cache
def register() -> None:
    """Make the fonts known to reportlab, once a process."""
    for name, weight in zip(EMBEDDED, (0, 300), strict=True):
        pdfmetrics.registerFont(TTFont(name, BytesIO(_made(name, weight))))
    pdfmetrics.registerFont(UnicodeCIDFont(CID[0]))


@cache
def _advance(character: str, font: str) -> float:
    register()
    return float(pdfmetrics.stringWidth(character, font, 1.0))


def width(text: str, font: str, size: float) -> float:
    """The advance of a text in points."""
    return size * sum(_advance(character, font) for character in text)
