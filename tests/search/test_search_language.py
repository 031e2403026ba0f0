"""What an answer says of the language: whole words, synonyms, names, who is to blame for nothing, suggestions; and hostile queries."""

import random
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from search_kit import NAMES, Library, library, made

from articles.errors import QueryError, SettingsError
from articles.model import Place
from indexing import Tokenizer
from search import Lexicon, Question, Search, Synonyms, load_synonyms, place_names, summary_data
from search.query import organs, places
from search.query.parser import DEEPEST, LONGEST

PLACES = place_names([("澄浦市", "990100"), ("澄浦", "990100"), ("旧津县", "990103"), ("旧津县", "990200")])
LEXICON = Lexicon(PLACES, load_synonyms(), ("提案办理", "协商民主", "协商议政"))


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Iterator[Library]:
    place = Place("990103", "望津区", "county")
    articles = [
        made("ljrb-1", "委员联系更加紧密", title="政协工作回眸", organ="政协", place=place),
        made("ljrb-2", "加紧办理提案", title="人大工作综述", organ="人大"),
        made("ljrb-3", "提案与协商", title="协商民主在基层", organ="政协", kind="news"),
    ]
    with library(tmp_path_factory.mktemp("language"), tokenizer, articles) as found:
        found.search = Search(found.index, found.holdings, NAMES, tokenizer, LEXICON)
        yield found


def ids(held: Library, query: str, **asked: object) -> set[str]:
    return {hit.id[-1] for hit in held.search.ask(Question(query, **{"all_": True, **asked})).hits}  # type: ignore[arg-type]


def test_whole_words(held: Library) -> None:
    assert ids(held, "加紧") == {"1", "2"}
    assert ids(held, "加紧", words=True) == {"2"}
    assert ids(held, '"加紧"', words=True) == {"1", "2"}


def test_synonyms_widen_a_term_and_never_what_is_excluded(held: Library) -> None:
    answer = held.search.ask(Question("标题:工作综述 NOT 人民代表大会"))
    assert {hit.id[-1] for hit in answer.hits} == {"1", "2"}
    (added,) = answer.added
    assert (added.term, added.at) == ("工作综述", 3)
    assert "工作回眸" in added.words
    assert summary_data(answer)["added"][0]["words"] == list(added.words)
    assert ids(held, "标题:工作综述", synonyms=False) == {"2"}
    assert ids(held, '标题:"工作综述"') == {"2"}
    first = held.search.ask(Question("工作综述")).hits[0]
    assert first.id == "ljrb-2"


def test_places_and_organs_by_name(held: Library) -> None:
    for query in ("地区:澄浦", "地区:澄浦市", "地区:旧津县", "place:9901", "地區：舊津縣"):
        assert ids(held, query) == {"1"}, query
    assert ids(held, "", place=("澄浦",)) == {"1"}
    assert ids(held, "", organ=("市政协",)) == ids(held, "机构:人民政协") == {"1", "3"}
    assert places("旧津县", PLACES) == ("990103", "990200")
    assert organs("全国人大") == ("人大", "全国人大")
    assert organs("生态环境局") == ("生态环境局",)
    with pytest.raises(QueryError, match="西宁、"):
        places("西宇", place_names([("鸡西", "1"), ("黔西", "2"), ("西宁", "3"), ("西充", "4")]))
    with pytest.raises(QueryError, match="澄浦"):
        held.search.ask(Question("", place=("澄普市",)))


def test_an_empty_answer_says_which_term_is_to_blame(held: Library) -> None:
    (one,) = held.search.ask(Question("提案 无此词 加紧", all_=True)).blamed
    assert (one.term, one.at, one.alone, one.without) == ("无此词", 3, 0, 1)
    blamed = held.search.ask(Question("提案 紧密", all_=True)).blamed
    assert [(one.term, one.alone, one.without) for one in blamed] == [("提案", 2, 1), ("紧密", 1, 2)]
    (of_filter,) = held.search.ask(Question("紧密", all_=True, organ=("法院",))).blamed
    assert (of_filter.term, of_filter.at, of_filter.without) == ("organ=法院", None, 1)
    assert held.search.ask(Question("提案", all_=True)).blamed == ()
    (phrase,) = held.search.ask(Question('提案 标题:"没有 这\\"句"~3', all_=True)).blamed
    assert phrase.term == 'title:"没有 这\\"句"~3'


def test_suggestions(held: Library) -> None:
    shown = [(one.kind, one.text, one.query) for one in held.search.suggest("提案 (协商", 10)]
    assert ("term", "协商民主", "提案 (协商民主") in shown
    assert ("title", "协商民主在基层", '提案 (标题:"协商民主在基层"') in shown
    assert [one.query for one in held.search.suggest("地区:澄", 10)] == ["地区:澄浦", "地区:澄浦市"]
    assert [one.query for one in held.search.suggest("机构:政", 10)] == ["机构:政协"]
    assert {one.kind for one in held.search.suggest("报纸:", 10)} == set()
    assert [one.query for one in held.search.suggest("岚", 10)] == ["报纸:岚江日报"]
    assert [one.text for one in held.search.suggest("政", 1)] == ["政协"]
    assert len(held.search.suggest("政", 3)) == 3
    for typed in ("", " ", '"', "(", "，", "提" * 100, "标题:", "🙂"):
        assert held.search.suggest(typed, 5) == ()
    for suggestion in (*held.search.suggest("政", 20), *held.search.suggest("工作", 20)):
        assert held.search.ask(Question(suggestion.query, all_=True)).total >= 0


def test_a_table_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('groups = [["助餐点", "长者食堂"], ["政协", "议政机关"]]\noff = ["两会"]\n', "utf-8")
    table = load_synonyms(own)
    assert table.of("長者食堂") == ("助餐点",)
    assert "议政机关" in table.of("政协")
    assert "人民政协" in table.of("政协")
    assert table.of("两会") == ()
    assert "两会" not in table.of("人代会和政协会")
    assert Synonyms().of("政协") == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("groups = [", "settings_synonyms_file"),
        ("group = []", "settings_synonyms_name"),
        ('groups = [["政协"]]', "settings_synonyms_group"),
        ('groups = ["政协"]', "settings_synonyms_group"),
        ('groups = "政协"', "settings_synonyms_group"),
        ('groups = [["，", "。"]]', "settings_synonyms_group"),
        ("off = [1]", "settings_synonyms_group"),
    ],
)
def test_a_wrong_table_is_named(tmp_path: Path, text: str, key: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_synonyms(own)
    assert caught.value.key == key
    assert "{" not in caught.value.message("zh") + caught.value.message("en")
    with pytest.raises(SettingsError):
        load_synonyms(tmp_path / "none.toml")


def answered(held: Library, query: str) -> None:
    """Asked, a query is answered, or refused by name."""
    with suppress(QueryError):
        held.search.ask(Question(query, all_=True))


@pytest.mark.parametrize(
    "query",
    ["东" * 3_000_000, "(" * 10_000, '"' * 9_999, "-" * 10_000, "标题:" * 5_000, "NOT " * 10_000, "*" * 10_000, '"东 西"~' + "9" * 10_000],
    ids=["megabytes", "parentheses", "quotes", "hyphens", "fields", "operators", "stars", "distance"],
)
def test_hostile_queries_are_refused_by_name(held: Library, query: str) -> None:
    with pytest.raises(QueryError):
        held.search.ask(Question(query))
    answered(held, query[:LONGEST])
    assert LONGEST <= 2_000


def test_a_query_as_big_as_may_be_is_answered(held: Library) -> None:
    answered(held, "".join(chr(0x4E00 + place) for place in range(LONGEST)))
    answered(held, "政协" * (LONGEST // 2))
    answered(held, " ".join(["政协"] * 100))
    deep = "政"
    for level in range(DEEPEST):
        deep = f"({deep} {'OR' if level % 2 else 'AND'} 协)"
    answered(held, deep)
    answered(held, "NOT (" * DEEPEST + "政" + ")" * DEEPEST)


def test_every_block_of_unicode(held: Library) -> None:
    """Eight characters of each row of 1,024, alone, in quotes, as a field's value and with a star."""
    chance = random.Random(3)
    for row in range(0, sys.maxunicode, 1024):
        text = "".join(chr(row + chance.randrange(1024)) for _ in range(8))
        text = "".join(char for char in text if unicodedata.category(char) != "Cs")
        for query in (text, f'"{text}" OR 机构:{text}', f'"{text} 政"~2 OR {text}* -{text}'):
            answered(held, query)
