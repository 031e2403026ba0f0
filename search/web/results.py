"""An answer as the page of results shows it: facets as links, chips, paging."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from search.question import FARTHEST, Answer, Counted
from search.web.address import Address

Say = Callable[..., str]
#: What values of a filter are called, for the filters whose values are codes: `paper` and `place`.
Names = Mapping[str, Mapping[str, str]]

#: The facets shown, in their order, with the parameter each sets.
SHOWN = (("years", "years"), ("printed_year", "printed"), ("organ", "organ"), ("place", "place"), ("paper", "paper"), ("kind", "kind"))
#: Values of a facet that are shown at once; the others stand behind a fold.
FIRST_VALUES = 8
_BY_YEAR = frozenset({"years", "printed"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: what it is called, its count and the address it leads to."""

    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with something to choose: its values, the first ones and the rest."""

    name: str
    first: Sequence[Choice]
    rest: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set: what it says and the address without it."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A page of results: its number (None is a gap) and address."""

    number: int | None
    address: str
    here: bool


def label(name: str, value: str, names: Names, say: Say) -> str:
    """What a value of a filter is called."""
    if name in names:
        return names[name].get(value, value)
    if name == "kind":
        try:
            return say(f"kind.{value}")
        except KeyError:
            return value
    return value


def facets(answer: Answer, here: Address, names: Names, say: Say) -> list[Facet]:
    """The facets that have something to choose."""
    found = []
    for facet, name in SHOWN:
        values = answer.facets.get(facet, ())
        choices = [_choice(name, one, here, names, say) for one in _ordered(name, values)]
        if choices:
            found.append(Facet(say(f"facet.{facet}"), choices[:FIRST_VALUES], choices[FIRST_VALUES:]))
    return found


def _ordered(name: str, values: Sequence[Counted]) -> Sequence[Counted]:
    """Years run backwards, everything else by count."""
    return sorted(values, key=lambda one: one.value, reverse=True) if name in _BY_YEAR else values


def _choice(name: str, one: Counted, here: Address, names: Names, say: Say) -> Choice:
    chosen = (name, one.value) in here.pairs
    address = here.removing(name, one.value) if chosen else here.adding(name, one.value)
    return Choice(label(name, one.value, names, say), one.count, str(address), chosen)


def chips(here: Address, names: Names, say: Say) -> list[Chip]:
    """The filters that are set, each with the address without it."""
    return [
        Chip(f"{say(f'filter.{name}')} {label(name, value, names, say)}", str(here.removing(name, value))) for name, value in here.filters()
    ]


def turns(here: Address, page: int, size: int, total: int) -> list[Turn]:
    """The pages around this one, the first and the last that can be reached."""
    last = max(1, -(-min(total, FARTHEST) // size))
    near = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    shown: list[Turn] = []
    for number in near:
        if shown and shown[-1].number is not None and number - shown[-1].number > 1:
            shown.append(Turn(None, "", here=False))
        shown.append(Turn(number, str(here.with_("page", number if number > 1 else "")), number == page))
    return shown
