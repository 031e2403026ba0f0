"""What search knows by name, handed in by whoever wires the rooms: places, synonyms, terms."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from search.query import Places, Synonyms


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names of places and the codes each may stand for (see `place_names`), synonyms, terms that are proposed as one types.

    `divisions`: what the division of a code is called.
    """

    places: Places = field(default_factory=dict)
    synonyms: Synonyms = field(default_factory=Synonyms)
    terms: tuple[str, ...] = ()
    divisions: Mapping[str, str] = field(default_factory=dict)
