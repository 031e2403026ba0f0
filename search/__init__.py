"""Answering questions.

`Search(index, coverage, names, tokens).ask(Question(…)) → Answer`; `hit_json` and `summary_data` are their wire form;
`Similar(index)` finds what is like an article; `cite` and `cite_full` are the citations of an article; `Holdings(ledger, archive)` tells
what is kept; `changes(ledger, files, …)` what happened at the sources; `search.api.create_app` makes the API and
the page.
"""

from search.answer import Coverage as Coverage
from search.answer import Search as Search
from search.changes import Noticed as Noticed
from search.changes import changes as changes
from search.cite import cite as cite
from search.cite import cite_full as cite_full
from search.exchange import hit_data as hit_data
from search.exchange import hit_json as hit_json
from search.exchange import similar_data as similar_data
from search.exchange import summary_data as summary_data
from search.exchange import timeline_data as timeline_data
from search.highlight import Highlighter as Highlighter
from search.highlight import Snippet as Snippet
from search.holdings import Holdings as Holdings
from search.index import Index as Index
from search.lexicon import Lexicon as Lexicon
from search.paging import Cursors as Cursors
from search.query import Added as Added
from search.query import Span as Span
from search.query import Synonyms as Synonyms
from search.query import load_synonyms as load_synonyms
from search.query import place_names as place_names
from search.query import span as span
from search.question import FACETS as FACETS
from search.question import MOST_HITS as MOST_HITS
from search.question import SORTS as SORTS
from search.question import Answer as Answer
from search.question import Blamed as Blamed
from search.question import Bookmark as Bookmark
from search.question import Counted as Counted
from search.question import Folded as Folded
from search.question import Found as Found
from search.question import Lack as Lack
from search.question import Question as Question
from search.question import Weight as Weight
from search.similar import Alike as Alike
from search.similar import Similar as Similar
from search.suggest import Suggestion as Suggestion
from search.terms import explained as explained
from search.timeline import Timeline as Timeline
from search.timeline import Year as Year
from search.timeline import timeline as timeline
