"""What somebody who is typing may want to ask: organs, papers and titles that begin with the word at the end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal, Protocol

from articles.errors import QueryError
from articles.exchange import from_json
from indexing import fold
from indexing.engines.protocol import Everything, Request, Response
from search.query import Tokens, clause, parse

SuggestionKind = Literal["title", "organ", "place", "paper", "kind", "term"]

#: Longest text that is completed: beyond it nobody is still typing a word.
LONGEST_PREFIX = 60
_TITLES = 30


class Asked(Protocol):
    """The live generation of an index, for reading."""

    def ask(self, request: Request) -> Response:
        """Answer a request."""
        ...


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposal: what kind of thing it is, its name, and the whole query it makes of what was typed."""

    kind: SuggestionKind
    text: str
    query: str


def suggest(prefix: str, limit: int, index: Asked, papers: Mapping[str, str], tokens: Tokens) -> tuple[Suggestion, ...]:
    """At most `limit` proposals for the word at the end of `prefix`. EngineUnavailable, GenerationBroken where the index fails."""
    before, _, typed = prefix.rpartition(" ")
    if not 0 < len(typed) <= LONGEST_PREFIX or not tokens.units(typed):
        return ()
    lead = f"{before} " if before else ""
    found = chain(_named(typed, index, papers), _titles(typed, index, tokens))
    shown = dict.fromkeys((kind, text, lead + query) for kind, text, query in found)
    return tuple(Suggestion(*one) for one in islice(shown, limit))


_Proposal = tuple[SuggestionKind, str, str]


def _named(typed: str, index: Asked, papers: Mapping[str, str]) -> Iterator[_Proposal]:
    begun = fold(typed)
    organs = index.ask(Request(Everything(), limit=0, facets=("organ",))).facets["organ"]
    for organ, _ in organs:
        if fold(organ).startswith(begun):
            yield "organ", organ, f'机构:"{organ}"'
    for name in papers.values():
        if fold(name).startswith(begun):
            yield "paper", name, f'报纸:"{name}"'


def _titles(typed: str, index: Asked, tokens: Tokens) -> Iterator[_Proposal]:
    escaped = typed.replace("\\", "\\\\").replace('"', '\\"')
    try:
        asked = clause(parse(f'标题:"{escaped}"', lambda text: bool(tokens.units(text))), tokens, {})
    except QueryError:
        return
    for hit in index.ask(Request(asked, limit=_TITLES)).hits:
        title = from_json(hit.article).title or ""
        if fold(typed) in fold(title):
            quoted = title.replace("\\", "\\\\").replace('"', '\\"')
            yield "title", title, f'标题:"{quoted}"'
