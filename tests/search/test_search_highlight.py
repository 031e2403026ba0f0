import random

import pytest
from search_kit import Library

from indexing import Tokenizer
from search import Highlighter, Snippet
from search.query import Synonyms, parse, texts, widened


@pytest.fixture
def lighter(tokenizer: Tokenizer):
    def made(query: str) -> Highlighter:
        return Highlighter(texts(parse(query, lambda text: bool(tokenizer.units(text)))), tokenizer)

    return made


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.marks]


@pytest.mark.parametrize(
    ("query", "raw", "found"),
    [
        ("政协", "政协全国政协", [(0, 2), (4, 6)]),
        ("政协", "政协政协", [(0, 2), (2, 4)]),
        ("协商 商民", "协商民主", [(0, 3)]),
        ('"协商民主"', "协商，民 主", [(0, 6)]),
        ('"协商民主"', "协商\n民主", [(0, 5)]),
        ("协商", "协商。协\n商", [(0, 2)]),
        ("政協", "政协與政協", [(0, 2), (3, 5)]),
        ("5.1％", "增长5.1%，不是15.1%或5.1", [(2, 6)]),
        ("５．１%", "增长５．１％。", [(2, 6)]),
        ("5", "5.1 5% 5-6 15 5", [(14, 15)]),
        ("pm2.5", "PM2.5、ＰＭ２．５", [(0, 5), (6, 11)]),
        ("政协提案工作", "提案先行，政协随后", [(0, 2), (5, 7)]),
        ("东 NOT 西", "东西", [(0, 1)]),
        ("年份:2018", "2018", []),
        ("a b", "a b ab", [(0, 1), (2, 3)]),
        ('"a b"', "a b ab a.b", [(0, 3)]),
        ("𠮷田", "𠮷田与吉田", [(0, 2)]),
        ("", "政协", []),
        ("政协", "", []),
    ],
)
def test_marks(lighter, query: str, raw: str, found: list[tuple[int, int]]) -> None:
    assert lighter(query).marks(raw, "text") == found


def test_a_field_is_marked_where_it_was_asked(lighter) -> None:
    light = lighter("标题:政协 提案")
    assert light.marks("政协提案", "title") == [(0, 2), (2, 4)]
    assert light.marks("政协提案", "text") == [(2, 4)]


def test_the_snippet_is_where_most_of_the_query_stands_together(lighter) -> None:
    raw = "政协开会。" + "空话。" * 100 + "这一年，政协收到提案300件。" + "空话。" * 100 + "政协政协政协"
    snippet = lighter("政协 提案").snippet(raw, width=40)
    assert raw[snippet.start : snippet.start + len(snippet.text)] == snippet.text
    assert marked(snippet) == ["政协", "提案"]
    assert raw[snippet.start - 1] == "。"
    assert snippet.more


def test_without_marks_the_beginning_is_shown(lighter) -> None:
    raw = "一二三四五" * 100
    assert lighter("政协").snippet(raw, width=50) == Snippet("text", raw[:50], 0, (), more=True)
    assert lighter("政协").snippet("短", width=50) == Snippet("text", "短", 0, ())


def test_no_number_is_cut(lighter) -> None:
    raw = "一" * 200 + "增长1234567890元" + "政协" + "一" * 39 + "9876543210元" + "一" * 100
    for width in range(20, 90):
        text = lighter("政协").snippet(raw, width=width).text
        assert not text[0].isdigit() or text.startswith("1234567890")
        assert not text[-1].isdigit() or text.endswith("9876543210")


def test_a_phrase_longer_than_the_window_is_whole(lighter) -> None:
    phrase = "坚持以人民为中心的发展思想不断提高保障和改善民生水平"
    snippet = lighter(f'"{phrase}"').snippet("空" * 300 + phrase + "空" * 300, width=10)
    assert marked(snippet) == [phrase]


def test_every_found_phrase_is_marked_exactly(lighter, sample: Library) -> None:
    """Pieces of real text between Han characters are found again by their units, wherever they stand."""
    dice = random.Random(7)
    for article in dice.sample(list(sample.articles), 150):
        text = article.text
        if len(text) < 20:
            continue
        start = dice.randrange(len(text) - 10)
        piece = text[start : start + 6].strip()
        if not all("一" <= char <= "龥" for char in piece) or len(piece) < 2:
            continue
        marks = lighter(f'"{piece}"').marks(text, "text")
        assert marks
        assert all(text[low:high] == piece for low, high in marks)
        assert len(marks) == text.count(piece) or piece[0] in piece[1:]


@pytest.mark.parametrize(
    ("query", "raw", "found"),
    [
        ("99.*", "占99.3%、99、199.3%、９９．８", ["99.3%", "９９．８"]),
        ("增长5.*", "增长，5.1%；增长6.1%", ["增长，5.1%"]),
        ("gdp*", "ＧＤＰ2增长", ["ＧＤＰ2"]),
        ("提案*", "提案人", ["提案"]),
        ('"协商 提案"~10', "協商后有提案", ["協商", "提案"]),
        ('"人民政协"', "人民政協；人 民\n政协", ["人民政協"]),
        ("東西", "东西、東西", ["东西", "東西"]),
    ],
)
def test_patterns_are_marked_as_printed(lighter, query: str, raw: str, found: list[str]) -> None:
    assert [raw[start:end] for start, end in lighter(query).marks(raw, "text")] == found


def test_whole_words_are_marked_where_they_are_words(tokenizer: Tokenizer) -> None:
    wanted = texts(parse("加紧 委员*", lambda text: bool(tokenizer.units(text))))
    raw = "更加紧密，加紧办理。委员会与委员，㐀加紧ａｂ"
    marks = Highlighter(wanted, tokenizer, words=True).marks(raw, "text")
    assert marks == [(5, 7), (10, 12), (14, 16), (18, 20)]


def test_synonyms_are_marked(tokenizer: Tokenizer) -> None:
    tree, _ = widened(parse("工作综述", lambda text: bool(tokenizer.units(text))), Synonyms([["工作综述", "工作回眸"]]), None)
    assert Highlighter(texts(tree), tokenizer).marks("一年工作回眸", "title") == [(2, 6)]
