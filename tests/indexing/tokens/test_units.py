"""Units and bigrams, by the contract's "Query language"."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.tokens import Tokenizer, bigrams, fold, units
from indexing.tokens.units import LONGEST_RUN

#: Text as papers print it, and worse.
PRINTED = st.text(st.sampled_from("政协委员会提案５1年.．%％+-－ 　\n，。abＣ\u200b〇々㐀𠀀豈⺠é😀#_|"))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("5.1％", ["5.1%"]),
        ("增长５．１％，比", ["增", "长", "5.1%", "比"]),
        ("1+3+6+N", ["1+3+6+n"]),
        ("PM2.5浓度", ["pm2.5", "浓", "度"]),
        ("2012-2013年", ["2012-2013", "年"]),
        ("A B\nC", ["a", "b", "c"]),
        ("5.\n1%", ["5", "1%"]),
        ("12\u300034", ["12", "34"]),
        ("-5% +3 .5 C++ 100%%", ["5%", "3", "5", "c", "100%"]),
        ("5%-10%", ["5%", "10%"]),
        ("5%a", ["5%a"]),
        ("1,234.5万元", ["1", "234.5", "万", "元"]),
        ("二〇二二年，人们々", ["二", "〇", "二", "二", "年", "人", "们", "々"]),
        ("𠀀㐀豈\U0002f81a", ["𠀀", "㐀", "岂", "冬"]),
        ("é á ひらがな 한글 😀 ①½", []),
        ("“政”。\n\n《协》", ["政", "协"]),
        ("", []),
    ],
)
def test_examples(text: str, tokens: list[str]) -> None:
    assert [unit.token for unit in units(text)] == tokens


@given(PRINTED)
def test_offsets_are_of_the_printed_text(text: str) -> None:
    found = units(text)
    assert all(fold(text[unit.start : unit.end]) == unit.token for unit in found if len(unit.token) <= LONGEST_RUN)
    assert all(left.end <= right.start for left, right in pairwise(found))


@given(PRINTED)
def test_nothing_is_left_out(text: str) -> None:
    left = list(fold(text))
    for unit in units(text):
        left[unit.start : unit.end] = [" "] * (unit.end - unit.start)
    assert not re.search(r"[0-9a-z政协委员会提案年〇々㐀𠀀岂民]", "".join(left))


@given(PRINTED, PRINTED)
def test_a_window_that_cuts_no_run_holds_neighbouring_units(before: str, window: str) -> None:
    """Rule 1 at the level of units: white space on both sides stands for an end that cuts nothing."""
    whole = [unit.token for unit in units(f"{before} {window} {before}")]
    inside = [unit.token for unit in units(window)]
    count = len(units(before))
    assert whole[count : count + len(inside)] == inside


def test_long_runs_are_found_whole_and_only_whole() -> None:
    run = "a" * 300
    tokens = {units(text)[0].token for text in (run, run + "b", run[:-1], "b" + run)}
    assert len(tokens) == 4
    assert all(len(token) <= LONGEST_RUN for token in tokens)
    assert units("x" * LONGEST_RUN)[0].token == "x" * LONGEST_RUN


def test_bigrams_of_runs_keep_their_border() -> None:
    assert bigrams(["a", "bc"]) != bigrams(["ab", "c"])
    assert bigrams(["政", "5", "协", "会"]) == ["政5", "5协", "协会"]
    assert bigrams(["政"]) == bigrams([]) == []


@given(PRINTED)
def test_a_whole_text_gives_the_same_tokens_as_its_units(tokenizer: Tokenizer, text: str) -> None:
    streams = tokenizer.streams(text)
    tokens = [unit.token for unit in units(text)]
    assert streams.units.split() == tokens == tokenizer.units(text)
    assert streams.bigrams.split() == bigrams(tokens) == tokenizer.bigrams(text)
    assert "".join(token for token in tokens if token[0] <= "\x7f") == "".join(
        token for token in streams.words.split() if token[0] <= "\x7f"
    )


def test_many_different_runs(tokenizer: Tokenizer) -> None:
    text = " ".join(f"x{number}" for number in range(70_000))
    assert tokenizer.streams(text).units == text
