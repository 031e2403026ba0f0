"""Texts made to harm whoever reads them: every function of reading ends in a time that grows with the text's length alone."""

import time

import pytest

from articles.reading import Piece, bylines, dateline, outline, read, slogans, title_kind
from scrapers import divisions

N = 1_000_000
TEXTS = {
    "digits": "1" * N,
    "nested brackets": "（" * (N // 2) + "）" * (N // 2),
    "no sentence end": "全市工作，" * (N // 5),
    "years": "2022年" * (N // 5),
    "ranges": "2012—" * (N // 5),
    "places": "西宁市" * (N // 3),
    "bare words": "市政协" * (N // 3),
    "white space": "\u3000" * N,
    "line feeds": "\n" * (N // 2),
    "headings": "一、题\n" * (N // 10),
    "reports": "工作报告" * (N // 4),
    "roles": "记者" * (N // 2),
    "joint bodies": "院和局与" * (N // 4),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_reading_of_hostile_text_is_bounded(text):
    begun = time.process_time()
    read(Piece("引题", "市政协2022年工作综述", None, text, None, "630100"), divisions())
    read(Piece(text, text, text, "2022年，市政协立案提案139件。", None, "630100"), divisions())
    title_kind(text, text, text)
    lines = text.split("\n")
    bylines(lines, text)
    dateline(lines)
    outline(text)
    slogans(text)
    assert time.process_time() - begun < 30
