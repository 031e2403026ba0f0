"""What is counted, as a user says it: which figures are meant, and a query for the articles that may tell them."""

import re
from functools import cached_property

from articles.errors import QueryError
from articles.reading.series import Keyed, Quantity, quantities
from indexing import fold
from search.query import Tokens, quoted

_GROWTH = re.compile(r"(?:同比)?(?:增长率|增长|增速|增幅)$")
_RATES = ("增长率", "增减", "变动")


class Wanted:
    """The words of a `what`: each must be named. QueryError where there is nothing to look for in them."""

    def __init__(self, what: str, tokens: Tokens) -> None:
        self._terms = ["".join(tokens.units(term)) for term in fold(what).split() if tokens.units(term)]
        if what.strip() and not self._terms:
            raise QueryError("query_no_text", query=what.strip())
        self._exact = "".join(self._terms)
        self._bare = [bare for term in self._terms if (bare := _GROWTH.sub("", term))]
        self._rates = bool(self._terms) and self._bare != self._terms

    @cached_property
    def quantities(self) -> dict[str, tuple[Quantity, ...]]:
        """The quantities that are meant, by name: all rules of each."""
        names = {one.name for one in quantities() if self._terms and any(self._in(name) for name in (one.name, *one.aliases))}
        return {name: tuple(one for one in quantities() if one.name == name) for name in sorted(names)}

    @property
    def query(self) -> str:
        """A query for articles that may tell it, empty for all."""
        if not self._terms:
            return ""
        said = " AND ".join(quoted(term) for term in self._bare or self._terms)
        words = dict.fromkeys(word for rules in self.quantities.values() for one in rules for word in one.words)
        return " OR ".join((f"({said})", *map(quoted, words)))

    def means(self, one: Keyed) -> bool:
        """Whether a figure is meant: by the name of its series, one of that name's aliases, or the words of its clause."""
        if not self._terms or (one.key and one.key.what in self.quantities):
            return True
        named = one.key.what if one.key else one.figure.what
        if self._in(f"{named} {one.figure.what} {one.clause}"):
            return True
        rate = one.key is not None and one.key.what.endswith(_RATES)
        return self._rates and rate and bool(self._bare) and all(term in fold(named) for term in self._bare)

    def rank(self, name: str) -> int:
        """How well a series' name answers: 0 where it is what was asked, or one of its other names is."""
        known = self.quantities.get(name, ())
        names = {fold(name), *(fold(alias) for one in known for alias in one.aliases)}
        return 0 if self._exact in names else 1 if known else 2

    def _in(self, name: str) -> bool:
        plain = fold(name)
        return all(term in plain for term in self._terms)
