"""The little language of the sample's texts."""

import itertools

import pytest

from scrapers.sample import news
from scrapers.sample.draws import Draw
from scrapers.sample.phrases import Telling, of_thread, of_year
from scrapers.sample.sessions import _stories

TABLES = {"fruit": ("柑橘", "黄桃", "葡萄"), "term": ("@-2014 扶贫", "@2015-2020 脱贫", "@2021- 振兴"), "deep": ("一筐{fruit}",)}


def told(text, year=2016, steady=(), name="name"):
    return Telling(TABLES, Draw(name), {"city": "澄浦"}, year, frozenset(steady)).say(text)


def test_the_same_name_gives_the_same_choices():
    assert told("{fruit}{20-90}") == told("{fruit}{20-90}")
    assert len({told("{fruit}{20-90}", name=number) for number in range(30)}) > 10


def test_facts_lists_labels_and_numbers():
    assert told("{city}") == "澄浦"
    assert told("{deep}")[2:] in TABLES["fruit"]
    first, second = told("{fruit=f}、{fruit=f}").split("、")
    assert first == second
    assert len(set(told("{fruit}、{fruit}、{fruit}").split("、"))) == 3
    assert len(set(told("{fruit}、{fruit}", steady=["fruit"]).split("、"))) == 1
    assert len(set(told("{fruit}、{fruit=other}", steady=["fruit"]).split("、"))) == 2
    assert {int(told("{3-5}", name=number)) for number in range(60)} == {3, 4, 5}
    assert {told("{1.5-1.7}", name=number) for number in range(60)} == {"1.5", "1.6", "1.7"}
    assert {told("{100-300/100}", name=number) for number in range(60)} == {"100", "200", "300"}
    assert {told("<甲|乙>[丙]", name=number) for number in range(60)} == {"甲", "乙", "甲丙", "乙丙"}


def test_words_are_of_their_year():
    assert [told("{term}", year) for year in (2013, 2018, 2022)] == ["扶贫", "脱贫", "振兴"]


@pytest.mark.parametrize("wrong", ["{none}", "{3-}"])
def test_an_unknown_name_is_an_error(wrong):
    with pytest.raises(KeyError):
        told(wrong)


@pytest.mark.parametrize("wrong", ["甲>乙", "<甲|乙", "[甲", "甲]", "{fruit", "甲}"])
def test_an_unbalanced_text_is_an_error(wrong):
    with pytest.raises(ValueError):
        told(wrong)


@pytest.mark.parametrize("story", [*news.stories(), *itertools.chain(*_stories().values())], ids=lambda story: story.title[0])
def test_every_thread_of_a_story_can_be_told_in_each_of_its_years(story):
    threads = {
        sign for lines in (story.title, *story.lines) for line in lines if line.startswith("#") for sign in line[1 : line.index(" ")]
    }
    for thread, year in itertools.product(threads or {""}, range(story.years[0], story.years[1] + 1)):
        for lines in (story.title, *story.lines):
            assert any(of_thread(line, thread) and of_year(line, year) for line in lines), (thread, year, lines)
