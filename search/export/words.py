"""The words of an export's files."""

from importlib.resources import files

from articles.wording import Wording

WORDS = Wording(files("search.export") / "wording")
