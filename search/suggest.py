"""What somebody who is typing may want to ask: fields of the language, papers, places, organs, terms, and titles that are held."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice, takewhile
from typing import Literal, Protocol

from articles.errors import GenerationBroken
from articles.exchange import from_json
from indexing import fold
from indexing.engines.protocol import Everything, Request, Response
from search.lexicon import Lexicon
from search.query import Text, Tokens
from search.query.fields import FIELDS, KIND_NAMES
from search.query.leaf import leaf
from search.query.lexer import KNOWN_FIELD, quoted

SuggestionKind = Literal["title", "organ", "place", "paper", "kind", "term"]

#: Longest text that is completed: beyond it nobody is still typing a word.
LONGEST_PREFIX = 60
#: Titles looked at for those that begin with what was typed.
_TITLES = 20


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


class Completion:
    """Names that do not change while we run, sorted to be found by how they begin; made once."""

    def __init__(self, papers: Mapping[str, str], lexicon: Lexicon) -> None:
        rows: tuple[tuple[SuggestionKind, Iterable[str]], ...] = (
            ("place", lexicon.places),
            ("paper", papers.values()),
            ("kind", KIND_NAMES),
            ("term", chain(lexicon.synonyms.words(), lexicon.terms)),
        )
        self._names = {kind: sorted({(fold(value), value) for value in values}) for kind, values in rows}

    def begun(self, kind: SuggestionKind, typed: str) -> list[str]:
        """The names of a kind that begin with what was typed, shortest first."""
        names, begun = self._names[kind], fold(typed)
        first = bisect_left(names, (begun,))
        fitting = takewhile(lambda name: name[0].startswith(begun), islice(names, first, None))
        return sorted((value for _, value in fitting), key=len)


def suggest(prefix: str, limit: int, index: Asked, names: Completion, tokens: Tokens) -> tuple[Suggestion, ...]:
    """At most `limit` proposals for the word at the end of `prefix`; behind the name of a field, values of that field.

    Names begin with what was typed; titles hold it, those that begin with it first. Whatever was typed, nothing is raised for it.
    EngineUnavailable, GenerationBroken where the index fails.
    """
    before, field, typed = _last_word(prefix)
    if not 0 < len(typed) <= LONGEST_PREFIX or not tokens.units(typed):
        return ()
    found = _names(typed, field, index, names)
    if field in (None, "title"):
        first = list(islice(found, (limit + 1) // 2 if field is None else 0))
        found = chain(first, _titles(typed, index, tokens), found)
    shown = dict.fromkeys((kind, text, before + query) for kind, text, query in found)
    return tuple(Suggestion(*one) for one in islice(shown, limit))


_Proposal = tuple[SuggestionKind, str, str]


def _last_word(prefix: str) -> tuple[str, str | None, str]:
    """What stands before the word that is being typed, the field it belongs to, and the word without quotation mark."""
    start = max((place + 1 for place, char in enumerate(prefix) if char.isspace() or char == "("), default=0)
    before, word = prefix[:start], prefix[start:]
    named = KNOWN_FIELD.match(fold(word))
    if named is None:
        return before, None, word.lstrip('"“-')
    return before, FIELDS[named[1]], word[named.end() :].lstrip('"“')


def _names(typed: str, field: str | None, index: Asked, names: Completion) -> Iterator[_Proposal]:
    """Names that begin with what was typed, kind by kind; `field` leaves one kind."""
    if field in (None, "organ"):
        begun = fold(typed)
        yield from (_named("organ", "机构", value) for value in _organs(index) if fold(value).startswith(begun))
    kinds: tuple[tuple[SuggestionKind, str], ...] = (("place", "地区"), ("paper", "报纸"), ("kind", "形式"), ("term", ""))
    for kind, name in kinds:
        if field == kind or (field is None and kind != "kind"):
            yield from (_named(kind, name, value) for value in names.begun(kind, typed))


def _named(kind: SuggestionKind, name: str, value: str) -> _Proposal:
    return kind, value, f"{name}:{_quoted(value)}" if name else value


def _organs(index: Asked) -> list[str]:
    """The organs that articles have, commonest first; none before anything is indexed."""
    try:
        counts = index.ask(Request(Everything(), limit=0, facets=("organ",))).facets["organ"]
    except GenerationBroken:
        return []
    return [value for value, _ in counts]


def _titles(typed: str, index: Asked, tokens: Tokens) -> list[_Proposal]:
    """Titles that hold what was typed, those that begin with it first."""
    try:
        hits = index.ask(Request(leaf(Text(typed, 0, quoted=True, field="title"), tokens), limit=_TITLES)).hits
    except GenerationBroken:
        return []
    titles = [title for title in (from_json(hit.article).title for hit in hits) if title]
    begun = "".join(tokens.units(typed))
    titles.sort(key=lambda title: not "".join(tokens.units(title)).startswith(begun))
    return [("title", title, f"标题:{_quoted(title, always=True)}") for title in titles]


def _quoted(value: str, always: bool = False) -> str:
    """A value as it stands in a query."""
    return quoted(value) if always or any(char.isspace() or char in '()"*' for char in value) else value
