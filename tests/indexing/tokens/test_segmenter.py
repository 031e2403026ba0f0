"""rjieba beside jieba, which gives the dictionary and the reference."""

import re
import warnings
from pathlib import Path
from typing import Any

import pytest

from indexing.tokens import Tokenizer, field_words, fold, load_words
from indexing.tokens.characters import HAN


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    made = jieba.Tokenizer()
    made.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    jieba.setLogLevel(60)
    made.initialize()
    for word, frequency in field_words().items():
        made.add_word(word, frequency)
    return made


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("召开双月协商座谈会", "双月协商"),
        ("推进全过程人民民主建设", "全过程人民民主"),
        ("反映社情民意信息", "社情民意"),
        ("答复代表建议", "代表建议"),
    ],
)
def test_the_fields_terms_are_words(tokenizer: Tokenizer, text: str, word: str) -> None:
    assert word in tokenizer.words(text)


def test_no_term_hides_another(tokenizer: Tokenizer) -> None:
    """Search mode gives the words of two and three characters inside a longer one, and no longer ones."""
    words = field_words()
    hidden = [(long, short) for long in words for short in words if len(short) >= 4 and short in long and short != long]
    assert hidden == []


def test_numbers_and_latin_never_reach_the_segmenter(tokenizer: Tokenizer) -> None:
    assert tokenizer.words("ＰＭ2.5下降99.3％，1+3+6+N格局") == ["pm2.5", "下降", "99.3%", "1+3+6+n", "格局"]


@pytest.mark.parametrize(
    "run",
    ["市政协十四届常委会围绕中心服务大局", "更加紧密团结在一起", "他来到了网易杭研大厦", "鿏㐀𠀀𠀁〇", "二〇二二年々", "朱镕基𬭚元素"],
)
def test_same_tokens_on_runs_of_han_characters(tokenizer: Tokenizer, reference: Any, run: str) -> None:
    assert tokenizer.words(run) == list(reference.cut_for_search(run))


@pytest.mark.corpus
def test_same_tokens_on_the_reports(tokenizer: Tokenizer, reference: Any, corpus: Path) -> None:
    runs: set[str] = set()
    for path in sorted((corpus / "reports").glob("2025*.txt")):
        runs |= set(re.findall(f"[{HAN}]+", fold(path.read_text("utf-8"))))
    sample = sorted(runs)[::3]
    differing = [run for run in sample if tokenizer.words(run) != list(reference.cut_for_search(run))]
    assert len(sample) > 10_000
    assert differing == []


def test_a_users_words(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("\ufeff# ours\n岚江联席会 500 n\n禾川議事廳\n", "utf-8")
    tokenizer = Tokenizer(load_words((own,)))
    assert "岚江联席会" in tokenizer.words("参加岚江联席会活动")
    assert "禾川议事厅" in tokenizer.words("到禾川议事厅去")
    assert tokenizer.fingerprint != Tokenizer(load_words(())).fingerprint
    assert tokenizer.fingerprint == Tokenizer(load_words((own,))).fingerprint
