import pytest

from articles.errors import QueryError
from indexing import Tokenizer
from search import span
from search.query import Text, parse, texts
from search.query.clauses import clause
from search.query.tree import And, Filter, Not, Or, Tree
from search.query.values import kinds, pages, paper


def read(query: str, tokenizer: Tokenizer) -> Tree | None:
    return parse(query, lambda text: bool(tokenizer.units(text)))


def said(tree: Tree | None) -> str:
    """A tree as one would write it with every parenthesis."""
    match tree:
        case Text():
            words = f"“{tree.text}”" if tree.quoted else tree.text
            words += "…" * tree.prefix + ("" if tree.near is None else f"~{tree.near}")
            return f"{tree.field}:{words}" if tree.field else words
        case Filter():
            return f"{tree.field}={tree.value}"
        case And(parts):
            return f"({' & '.join(map(said, parts))})"
        case Or(parts):
            return f"({' | '.join(map(said, parts))})"
        case Not(part):
            return f"!{said(part)}"
        case _:
            return ""


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("", ""),
        ("  　", ""),
        ("政协", "政协"),
        ("政协 提案", "(政协 & 提案)"),
        ("政协　提案", "(政协 & 提案)"),
        ("东 OR 西 AND 南", "(东 | (西 & 南))"),
        ("(东 AND NOT 西) OR 南", "((东 & !西) | 南)"),
        ("东 与 西 或 非 南", "((东 & 西) | !南)"),
        ("NOT NOT 东", "东"),
        ("东 东 标题:东 东", "(东 & title:东)"),
        ("东 OR 东", "东"),
        ("(东 OR 西) 南", "((东 | 西) & 南)"),
        ("非遗保护 与会代表", "(非遗保护 & 与会代表)"),
        ("and or not", "(and & or & not)"),
        ("AND东 东OR", "(AND东 & 东OR)"),
        ('"东 AND (西"', "“东 AND (西”"),
        (r'"东\"西\\南\北"', '“东"西\\南\\北”'),
        ('政协"提案"', "(政协 & “提案”)"),
        ("“东 AND 西”", "(“东 & 西”)"),
        ("政协 —— 提案", "(政协 & 提案)"),
        ("报告(摘要)", "报告(摘要)"),
        ("(报告(摘要) OR 西)", "(报告(摘要) | 西)"),
        ("标题:政协 正文:提案", "(title:政协 & text:提案)"),
        ('title:"政协 提案"', "title:“政协 提案”"),
        ("标题:(东 OR NOT 西)", "(title:东 | !title:西)"),
        ("机构：政协 地区:630100", "(organ=政协 & place=630100)"),
        ("年份:2018..2023 版:1 作者:张三", "(years=2018..2023 & page=1 & author=张三)"),
        ("报纸:(ljrb OR hcrb)", "(paper=ljrb | paper=hcrb)"),
        ("比分3:2 10:30 http://a.cn/b", "(比分3:2 & 10:30 & http://a.cn/b)"),
        ("提案*", "提案…"),
        ("提案＊ 99.*", "(提案… & 99.…)"),
        ('"增长 99."*', "“增长 99.”…"),
        ('"协商 提案"~10', "“协商 提案”~10"),
        ('标题:"协商 提案"～１０ 东', "(title:“协商 提案”~10 & 东)"),
        ("5~10天", "5~10天"),
        ("东 -西", "(东 & !西)"),
        ('东 -"西 南" -(北 OR 中)', "(东 & !“西 南” & !(北 | 中))"),
        ("-标题:西", "!title:西"),
        ("(-西 东)", "(!西 & 东)"),
        ("东-西", "东-西"),
        ("东 - 西", "(东 & 西)"),
        ("东 --西", "(东 & --西)"),
        ("增长 -5%", "(增长 & -5%)"),
        ("标题:-西", "title:-西"),
        ("東 與 西 ＯＲ 南", "((東 & 西) | 南)"),
        ("標題:政協 機構：人大 ＴＩＴＬＥ:东", "(title:政協 & organ=人大 & title:东)"),
        ("标题:AND", "title:AND"),
        ("两会｜提案", "两会｜提案"),
        ("***", None),
    ],
)
def test_a_query_means(query: str, meaning: str | None, tokenizer: Tokenizer) -> None:
    if meaning is None:
        with pytest.raises(QueryError, match="只有标点"):
            read(query, tokenizer)
        return
    assert said(read(query, tokenizer)) == meaning


@pytest.mark.parametrize(
    ("query", "key", "at"),
    [
        ('东 "西', "query_quote_open", 2),
        (r'"西\"', "query_quote_open", 0),
        ("(东", "query_group_open", 0),
        ("(", "query_group_open", 0),
        ("东)", "query_group_close", 1),
        (") 东", "query_group_close", 0),
        ("东 ()", "query_group_empty", 2),
        ("AND 东", "query_operand", 0),
        ("东 OR", "query_operand", 2),
        ("东 AND OR 西", "query_operand", 2),
        ("与", "query_operand", 0),
        ("(东 AND )", "query_operand", 3),
        ("NOT", "query_operand", 0),
        ("时间:2018", "query_field", 0),
        ("东 标 标题:", "query_value", 7),
        ("标题:)", "query_value", 3),
        ("，。", "query_no_text", 0),
        ('"，"', "query_no_text", 0),
        ("东 AND 。", "query_operand", 2),
        ("年份:二〇一八", "query_years", 3),
        ("年份:2023..2018", "query_years", 3),
        ("年份:..", "query_years", 3),
        ("版:头", "query_page", 2),
        ("形式:小说", "query_kind", 3),
        ("报纸:没有报", "query_paper", 3),
        ("提*案", "query_star", 1),
        ("东 *案", "query_star", 2),
        ("东 | 西", "query_sign", 2),
        ("东 && 西", "query_sign", 2),
        ("-东 OR", "query_operand", 3),
        ('"协商 提案"~', "query_distance", 7),
        ('东 "协商"~5', "query_near_parts", 2),
        ('"协商 提案"~51', "query_near_far", 0),
        ('"协商 提案"~' + "9" * 9, "query_near_far", 0),
        ("作者:张*", "query_exact_value", 3),
        ('地区:"东 西"~3', "query_exact_value", 3),
        ("地区:没有的地方", "query_place", 3),
        ("东" * 2001, "query_long", 2000),
        ("东" * 250 + " " + "西" * 251, "query_unquoted", 251),
        ("(" * 10_000, "query_long", 2000),
        ("(" * 21 + "东" + ")" * 21, "query_deep", 20),
        ("东 " * 101, "query_leaves", 200),
    ],
)
def test_a_wrong_query_says_where(query: str, key: str, at: int, tokenizer: Tokenizer) -> None:
    with pytest.raises(QueryError) as caught:
        clause(read(query, tokenizer), tokenizer, {"ljrb": "岚江日报"})
    assert (caught.value.key, caught.value.at) == (key, at)
    for lang in ("zh", "en"):
        assert "{" not in caught.value.message(lang).replace(query, "")


def test_wrong_names_propose_the_near_ones(tokenizer: Tokenizer) -> None:
    with pytest.raises(QueryError, match="岚江日报"):
        paper("岚江晚报", {"ljrb": "岚江日报", "xx": "别报"})
    with pytest.raises(QueryError, match="标题"):
        read("主标题:东", tokenizer)


def test_values() -> None:
    assert str(span("2018..")) == "2018.."
    assert str(span(" 2018 ")) == "2018"
    assert (span("..2018").first, span("..2018").last) == (None, 2018)
    assert (span("0000").first, span("0000").last) == (0, 0)
    with pytest.raises(QueryError):
        span("2018..0000")
    assert pages("01") == pages("第1版") == ("1", "01", "001")
    assert pages("a3") == ("A3", "A03", "A003")
    assert "summary.term" in kinds("综述")
    assert "news" not in kinds("综述")
    assert paper("《岚江日报》", {"ljrb": "岚江日报"}) == "ljrb"
    assert paper("gone", {}) == "gone"


def test_what_is_excluded_is_not_shown(tokenizer: Tokenizer) -> None:
    found = texts(read("(东 AND NOT 西) OR 南 年份:2018", tokenizer))
    assert [text.text for text in found] == ["东", "南"]
