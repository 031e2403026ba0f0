"""Fingerprints: the same for ever, and one at least for any passage two texts share."""

import random

from articles.likeness import Kept, fingerprints, sample
from articles.likeness.fingerprints import GUARANTEED, SAMPLE
from articles.likeness.text import LONGEST

TEXT = "翻开禾川县2022年政协履职答卷，立案提案99件，办复率99.3%。"


def words(dice: random.Random, count: int) -> str:
    return "".join(chr(dice.randrange(0x4E00, 0x9FA0)) for _ in range(count))


def test_the_fingerprints_of_a_text_never_change() -> None:
    """What is in an index was made by another process, on another machine: a change is a new RECIPE."""
    assert fingerprints(Kept(TEXT).units) == (
        *("060f4c49384c", "22b89223c37d", "2560b7622c70"),
        *("287b12ef5898", "2962809d5665", "33a46377fd9a"),
    )


def test_white_space_and_punctuation_change_nothing() -> None:
    spaced = Kept("翻开 禾川县2022年\n政协履职答卷：立案提案“99”件，办复率99.3%")
    assert spaced.units == Kept(TEXT).units
    assert spaced.content == Kept(TEXT).content
    assert Kept("翻开禾川县2021年").content != Kept("翻开禾川县2022年").content


def test_any_shared_passage_shares_a_fingerprint() -> None:
    dice = random.Random(3)
    for _ in range(500):
        shared = words(dice, GUARANTEED)
        first, second = (words(dice, dice.randrange(60)) + shared + words(dice, dice.randrange(60)) for _ in range(2))
        assert set(fingerprints(first)) & set(fingerprints(second)), shared


def test_texts_of_a_few_characters() -> None:
    assert fingerprints("") == fingerprints("政协委员履职") == ()
    assert len(fingerprints("政协委员履职尽")) == 1
    assert Kept("，。！").content == ""
    assert Kept("").units == ""


def test_half_of_a_text_holds_half_of_its_sample() -> None:
    whole = words(random.Random(5), 2_000)
    held = set(fingerprints(whole[:1_000]))
    prints = sample(fingerprints(whole))
    assert len(prints) == SAMPLE
    assert 0.3 < sum(one in held for one in prints) / SAMPLE < 0.7


def test_a_hostile_text_has_few_fingerprints() -> None:
    for text in ("1" * 1_000_000, "政" * 1_000_000, "0123456789" * 100_000, "，" * 1_000_000):
        assert len(fingerprints(Kept(text).units)) <= 10
    dice = random.Random(6)
    digits = Kept("".join(dice.choice("0123456789") for _ in range(1_000_000)))
    assert len(digits.units) == LONGEST
    assert len(fingerprints(digits.units)) < LONGEST // 4


def test_a_lone_surrogate_is_dropped() -> None:
    assert Kept("政\ud800协").units == "政协"
