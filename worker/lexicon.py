"""What search knows by name: the divisions, the synonyms and the dictionaries of the settings."""

from indexing import load_words
from scrapers import divisions
from search import Lexicon, load_synonyms, place_names
from worker.settings import Settings


def lexicon_of(settings: Settings) -> Lexicon:
    """The lexicon. SettingsError where the user's file of synonyms or dictionary cannot be read."""
    table = divisions()
    own = ((place.name, code) for code, place in table.places.items())
    further = ((name, code) for names in (table.also, table.short) for name, codes in names.items() for code in codes)
    words = load_words((settings.dictionary,) if settings.dictionary else ())
    return Lexicon(place_names([*own, *further]), load_synonyms(settings.synonyms), tuple(words))
