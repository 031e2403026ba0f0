"""Which reader this is: a digest of all that reading rests on, so that nobody has to remember to count it up."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

#: Rooms of reading, and what in them is none of it: what is asked for, from whom, samples, and what only draws.
_ROOMS = ("articles", "scrapers")
_OTHERS = frozenset({"fetch", "facsimile", "papers", "sample", "samples", "wording", "likeness", "__pycache__"})
_ENDINGS = (".py", ".toml", ".tsv")
#: Libraries that parse pages.
_PARSERS = ("lxml", "beautifulsoup4", "pypdfium2", "charset-normalizer", "python-docx", "trafilatura", "warcio")


@cache
def reader_version() -> str:
    """Twelve hex digits that change with the reader's code, its tables of rules and divisions, and the libraries that parse."""
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in _PARSERS).encode())
    for room in _ROOMS:
        for name, one in _parts(files(room), room):
            digest.update(name.encode())
            digest.update(one.read_bytes())
    return digest.hexdigest()[:12]


def _parts(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        inner = f"{name}/{one.name}"
        if one.is_dir():
            if one.name not in _OTHERS:
                yield from _parts(one, inner)
        elif one.name.endswith(_ENDINGS):
            yield inner, one
