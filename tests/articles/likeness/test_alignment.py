"""Two texts laid side by side."""

import random

from articles.likeness import Kept
from articles.likeness.alignment import align, changes, outline


def laid(first: str, second: str) -> list[tuple[str, str]]:
    """What differs between the first shared run and the last."""
    runs = align(first, second, outline(Kept(first), Kept(second)))
    return [(first[change.start : change.end], second[change.other : change.other_end]) for change in changes(runs)]


def test_one_character_a_word_and_a_gap() -> None:
    first = "市政协常委会全年立案提案九十九件其中集体提案二十件全部办复委员满意"
    second = "市政协常委会全年立案建议九十九件其中集体提案全部办复委员很满意"
    assert laid(first, second) == [("提案", "建议"), ("二十件", ""), ("", "很")]


def test_runs_are_shared_and_rise_whatever_the_texts() -> None:
    dice = random.Random(8)
    for _ in range(300):
        alphabet = dice.choice(["甲乙", "甲乙丙丁戊己庚", "".join(map(chr, range(0x4E00, 0x4F00)))])
        first = "".join(dice.choices(alphabet, k=dice.randrange(120)))
        second = "".join(character for character in first if dice.random() > 0.1)
        at = dice.randrange(len(second) + 1)
        second = second[at:] + second[:at] if dice.random() < 0.3 else second
        end = other_end = 0
        for run in align(first, second, outline(Kept(first), Kept(second))):
            assert run.length > 0
            assert run.start >= end
            assert run.other >= other_end
            assert first[run.start : run.start + run.length] == second[run.other : run.other + run.length]
            end, other_end = run.start + run.length, run.other + run.length


def test_texts_without_a_landmark_have_no_outline() -> None:
    assert outline(Kept("政" * 1_000), Kept("政" * 999)) == []
    assert align("", "", []) == ()
