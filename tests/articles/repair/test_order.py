"""Order from text alone: headings to their sections, columns one after the other, on the test half of the real reports."""

import pytest
from broken.documents import reports
from broken.pieces import columns, headed, words

from articles.repair import Fragment, attach, chain

#: The trial's figures (reference: repair), floors that are never lowered.
HEADINGS = {3: 0.87, 4: 0.84, 5: 0.81}
SUCCESSORS = {3: 0.84, 5: 0.81, 8: 0.74}
SURE, SURE_RIGHT, SURE_SHARE = 0.9, 0.98, 0.4


def rated(answers):
    """The share of right answers, of sure answers, and of right ones among those; `answers` are (right, confidence)."""
    sure = [right for right, confidence in answers if confidence >= SURE]
    return sum(right for right, _ in answers) / len(answers), len(sure) / len(answers), sum(sure) / len(sure)


def placed(corpus, count):
    for document in reports(corpus):
        for headings, sections, order in headed(document, count) if document.half == "test" else ():
            for at, place in enumerate(attach(headings, sections)):
                yield place.at is not None and order[place.at] == at, place.confidence


def followed(corpus, count, known):
    for document in reports(corpus):
        for seed in range(6) if document.half == "test" else ():
            made = columns(document, count, seed)
            if made is None:
                continue
            fragments, order = made
            for at, place in enumerate(chain(fragments, known)):
                if order[at] + 1 < count:
                    yield place.at is not None and order[place.at] == order[at] + 1, place.confidence


@pytest.mark.corpus
@pytest.mark.parametrize("count", HEADINGS)
def test_headings_find_their_sections(corpus, count):
    answers = list(placed(corpus, count))
    right, share, sure = rated(answers)
    assert len(answers) > 100
    assert right >= HEADINGS[count]
    assert (sure >= SURE_RIGHT, share >= SURE_SHARE) == (True, True)


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.parametrize("count", SUCCESSORS)
def test_columns_find_their_successors(corpus, count):
    answers = list(followed(corpus, count, words()))
    right, share, sure = rated(answers)
    assert len(answers) > 100
    assert right >= SUCCESSORS[count]
    assert (sure >= SURE_RIGHT, share >= SURE_SHARE) == (True, True)


def test_a_heading_more_than_sections_stays_unplaced():
    sections = ["提案办理协商，提案提出、提案督办，全年提案三百件，提案答复率高。", "学习理论，理论武装，党组理论学习中心组学习。"]
    found = attach(["强化理论武装", "做好提案工作", "加强自身建设"], sections)
    assert [place.at for place in found] == [1, 0, None]


def test_nothing_to_place():
    assert attach([], ["正文"]) == []
    assert [place.at for place in attach(["标题"], [])] == [None]
    assert chain([], {}) == []
    assert [(place.at, place.confidence) for place in chain([Fragment("一")], {})] == [(None, 1.0)]
    assert [place.confidence for place in chain([Fragment("一段。")] * 11, {})] == [0.0] * 11


def test_many_headings_are_placed_pair_by_pair():
    names = ["农业", "工业", "教育", "医疗", "交通", "旅游", "财政", "税收", "环保"]
    found = attach(names, [f"今年{name}工作有新进展，{name}指标完成较好。" for name in reversed(names)])
    assert [place.at for place in found] == list(range(8, -1, -1))


def test_points_that_count_on_and_words_cut_in_two_tell_the_order():
    parts = [
        Fragment("三是做好财政工作，保障"),
        Fragment("一是做好农业工作，抓好春耕备"),
        Fragment("耕。二是做好工业工作，稳住"),
        Fragment("生产。"),
    ]
    assert [place.at for place in chain(parts, {"备耕": 50, "稳住": 30})][1] == 2
