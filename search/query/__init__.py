"""The query language: a query is cut, read into a tree, and turned into the clause an engine answers."""

from search.query.clauses import clause as clause
from search.query.fields import KINDS as KINDS
from search.query.fields import SUMMARIES as SUMMARIES
from search.query.leaf import Tokens as Tokens
from search.query.parser import LONGEST as LONGEST
from search.query.parser import parse as parse
from search.query.tree import Text as Text
from search.query.tree import Tree as Tree
from search.query.tree import filters as filters
from search.query.tree import texts as texts
from search.query.values import Span as Span
from search.query.values import kinds as kinds
from search.query.values import paper as paper
from search.query.values import span as span
