"""What texts are cut into: folded characters, units, bigrams and words."""

from indexing.tokens.dictionary import field_words, load_words, read_words
from indexing.tokens.rarity import general_rarity, unknown_rarity
from indexing.tokens.stream import Streams
from indexing.tokens.tokenizer import Tokenizer
from indexing.tokens.units import Unit, bigrams, fold, units

__all__ = [
    "Streams",
    "Tokenizer",
    "Unit",
    "bigrams",
    "field_words",
    "fold",
    "general_rarity",
    "load_words",
    "read_words",
    "units",
    "unknown_rarity",
]
