"""How texts are cut, the same for documents and queries."""

from collections.abc import Sequence
from typing import Protocol


class Tokens(Protocol):
    """What queries need of a tokenizer (`indexing.Tokenizer`)."""

    def units(self, text: str) -> Sequence[str]:
        """Han characters and runs of letters and digits, folded, in order."""
        ...

    def bigrams(self, text: str) -> Sequence[str]:
        """Each two neighbouring units as one token."""
        ...

    def words(self, text: str) -> Sequence[str]:
        """Words as the index holds them."""
        ...

    def word_spans(self, text: str) -> Sequence[tuple[int, int]]:
        """Where those words stand in a text."""
        ...
