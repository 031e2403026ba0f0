"""Words added to jieba's dictionary: the field's, which belong to the project, and a user's own files."""

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from articles.errors import SettingsError
from indexing.tokens.characters import HAN
from indexing.tokens.units import fold

#: What a user's word counts as when its line gives no frequency.
FREQUENCY = 300
_WORD = re.compile(f"[{HAN}]{{2,32}}")


def field_words() -> dict[str, int]:
    """The field's terms and their frequencies."""
    groups = tomllib.loads(files(__package__).joinpath("terms.toml").read_text("utf-8")).values()
    return {fold(word): group["frequency"] for group in groups for word in group["words"].split()}


def read_words(text: str, source: str) -> dict[str, int]:
    """A user's dictionary in jieba's form, a line `word [frequency [tag]]`; `#` begins a comment. SettingsError names the line."""
    words = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        parts = line.split("#", 1)[0].split()
        if not parts:
            continue
        word, frequency = fold(parts[0]), parts[1] if len(parts) > 1 else str(FREQUENCY)
        if not _WORD.fullmatch(word) or not re.fullmatch("[1-9][0-9]{0,8}", frequency) or len(parts) > 3:
            raise SettingsError("settings_dictionary_line", source=source, line=number, text=line.strip()[:60])
        words[word] = int(frequency)
    return words


def load_words(paths: tuple[Path, ...]) -> Mapping[str, int]:
    """The field's terms and those of the user's files, which win. SettingsError where a file is missing, no UTF-8, or has a wrong line."""
    words = field_words()
    for path in paths:
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError("settings_dictionary_file", source=str(path), why=str(error)) from error
        words |= read_words(text, str(path))
    return words
