"""Dictionaries: the field's own, and a user's with its faults named."""

from pathlib import Path

import pytest

from articles.errors import SettingsError
from indexing.tokens import field_words, fold, load_words, read_words


def test_the_fields_dictionary() -> None:
    words = field_words()
    assert len(words) > 300
    assert all(frequency > 0 and fold(word) == word for word, frequency in words.items())


def test_lines() -> None:
    assert read_words("协商 3 n\n\n提案办理 # why\n", "x") == {"协商": 3, "提案办理": 300}


@pytest.mark.parametrize("line", ["a", "协", "协商 x", "协商 0", "协商 -3", "协商 3 n n", "协商会5", "协" * 33, "协商 99999999999"])
def test_a_wrong_line_is_named(line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_words(f"协商\n{line}\n", "own.txt")
    assert caught.value.key == "settings_dictionary_line"
    assert caught.value.facts["line"] == 2
    assert "own.txt" in caught.value.message("en")


def test_a_file_that_is_missing_or_no_utf8(tmp_path: Path) -> None:
    wrong = tmp_path / "gbk.txt"
    wrong.write_bytes("协商".encode("gbk"))
    for path in (tmp_path / "none.txt", wrong, tmp_path):
        with pytest.raises(SettingsError, match="词典"):
            load_words((path,))


def test_a_users_word_wins(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("双月协商 7\n", "utf-8")
    assert field_words()["双月协商"] != 7
    assert load_words((own,))["双月协商"] == 7
