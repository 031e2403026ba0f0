"""Pages geometry cannot read: pictures of pages, and text whose fonts say nothing sensible. They are named, never read as text."""

from collections import Counter

from articles.errors import Garbled, ReadError, Scanned
from scrapers.pdf.glyphs import PdfPage

#: Fewer glyphs than this on a page a picture fills (part of its area) is a scan.
_FEW, _FILLED = 40, 0.3
#: Too many glyphs without a character; too few that Chinese texts (or any text) are made of: parts of all. The real page and the made
#: pages have 0 and 0.97 and more; pages whose glyphs are shifted by any amount, 0.35 and less.
_UNMAPPED, _SENSIBLE = 0.1, 0.75
#: From how many glyphs on a page's text tells.
_TELLING = 60
_STOPS = "，。、；：？！“”‘’（）《》〈〉【】—…·％℃＋－×÷／～〔〕■□●○◆◇▲△★☆※①②③④⑤⑥⑦⑧⑨⑩"


def fault(page: PdfPage, number: int, name: str) -> ReadError | None:
    """Why a page cannot be read; None for one that can, and for one with nothing on it at all."""
    count = len(page.glyphs)
    if count < _FEW:
        area = sum(box.width * box.height for box in page.pictures)
        if area > _FILLED * page.width * page.height:
            return Scanned("pdf_scan", name=name, page=number)
        return None if count else Scanned("pdf_blank", name=name, page=number)
    if page.unmapped > _UNMAPPED * (count + page.unmapped):
        return Garbled("pdf_fonts", name=name, page=number)
    if count >= _TELLING and _sensible(page) < _SENSIBLE:
        return Garbled("pdf_fonts", name=name, page=number)
    return None


def _sensible(page: PdfPage) -> float:
    """The part of a page's characters that texts are made of: common Han characters and stops; or Latin words."""
    text = "".join(glyph.text for glyph in page.glyphs)
    beyond = [character for character in text if not character.isascii()]
    if len(beyond) > 0.2 * len(text):
        return sum(count for character, count in Counter(beyond).items() if _common(character)) / len(beyond)
    letters = sum(character.isalnum() for character in text)
    vowels = sum(character in "aeiouAEIOU" for character in text)
    alphabetic = sum(character.isalpha() for character in text)
    words = letters > 0.7 * len(text) and (alphabetic < 0.3 * len(text) or 0.2 < vowels / alphabetic < 0.6)
    return 1.0 if words else 0.0


def _common(character: str) -> bool:
    """A character of GB 2312's first level or Big5's, a stop, a full width form."""
    if character in _STOPS or "\uff00" <= character <= "\uffef" or "\u3000" <= character <= "\u303f":
        return True
    try:
        lead = character.encode("gb2312")
        if len(lead) == 2 and (0xA1 <= lead[0] <= 0xA9 or 0xB0 <= lead[0] <= 0xD7):
            return True
    except UnicodeEncodeError:
        pass
    try:
        lead = character.encode("big5")
    except UnicodeEncodeError:
        return False
    return len(lead) == 2 and 0xA4 <= lead[0] <= 0xC6
