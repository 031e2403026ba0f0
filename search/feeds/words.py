"""What feeds say beside the printed text."""

from importlib.resources import files

from articles.wording import Wording

WORDS = Wording(files("search.feeds") / "wording")
