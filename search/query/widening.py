"""A tree widened at its leaves: by words that mean the same, and by what a term names.

Never a quoted text, and never below a NOT, which would exclude what nobody named.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from search.query.named import named
from search.query.names import Places
from search.query.synonyms import Synonyms
from search.query.tree import And, Named, Or, Text, Tree


@dataclass(frozen=True, slots=True)
class Added:
    """A term of the query and where it stands; the words that were looked for beside it, and what it was understood to name."""

    term: str
    at: int
    words: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()


def widened(tree: Tree | None, synonyms: Synonyms | None, known: Places | None) -> tuple[Tree | None, tuple[Added, ...]]:
    """A tree with the synonyms of its leaves and what they name (None: without), and what was added, in the order of the query."""
    added: list[Added] = []

    def of(text: Text) -> Text:
        also = synonyms.of(text.text) if synonyms and not text.quoted and not text.prefix else ()
        names = named(text.text, known) if known is not None and _is_plain(text) else ()
        if also or names:
            added.append(Added(text.text, text.at, also, names))
        return replace(text, also=also, named=names)

    return (_each(tree, of) if tree is not None else None), tuple(added)


def _is_plain(text: Text) -> bool:
    """Whether a text is an unquoted term that may stand in any field."""
    return not text.quoted and not text.prefix and text.field is None


def _each(tree: Tree, of: Callable[[Text], Text]) -> Tree:
    """A tree with each text that is not below a NOT replaced."""
    match tree:
        case And(parts):
            return And(tuple(_each(part, of) for part in parts))
        case Or(parts):
            return Or(tuple(_each(part, of) for part in parts))
        case Text():
            return of(tree)
        case _:
            return tree
