"""The fold: character by character, once and for all."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.tokens import fold
from indexing.tokens.characters import FOLDED


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("５．１％", "5.1%"),
        ("ＰＭ２．５", "pm2.5"),
        ("Ａ，Ｂ（Ｃ）　Ｄ", "a,b(c) d"),
        ("政協會議聽取審議", "政协会议听取审议"),
        ("⺠主", "民主"),
        ("⽅⻓", "方长"),
        ("⼈⺠政协", "人民政协"),
        ("豈更", "岂更"),
        ("\U0002f81a", "冬"),
        ("乾净的著名", "干净的著名"),
        ("朱镕基", "朱镕基"),
        ("ÀÉ", "àé"),
        ("İ", "İ"),
        ("ßſ", "ßſ"),
        ("", ""),
        ("😀 \ud800", "😀 \ud800"),
    ],
)
def test_examples(printed: str, folded: str) -> None:
    assert fold(printed) == folded


def test_every_character_folds_to_one_that_stays() -> None:
    for start in range(0, sys.maxunicode + 1, 4096):
        text = "".join(map(chr, range(start, start + 4096)))
        folded = fold(text)
        assert len(folded) == len(text)
        assert fold(folded) == folded


def test_the_table_says_what_fold_does() -> None:
    assert fold("".join(FOLDED)) == "".join(FOLDED.values())
    assert all(len(character) == len(form) == 1 for character, form in FOLDED.items())


@given(st.text(), st.text())
def test_folding_is_local(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)
