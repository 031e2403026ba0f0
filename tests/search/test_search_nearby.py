"""Names find what was read as being about them, whatever is printed; what comes near fills a first page up, and counts nowhere."""

from collections.abc import Iterator

import pytest
from search_kit import Library, library, made

from articles.model import Article, Period, Place
from indexing import Tokenizer
from search import FACETS, Lexicon, Question, Search, place_names
from search.query import Named
from search.query.named import named

PLACES = place_names(
    [("澄浦市", "990100"), ("澄浦", "990100"), ("禾川市", "990200"), ("和平", "990300"), ("和平", "990400"), ("中国", "100000")]
)
CITY, OTHER = Place("990100", "澄浦市", "prefecture"), Place("990200", "禾川市", "prefecture")


def account(id_: str, year: int, place: Place = CITY, **fields: object) -> Article:
    told = {"text": "全会以来提案得到办理。", "organ": "政协", "place": place, "period": Period(year, year, "year", 1.0), **fields}
    return made(id_, **told)


@pytest.fixture(scope="module")
def held(tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    articles = [
        account("a-2011", 2011),
        account("a-2012", 2012),
        account("a-2014", 2014),
        account("a-2019", 2019),
        account("b-2013", 2013, OTHER),
        account("c-2011", 2011, Place("990102", "临澄区", "county")),
        account("court", 2011, organ="法院", text="两级法庭。"),
        made("printed", "澄浦市政协的提案，2011年印。", period=Period(2020, 2020, "year", 1.0)),
    ]
    with library(tmp_path_factory.mktemp("nearby"), tokenizer, articles) as found:
        found.search = Search(found.index, found.holdings, found.search.names, tokenizer, Lexicon(PLACES))
        yield found


def ids(held: Library, query: str, **asked: object) -> set[str]:
    return {hit.id for hit in held.search.ask(Question(query, **asked)).hits}


@pytest.mark.parametrize(
    ("term", "names"),
    [
        ("澄浦市政协", [("place", "澄浦市"), ("organ", "政协")]),
        ("澄浦人大常委会", [("place", "澄浦"), ("organ", "人大")]),
        ("禾川市生态环境局", [("place", "禾川市"), ("organ", "生态环境局")]),
        ("澄浦", [("place", "澄浦")]),
        ("国务院", [("place", "中国"), ("organ", "政府")]),
        ("檢察院", [("organ", "检察院")]),
        ("２０１６年度", [("years", "2016")]),
        ("2016", [("years", "2016")]),
        *((mere, []) for mere in ("市政协", "和平", "提案", "澄浦市民", "2016件", "12016", "1816年", "环境局", "中国梦")),
    ],
)
def test_what_a_term_names(term: str, names: list[tuple[str, str]]) -> None:
    assert [(one.field, one.name) for one in named(term, PLACES)] == names


def test_a_name_finds_what_was_read_and_says_so(held: Library) -> None:
    answer = held.search.ask(Question("澄浦市政协 2011年", facets=FACETS))
    assert {hit.id for hit in answer.hits} == {"a-2011", "printed"}
    assert answer.total == 2
    assert {one.value: one.count for one in answer.facets["organ"]} == {"政协": 1}
    assert [added.named for added in answer.added] == [
        (Named("place", "澄浦市", ("990100",)), Named("organ", "政协", ("政协",))),
        (Named("years", "2011", ("2011",)),),
    ]
    assert {hit.id: hit.named for hit in answer.hits} == {"a-2011": ("place", "organ", "years"), "printed": ()}


def test_names_are_switched_off_by_quotes_fields_negation_and_the_switch(held: Library) -> None:
    assert ids(held, "2011年") == {"a-2011", "c-2011", "court", "printed"}
    for query in ('"2011年"', "正文:2011年", "2011*"):
        assert ids(held, query) == {"printed"}
    assert ids(held, "2011年", names=False) == {"printed"}
    assert ids(held, "提案 NOT 2011年") == {"a-2011", "a-2012", "a-2014", "a-2019", "b-2013", "c-2011"}
    assert ids(held, "提案 NOT 年份:2011") == {"a-2012", "a-2014", "a-2019", "b-2013", "printed"}


def test_a_place_is_that_place_and_not_what_lies_in_it(held: Library) -> None:
    assert "c-2011" not in ids(held, "澄浦市 提案")
    assert "c-2011" in ids(held, "地区:澄浦市 提案")


def test_what_comes_near_is_by_neighbouring_years_then_years_then_other_terms(held: Library) -> None:
    answer = held.search.ask(Question("澄浦市政协 2013年"))
    assert (answer.total, answer.hits) == (0, ())
    near = [(one.hit.id, one.lacks) for one in answer.nearby]
    assert set(near[:2]) == {("a-2012", "2013年"), ("a-2014", "2013年")}
    assert set(near[2:5]) == {("a-2011", "2013年"), ("a-2019", "2013年"), ("printed", "2013年")}
    assert near[5:] == [("b-2013", "澄浦市政协")]


def test_what_comes_near_keeps_filters_and_negations_and_never_repeats_a_hit(held: Library) -> None:
    answer = held.search.ask(Question("澄浦市政协 2011年 -印", years=None, organ=("政协",)))
    assert [hit.id for hit in answer.hits] == ["a-2011"]
    near = [one.hit.id for one in answer.nearby]
    assert "a-2012" in near
    assert not {"a-2011", "printed", "court"} & set(near)
    assert len(near) == len(set(near))


def test_there_is_room_on_a_first_page_only(held: Library) -> None:
    whole = held.search.ask(Question("澄浦市政协 2011年"))
    assert [(one.hit.id, one.lacks) for one in whole.nearby[:3]] == [("a-2012", "2011年"), ("a-2014", "2011年"), ("a-2019", "2011年")]
    assert {(one.hit.id, one.lacks) for one in whole.nearby[3:]} == {("c-2011", "澄浦市政协"), ("court", "澄浦市政协")}
    assert len(held.search.ask(Question("澄浦市政协 2011年", limit=3)).nearby) == 1
    for asked in ({"limit": 2}, {"offset": 2}, {"nearby": False}, {"limit": 0}):
        assert held.search.ask(Question("澄浦市政协 2011年", **asked)).nearby == ()
    for single in ("2013年", "绝无此词", "", "年份:2013 机构:政协"):
        assert held.search.ask(Question(single)).nearby == ()
