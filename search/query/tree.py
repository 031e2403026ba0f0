"""The tree a query is read into: what the user said, before any field of the index is known."""

from dataclasses import dataclass
from typing import Literal

TextField = Literal["title", "text"]
FilterField = Literal["organ", "place", "years", "paper", "page", "author", "kind"]
NamedField = Literal["place", "organ", "years"]


@dataclass(frozen=True, slots=True)
class Named:
    """Something read out of articles that a term names: its name, and the values of the field that are meant."""

    field: NamedField
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Words to be found: as they stand (`quoted`), or by the recipe; in one field or (None) in all.

    `prefix`: what is printed may go on behind the last unit. `near`: the parts that white space separates stand at most so many units
    from each other. `also`: words that mean the same and are found too. `named`: what the text is the name of; an article that was read as
    being about all of it is found too.
    """

    text: str
    at: int
    quoted: bool = False
    field: TextField | None = None
    prefix: bool = False
    near: int | None = None
    also: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """A restriction by a field of the article: `年份:2018..2023`."""

    field: FilterField
    value: str
    at: int


@dataclass(frozen=True, slots=True)
class And:
    """Every part must hold."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part must hold."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold."""

    part: "Tree"


Tree = Text | Filter | And | Or | Not


def texts(tree: Tree | None) -> tuple[Text, ...]:
    """The texts a hit may show, in the order of the query: those under a `Not` are left out."""
    match tree:
        case Text():
            return (tree,)
        case And(parts) | Or(parts):
            return tuple(text for part in parts for text in texts(part))
        case _:
            return ()


def filters(tree: Tree | None) -> frozenset[FilterField]:
    """The fields a query restricts by, wherever they stand."""
    match tree:
        case Filter(field=field):
            return frozenset({field})
        case And(parts) | Or(parts):
            return frozenset(field for part in parts for field in filters(part))
        case Not(part):
            return filters(part)
        case _:
            return frozenset()
