"""Lines to paragraphs on the test half of the laid-out set; the log both ways on damaged documents; work that grows with the text only."""

import sys
from collections import Counter

import pytest
from broken.damage import KINDS as DAMAGE
from broken.damage import column, doubled
from broken.documents import sample
from broken.fixed import excerpt, sources
from broken.laid import KINDS, given, laid, right, rows, spaces
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from articles.repair import rebuild, replay, restore

#: Paragraphs that come back exactly, of all; what was reached on the test half, a little below it.
PARAGRAPHS = {"indented": 0.94, "flush": 0.83, "blanks": 0.88, "kept": 0.94, "words": 0.86}
#: Spaces inside words that stay, of all.
SPACES_LEFT = 0.1
DOCUMENTS = [document for document in sample() if len(document.paragraphs) > 4][:60]


@pytest.mark.corpus
def test_columns_become_paragraphs(corpus):
    documents = sources(corpus)
    counts: Counter[str] = Counter()
    for row in rows():
        if row["half"] != "test":
            continue
        piece, made = given(row, documents)
        kind, page = row["kind"], restore(made.text)
        found = page.result.split("\n")
        came, all_, _ = right(piece.paragraphs, found)
        counts.update({f"{kind} came": came, f"{kind} all": all_, kind: 1})
        assert not [step for step in page.edits if step.action == "moved"], row
        if kind == "words":
            true = spaces(piece.paragraphs)
            counts.update(split=len(spaces([made.text.replace("\n", "")]) ^ true), left=len(spaces(found) ^ true))
    assert all(counts[kind] > 20 for kind in KINDS)
    reached = {kind: counts[f"{kind} came"] / counts[f"{kind} all"] for kind in KINDS}
    assert {kind: share for kind, share in reached.items() if share < PARAGRAPHS[kind]} == {}
    assert counts["left"] <= SPACES_LEFT * counts["split"]


def test_the_halves_are_about_equal():
    halves = Counter(row["half"] for row in rows())
    assert min(halves.values()) > 100
    assert Counter(row["kind"] for row in rows()) == dict.fromkeys(KINDS, 60)


def _damaged(document, kind, seed):
    if kind in DAMAGE:
        return doubled(document, kind, seed).text
    if kind in KINDS:
        return laid(document, kind, seed).text
    lines = column(document.paragraphs, 14)
    cut = seed % max(1, len(lines))
    return "\n\n".join(["\n".join(lines[cut:]), "", "\n".join(lines[:cut])])


@settings(max_examples=120, deadline=None)
@drawn(
    st.sampled_from(DOCUMENTS),
    st.sampled_from((*DAMAGE, *KINDS, "shuffled")),
    st.integers(0, 10_000),
    st.sampled_from(("\n", "\r\n", "\r", "\u2028", " \n", "\n\n", "\n\u3000\u3000")),
)
def test_the_printed_text_is_made_again_from_article_and_log(document, kind, seed, ending):
    text = _damaged(excerpt(document, seed), kind, seed).replace("\n", ending)
    page = restore(text)
    assert "".join(replay(text, page.edits).split()) == "".join(page.result.split())
    again = rebuild(page.result, [step.repair() for step in page.edits])
    assert again == text if page.edits else again.split() == text.split()


def _calls(text):
    """How many calls of functions a repair takes: its work, whatever the machine."""
    calls = 0

    def count(_frame, event, _what):
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        restore(text)
    finally:
        sys.setprofile(None)
    return calls


PIECES = "人 甲乙 \n _ ， 1 12 甲\n 甲乙丙\n 12345\n 一、\n 强化_理论\n （下转第3版）\n 一二三四五六七八九十，\n 的。"


@pytest.mark.parametrize("piece", PIECES.replace(" ", "|").replace("_", " ").split("|"))
def test_twice_the_text_is_twice_the_work(piece):
    one, two = (_calls(piece * (length // len(piece))) for length in (8_000, 16_000))
    assert two <= 2.2 * one + 2_000
