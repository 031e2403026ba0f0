"""Key terms of one text that the other does not hold at all."""

from collections.abc import Sequence

from articles.model import Article, Term
from indexing import fold


def only_in(terms: Sequence[Term], other: Article) -> tuple[Term, ...]:
    """Those of an article's terms that stand nowhere in the other's title and text; white space and full width do not matter."""
    text = _plain(f"{other.title or ''}\n{other.text}")
    found = {_plain(term.words): term for term in reversed(terms)}
    return tuple(term for term in terms if _plain(term.words) not in text and found[_plain(term.words)] is term)


def _plain(text: str) -> str:
    return "".join(fold(text).split())
