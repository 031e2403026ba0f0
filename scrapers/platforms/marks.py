"""Marks of a page: tags of a class or an id, and pieces of markup. Looked for in the text, before anything is parsed."""

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Marks:
    """Any of these tells; tags and attributes are in either case, classes stand among others."""

    classes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple(word.lower() for word in (*self.classes, *self.ids, *self.pieces))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        ways = [re.escape(piece) for piece in self.pieces]
        if self.ids:
            ways.append(rf"""\bid\s*=\s*["']?(?:{"|".join(self.ids)})(?![\w-])""")
        if self.classes:
            ways.append(rf"""class\s*=\s*(?:"[^"]{{0,200}}?|'[^']{{0,200}}?|)(?<![\w-])(?:{"|".join(self.classes)})(?![\w-])""")
        return re.compile("|".join(ways), re.IGNORECASE)

    def on(self, text: str, lower: str) -> bool:
        """Whether a text carries a mark; `lower` is the text in lower case, in which the words are looked for first."""
        return any(word in lower for word in self._words) and self._pattern.search(text) is not None

    def __or__(self, other: "Marks") -> "Marks":
        """The marks of both."""
        return Marks(self.classes + other.classes, self.ids + other.ids, self.pieces + other.pieces)
