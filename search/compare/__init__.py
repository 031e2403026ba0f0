"""Two accounts side by side: what is new, what went, what is said in other words, what changed in number.

`Comparisons(search, past).ask(CompareQuestion(…)) → Comparison`; `comparison_data` is its wire form.
"""

from search.compare.answer import Comparisons as Comparisons
from search.compare.answer import Past as Past
from search.compare.choosing import CompareQuestion as CompareQuestion
from search.compare.exchange import comparison_data as comparison_data
from search.compare.model import By as By
from search.compare.model import Comparison as Comparison
from search.compare.model import FigurePair as FigurePair
from search.compare.model import ParagraphPair as ParagraphPair
from search.compare.model import Printed as Printed
from search.compare.model import SectionPair as SectionPair
from search.compare.model import Side as Side
