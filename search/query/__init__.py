"""The query language: a query is cut, read into a tree, and turned into the clause an engine answers."""

from search.query.clauses import clause as clause
from search.query.fields import KINDS as KINDS
from search.query.fields import SUMMARIES as SUMMARIES
from search.query.lexer import quoted as quoted
from search.query.names import NO_PLACES as NO_PLACES
from search.query.names import Places as Places
from search.query.names import organs as organs
from search.query.names import place_names as place_names
from search.query.names import places as places
from search.query.parser import LONGEST as LONGEST
from search.query.parser import parse as parse
from search.query.synonyms import Synonyms as Synonyms
from search.query.synonyms import load_synonyms as load_synonyms
from search.query.tokens import Tokens as Tokens
from search.query.tree import Filter as Filter
from search.query.tree import Named as Named
from search.query.tree import Text as Text
from search.query.tree import Tree as Tree
from search.query.tree import filters as filters
from search.query.tree import texts as texts
from search.query.values import Span as Span
from search.query.values import kinds as kinds
from search.query.values import paper as paper
from search.query.values import span as span
from search.query.widening import Added as Added
from search.query.widening import widened as widened
