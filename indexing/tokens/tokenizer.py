"""The one token layer: documents and queries are cut by the same object."""

import hashlib
import re
from collections.abc import Mapping
from importlib.metadata import version

from indexing.tokens.characters import FOLDED, HAN
from indexing.tokens.segmenter import Segmenter
from indexing.tokens.stream import KNOWN, Streams, streams
from indexing.tokens.units import LONGEST_RUN, RUN, bigrams, fold, units

#: What the segmenter cuts, and what is a word by itself.
_CUT = re.compile(f"({KNOWN}+)|[{HAN}]|{RUN}")

#: Changes whenever the tokens of a text may change for another reason than the tables hashed beside it.
RECIPE = 1


class Tokenizer:
    """Cuts texts into words, bigrams and units; made once a process, and any number of threads may use it."""

    def __init__(self, words: Mapping[str, int]) -> None:
        """`words` (and their frequencies) are added to jieba's dictionary; see `load_words`."""
        self._segmenter = Segmenter(words)
        self.fingerprint = _fingerprint(words)

    def streams(self, text: str) -> Streams:
        """Words, bigrams and units of a document, each joined by white space."""
        return streams(text, self._segmenter)

    def words(self, text: str) -> list[str]:
        """The words of a text in search mode: the shorter words of a long one stand before it."""
        return self.streams(text).words.split()

    def word_spans(self, text: str) -> list[tuple[int, int]]:
        """Where the words of a text stand in it: `words` with their offsets."""
        folded = fold(text)
        found: list[tuple[int, int]] = []
        for piece in _CUT.finditer(folded):
            start = piece.start()
            if piece[1]:
                found.extend((start + low, start + high) for low, high in self._segmenter.spans(piece[1]))
            else:
                found.append(piece.span())
        return found

    def units(self, text: str) -> list[str]:
        """The units of a text."""
        return [unit.token for unit in units(text)]

    def bigrams(self, text: str) -> list[str]:
        """Each two neighbouring units of a text."""
        return bigrams(self.units(text))


def _fingerprint(words: Mapping[str, int]) -> str:
    """Twelve hex digits that change when the tokens of some text may change."""
    parts = [str(RECIPE), version("rjieba"), HAN, RUN, str(LONGEST_RUN), repr(sorted(FOLDED.items())), repr(sorted(words.items()))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
