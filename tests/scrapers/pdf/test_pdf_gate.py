"""The fixed set of made pages: what holds, with the floors of the project; and the corpus's pages."""

import os
from itertools import permutations

import pytest

from scrapers.pdf import PdfRead
from scrapers.pdf.extract import extract
from tests.pdfpages.given import GivenPage, made_pages, real_page
from tests.pdfpages.maker import FIXED, TEST, TUNE, made
from tests.pdfpages.score import Score, order_edits, read_lines, score, total
from worker.cli.against import distance, squeezed

#: What newspapers do that the set must hold.
FEATURES = {
    "overprint run", "overprint line", "overprint paragraph", "overprint glyph", "order reversed", "order shuffled", "cid", "embedded",
    "vertical", "box", "table", "caption", "inset", "pair", "strip", "briefs", "continued", "rotated", "reverse", "kangxi", "column rules",
}  # fmt: skip


#: The gate is the test half; ZONGSHU_TEST_TUNE=1 looks at the other one too.
@pytest.mark.parametrize("half", [TUNE, TEST] if os.environ.get("ZONGSHU_TEST_TUNE") else [TEST])
def test_the_fixed_set(half: range) -> None:
    pages = [made(seed) for seed in half]
    assert {feature for page in pages for feature in page.features} >= FEATURES
    assert sum(len(page.articles) for page in pages) > 250
    found = total([score(page, extract(page.pdf, str(page.seed))) for page in pages])
    assert (found.doubled, found.lost) == (0, 0)
    assert found.order <= 0.02
    assert found.under_title >= 0.98
    assert found.right >= 0.9
    assert found.tables == 1.0


def test_the_set_is_large_enough_and_its_halves_are_apart() -> None:
    assert len(FIXED) >= 100
    assert set(TUNE).isdisjoint(TEST)
    assert sorted([*TUNE, *TEST]) == list(FIXED)


def test_a_page_is_always_the_same() -> None:
    assert made(11) == made(11)


@pytest.mark.corpus
def test_the_made_pages_of_the_corpus(corpus) -> None:
    pages = made_pages(corpus)
    assert len(pages) == 5
    scores = {page.name: (page, extract(page.pdf, page.name)) for page in pages}
    for page, read in scores.values():
        found = score(page, read)
        assert (found.doubled, found.lost, found.tables) == (0, 0, True)
        if "seedlike" not in page.name:
            assert found.right
            assert found.edits == 0
            assert found.under_title == found.body
    page, read = next(pair for name, pair in scores.items() if "seedlike" in name)
    assert _either_order(page, read) == 0


def _either_order(page: GivenPage, read: PdfRead) -> int:
    """Edits to the page whose truth says that the order of its last two sections cannot be told: to the nearer of the two."""
    [article] = page.articles
    at = [place for place, told in enumerate(article.paragraphs) if told.role == "heading"]
    assert len(at) == 3
    parts = [article.paragraphs[at[1] : at[2]], article.paragraphs[at[2] :]]
    found = squeezed("".join(read_lines(read)))
    head = [article.title or "", article.subtitle or "", *(told.text for told in article.paragraphs[: at[1]])]
    whole = [squeezed("".join([*head, *(told.text for part in order for told in part)])) for order in permutations(parts)]
    assert order_edits(page.articles, found)[1] == len(whole[0])
    return min(distance(truth, found) for truth in whole)


@pytest.mark.corpus
def test_the_real_page(corpus) -> None:
    pdf, articles = real_page(corpus)
    read = extract(pdf, "real.pdf")
    titled = [one for one in articles if one["title"]]
    assert len(titled) == 9
    assert sorted(one.read.title for one in read.articles if one.read.title) == sorted(one["title"] for one in titled)
    for one in articles:
        truth = squeezed(one["text"])
        bodies = [squeezed("".join(p.text for p in found.read.paragraphs)) for found in read.articles if found.read.title == one["title"]]
        assert min(distance(truth, body) for body in bodies) <= 0.02 * len(truth)
        assert truth in bodies
    assert len(read.articles) == len(articles)
    printed = squeezed("".join(p.text for found in read.articles for p in found.read.paragraphs))
    assert not [text for text in ("责任编辑", "综合新闻", "NEWSANMEN", "陈维连/摄", "星期二") if text in printed]
    assert {"陈维连/摄", "综合新闻"} <= {squeezed(text) for text in read.furniture}
    assert all(found.areas for found in read.articles)


def test_a_score_is_no_better_than_what_was_read() -> None:
    """The measure itself: an article lost, a line doubled, a paragraph under another title are seen."""
    page = made(2)
    read = extract(page.pdf, "2")
    assert score(page, read).right
    whole: Score = score(page, PdfRead(read.articles[1:], read.furniture))
    assert whole.lost > 0
    assert not whole.right
    assert score(page, PdfRead((*read.articles, read.articles[0]), read.furniture)).doubled > 0
    assert score(page, PdfRead(read.articles[::-1], read.furniture)).edits > 0
