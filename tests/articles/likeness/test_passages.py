"""Passages two texts share, with their place in both."""

import random

from articles.likeness import Kept, passages

BORROWED = "以协商聚共识，以共识固团结，以团结促发展，为建功新岚江汇聚智慧和力量。"
FIRST = f"一年来，澄浦市政协认真履职。{BORROWED}全年立案提案99件。"
SECOND = f"禾川县政协工作综述\n回望2021年，禾川县政协{BORROWED}全年协商12次。"


def told(first: str, second: str) -> list[tuple[str, str]]:
    return [(first[one.start : one.end], second[one.other_start : one.other_end]) for one in passages(Kept(first), Kept(second))]


def test_a_borrowed_sentence_with_both_spans() -> None:
    (found,) = passages(Kept(FIRST), Kept(SECOND))
    assert FIRST[found.start : found.end] == SECOND[found.other_start : found.other_end] == BORROWED + "全年"
    assert (found.start, found.other_start) == (FIRST.index(BORROWED), SECOND.index(BORROWED))


def test_twenty_characters_are_a_passage_and_fewer_are_not() -> None:
    sentence = "聚焦民生实事深入调研，推动改善群众生活。"
    assert len(sentence) == 20
    assert told(f"去年，{sentence}此外", f"本报讯{sentence}会议") == [(sentence, sentence)]
    shorter = sentence.replace("深入", "")
    assert told(f"去年，{shorter}此外", f"本报讯{shorter}会议") == []


def test_breaks_and_punctuation_inside_may_differ() -> None:
    broken = BORROWED.replace("，", "\n").replace("聚", "聚 ")
    assert told(f"甲{BORROWED}", f"乙乙{broken}") == [(BORROWED, broken)]


def test_passages_in_another_order_the_longest_first() -> None:
    one, other = "推动解决群众用水、出行、就医等方面的急难愁盼问题", "在九个乡镇设立协商议事室并且定期开展面对面协商活动三十次"
    first, second = f"甲。{one}。乙。{other}。", f"丙。{other}。丁。{one}。戊"
    assert told(first, second) == [(other + "。", other + "。"), (one + "。", one + "。")]


def test_a_passage_printed_twice_in_the_second_text_is_told_twice() -> None:
    assert len(told(FIRST, SECOND + "\n他说：" + BORROWED)) == 2


def test_every_planted_passage_is_found() -> None:
    dice = random.Random(9)

    def words(count: int) -> str:
        return "".join(chr(dice.randrange(0x4E00, 0x9FA0)) for _ in range(count))

    for _ in range(200):
        planted = words(dice.randrange(20, 80))
        found = told(words(dice.randrange(100)) + planted + words(30), words(dice.randrange(100)) + planted + words(30))
        assert planted in [one for one, _ in found]


def test_hostile_texts_come_to_an_end() -> None:
    one = "1" * 1_000_000
    assert len(told(one, "1" * 900_000)) == 1
    assert told("0123456789" * 100_000, "政" * 1_000_000) == []
