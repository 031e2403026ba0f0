"""Mutated PDFs: a named error or articles with text, never a crash, a hang or an empty success.

`ZONGSHU_PDF_CASES=2000 ./run tests tests/scrapers/pdf/test_pdf_hostile.py` runs more of them.
"""

import os
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.errors import ReadError, ZongshuError
from articles.exchange import from_json, to_json
from articles.model import Article
from scrapers import read_dropped
from scrapers.pdf import LIMITS
from scrapers.pdf.checks import fault
from scrapers.pdf.glyphs import Box, Glyph, PdfPage
from scrapers.pdf.reading import read_pages
from tests.pdfpages.maker import made
from tests.pdfpages.mutate import mutated

CASES = int(os.environ.get("ZONGSHU_PDF_CASES", "240"))
SEEDS = (0, 1, 6, 14, 41, 60)


def read_or_error(payload: bytes) -> list[Article] | ZongshuError:
    """The articles of a payload, or our own error; anything else is raised."""
    try:
        return read_dropped("a.pdf", payload)
    except ZongshuError as error:
        return error


def outcome(payload: bytes) -> str:
    """What reading a payload ends with: `articles`, all with text, or the key of a named error."""
    started = time.monotonic()
    found = read_or_error(payload)
    assert time.monotonic() - started < LIMITS.seconds + 10
    if isinstance(found, ZongshuError):
        assert isinstance(found, ReadError)
        assert found.message("zh") != found.message("en")
        return found.key
    assert found
    for article in found:
        assert from_json(to_json(article)) == article
        assert article.text.strip() or article.title
        assert article.text == "\n".join(paragraph.text for paragraph in article.paragraphs)
    return "articles"


@pytest.mark.parametrize("part", range(4))
def test_mutated_pdfs(part: int) -> None:
    pages = [made(seed).pdf for seed in SEEDS]
    seen: dict[str, int] = {}
    for case in range(part, CASES, 4):
        draw = random.Random(f"mutant {case}")
        ended = outcome(mutated(draw.choice(pages), draw))
        seen[ended] = seen.get(ended, 0) + 1
    assert seen.get("articles", 0) > CASES // 40
    assert seen.get("pdf_damaged", 0) > 0


_PLACES = st.floats(-2000, 4000, allow_nan=False, allow_infinity=False)
_GLYPHS = st.builds(
    lambda text, x, y, size, angle, wide: Glyph(text, x, y, x + wide * size, size, 1, angle),
    st.sampled_from("政协提案，。“”（）一二1a％—简讯本报记者摄"),
    _PLACES,
    _PLACES,
    st.floats(0.6, 300),
    st.sampled_from([0, 0, 0, 90, -90, 180, 45]),
    st.floats(0, 2),
)
_BOXES = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), _PLACES, _PLACES, st.floats(0, 3000), st.floats(0, 3000))


@settings(max_examples=120, deadline=None)
@given(st.lists(_GLYPHS, max_size=60), *(st.lists(_BOXES, max_size=12) for _ in range(3)))
def test_geometry_takes_any_glyphs(glyphs, rules, frames, pictures) -> None:
    """Every glyph is printed in an article or in what belongs to none; nothing is made up."""
    page = PdfPage(600.0, 800.0, glyphs, rules, frames, pictures)
    fault(page, 1, "a.pdf")
    [(articles, furniture)] = read_pages([page], "a.pdf")
    printed = "".join(
        text
        for one in articles
        for text in (one.read.kicker, one.read.title, one.read.subtitle, *(p.text for p in one.read.paragraphs))
        if text
    )
    given_ = [glyph.text for glyph in glyphs]
    assert set(printed + "".join(furniture)) - {" ", "\t"} == set(given_)
    again = set()
    for one in articles:
        assert one not in again or not one.read.paragraphs
        again.add(one)


def test_a_page_of_one_glyph_many_times() -> None:
    glyphs = [Glyph("政", 10.0 + 12 * (at % 40), 20.0 + 14 * (at // 40), 20.0 + 12 * (at % 40), 10.0, 1, 0) for at in range(20_000)]
    started = time.monotonic()
    [(articles, _)] = read_pages([PdfPage(600.0, 8000.0, glyphs, [], [], [])], "a.pdf")
    assert sum(len(p.text) for one in articles for p in one.read.paragraphs) >= 19_000
    assert time.monotonic() - started < 60
