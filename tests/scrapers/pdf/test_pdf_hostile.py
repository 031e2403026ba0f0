"""Whatever glyphs a PDF gives, in whatever places. Damaged files are fuzzed (tests/fuzz, `pdf`)."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.pdf.checks import fault
from scrapers.pdf.glyphs import Box, Glyph, PdfPage
from scrapers.pdf.reading import read_pages

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
