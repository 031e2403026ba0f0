"""Saved searches: a question kept under a name, and what came in that answers it.

`Shelf(ledger, search, ways)` keeps them: `add`, `all`, `one`, `remove`; `asked_data` and `question_of` are a question as the ledger keeps
it, `pairs_of` as an address has it; `new_hits(search, ledger, row, now)` finds what was not told yet.
"""

from search.saved.asked import asked_data as asked_data
from search.saved.asked import pairs_of as pairs_of
from search.saved.asked import question_of as question_of
from search.saved.fresh import Fresh as Fresh
from search.saved.fresh import new_hits as new_hits
from search.saved.shelf import SavedSearch as SavedSearch
from search.saved.shelf import Shelf as Shelf
