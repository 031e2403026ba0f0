"""What search knows by name: the divisions, the synonyms and the dictionaries of the settings."""

from pathlib import Path

from indexing import load_words
from scrapers import divisions
from search import Lexicon, load_synonyms, place_names


def lexicon(synonyms: Path | None = None, dictionary: Path | None = None) -> Lexicon:
    """Ours, and a user's files beside it. SettingsError where one of those cannot be read."""
    table = divisions()
    own = {code: place.name for code, place in table.places.items()}
    further = ((name, code) for names in (table.also, table.short) for name, codes in names.items() for code in codes)
    words = load_words((dictionary,) if dictionary else ())
    named = place_names([*((name, code) for code, name in own.items()), *further])
    return Lexicon(named, load_synonyms(synonyms), tuple(words), own)
