"""Words: jieba's search mode, cut by rjieba, with the field's terms and the user's added to jieba's dictionary.

Only Han characters reach the segmenter: it would cut `99.3%` and `PM2.5`. On them rjieba and jieba agree, and rjieba is twenty times as
fast.
"""

from collections.abc import Mapping

import rjieba

from indexing.tokens.units import fold


class Segmenter:
    """A dictionary loaded and ready to cut; takes about a tenth of a second to make, and any number of threads may use it."""

    def __init__(self, words: Mapping[str, int]) -> None:
        """`words` are added to jieba's dictionary with their frequencies."""
        self._jieba = rjieba.Jieba()
        for word, frequency in words.items():
            self._jieba.add_word(fold(word), frequency, None)

    def cut(self, text: str) -> str:
        """The words of folded text in search mode, joined by spaces: a long word's shorter ones stand before it."""
        return " ".join(self._jieba.cut_for_search(text))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where those words stand in folded Han text."""
        return [(start, end) for _, start, end in self._jieba.tokenize(text, "search")]
