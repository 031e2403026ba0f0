"""Making articles findable: tokens, the schema, engines, generations."""

from indexing.engines.options import ElasticsearchOptions as ElasticsearchOptions
from indexing.engines.protocol import Engine as Engine
from indexing.engines.protocol import Held as Held
from indexing.engines.protocol import Request as Request
from indexing.engines.protocol import Response as Response
from indexing.engines.protocol import Written as Written
from indexing.generations import FolderGenerations as FolderGenerations
from indexing.generations import Generations as Generations
from indexing.index import Index as Index
from indexing.index import live_on as live_on
from indexing.index import open_index as open_index
from indexing.schema import Document as Document
from indexing.schema import digest as digest
from indexing.schema import document as document
from indexing.schema import years as years
from indexing.tokens import Tokenizer as Tokenizer
from indexing.tokens import Unit as Unit
from indexing.tokens import bigrams as bigrams
from indexing.tokens import fold as fold
from indexing.tokens import general_rarity as general_rarity
from indexing.tokens import load_words as load_words
from indexing.tokens import units as units
from indexing.tokens import unknown_rarity as unknown_rarity
