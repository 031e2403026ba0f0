"""Which articles of a reading are those that were removed, whatever a better reader makes of them."""

import datetime as dt
import random
from dataclasses import replace

import pytest

from articles.model import Article, Source
from articles.removals import Removal, likeness, remaining, sketch

ISSUE = "xnwb-20230105"
WORDS = ("水库", "桥梁", "粮仓", "学校", "会议", "提案", "调研", "建成", "完成", "增长", "，", "。", "全年", "三项", "乡村")
TEXTS = ["".join(random.Random(seed).choices(WORDS, k=300)) for seed in range(4)]


def read(*texts: str, numbered: bool = False, source: str = "http://invented.example/{}") -> list:
    ids = (f"{ISSUE}-{40 + at}" if numbered else f"{ISSUE}-p1-{at}" for at in range(1, len(texts) + 1))
    return [
        Article(
            id_,
            1,
            "xnwb",
            None,
            None,
            None,
            None,
            None,
            (),
            None,
            text,
            (),
            "news",
            None,
            None,
            None,
            (),
            (),
            (),
            None,
            Source(source.format(at), "0"),
        )
        for at, (id_, text) in enumerate(zip(ids, texts, strict=True))
    ]


def removal(of, *, alone: bool = False) -> Removal:
    return Removal(of.id, ISSUE, of.source.address, 1, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "", sketch(of), alone=alone)


def texts(articles) -> list[str]:
    return [one.text for one in articles]


def test_the_same_reading_again() -> None:
    before = read(*TEXTS)
    assert texts(remaining(before, [removal(before[1]), removal(before[3])], ISSUE)) == [TEXTS[0], TEXTS[2]]
    assert remaining(before, [], ISSUE) == before


def test_another_order_moves_no_innocent_under_its_id() -> None:
    gone = removal(read(*TEXTS)[1])
    after = remaining(read(TEXTS[1], TEXTS[0], TEXTS[2]), [gone], ISSUE)
    assert texts(after) == [TEXTS[0], TEXTS[2]]
    assert gone.id not in {one.id for one in after}


def test_the_platforms_number_stays_its_own_though_the_text_is_another() -> None:
    before = read(*TEXTS[:2], numbered=True)
    after = read(TEXTS[0], TEXTS[3], numbered=True)
    assert texts(remaining(after, [removal(before[1])], ISSUE)) == [TEXTS[0]]


def test_it_is_known_at_another_address_and_repaired() -> None:
    before = read(*TEXTS)
    after = read(*TEXTS[:1], TEXTS[1][:400] + TEXTS[1][430:], source="http://invented.example/new/{}")
    assert texts(remaining(after, [removal(before[1])], ISSUE)) == [TEXTS[0]]


def test_one_cut_in_two_by_a_better_reader_goes_whole() -> None:
    before = read(*TEXTS[:2])
    parts = read(TEXTS[0], TEXTS[1][:300], TEXTS[1][300:])
    parts[2] = replace(parts[2], source=parts[1].source)
    assert texts(remaining(parts, [removal(before[1], alone=True)], ISSUE)) == [TEXTS[0]]


@pytest.mark.parametrize("other", [0, 2, 3])
def test_sketches_tell_texts_apart(other: int) -> None:
    one = read(*TEXTS)
    assert likeness(sketch(one[1]), sketch(one[1])) == 1.0
    assert likeness(sketch(one[1]), sketch(one[other])) < 0.4
    assert likeness((), ()) == 0.0
