"""What search knows by name, handed in by whoever wires the rooms: places, synonyms, terms."""

from dataclasses import dataclass, field

from search.query import Places, Synonyms


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names of places and the codes each may stand for (see `place_names`), synonyms, and terms that are proposed as one types."""

    places: Places = field(default_factory=dict)
    synonyms: Synonyms = field(default_factory=Synonyms)
    terms: tuple[str, ...] = ()
