"""What all Founder skins share; a skin adds its landmarks, its addresses and the marks that tell it from its siblings."""

from collections.abc import Mapping
from typing import ClassVar

from lxml.html import HtmlElement

from scrapers.platforms.founder.detect import Family, detect
from scrapers.platforms.founder.property import properties
from scrapers.platforms.landmarked import Landmarked, Role


class Founder(Landmarked):
    """A Founder skin. Pure: text and address in, data out."""

    family: ClassVar[Family]
    entry: ClassVar[str] = "paperindex.htm"

    def recognise(self, text: str) -> Role | None:
        """What the text is to this skin; None for other families, and for siblings whose marks it carries."""
        role = self._role(text)
        return role if role and self._own_skin(text, text.lower(), role) else None

    def _role(self, text: str) -> Role | None:
        found = detect(text, text.lower(), properties(text))
        return found.role if found and found.family == self.family else None

    def _own_skin(self, text: str, lower: str, role: Role) -> bool:
        """Whether a page of the family is one of this skin, or of a sibling it stands in for."""
        return True

    def _fields(self, root: HtmlElement, text: str) -> Mapping[str, str]:
        """The property block's fields, and what the skin prints instead."""
        return properties(text)
