"""Which family of Founder a text is of, and whether it is a page or an article: from its marks, never from the host's name.

The order is that of reference, B.0: the property block first, then what article pages hold, then the shape of the links. A page may link
to other generations (a header, an archive), so links into its own directory count first, then other relative ones.
"""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from scrapers.platforms.founder.property import properties
from scrapers.platforms.landmarked import Role
from scrapers.platforms.linked import links, near
from scrapers.platforms.marks import Marks

Family = Literal["newer", "nbs", "classic"]


class Found(NamedTuple):
    """What a text is."""

    family: Family
    role: Role


#: The property block's kinds of page.
_TYPES: Mapping[str, Role] = {"1": "article", "2": "layout"}
_FILES: tuple[tuple[Family, re.Pattern[str]], ...] = (
    ("newer", re.compile(r"(?:node_?[A-Za-z0-9]{1,12}|col[A-Za-z]{0,4}\d{1,4}|l\d{1,4})\.html\b", re.IGNORECASE)),
    ("nbs", re.compile(r"nbs\.D\d+[A-Za-z]*_\w{1,9}\.html?\b", re.IGNORECASE)),
    ("classic", re.compile(r"node_?\d+\.htm\b", re.IGNORECASE)),
)
_NBS_FILE = re.compile(r"n(?:bs|w)\.D\d+", re.IGNORECASE)
_CONTENT = Marks(pieces=("<!--enpcontent-->", "<founder-content", "<founder-title"))
_SHARED = Marks(ids=("articleContent",))
_NBS = Marks(classes=("text_c",))
_NEWER = Marks(
    classes=("newsdetatit", "newsdetatext", "detail-art"), ids=("main-title", "PreTitle", "SubTitle"), pieces=("<paperarticleid>",)
)
#: Pages of other families use Founder's names: 北京日报's (mobile) `#main-title` beside `#guide`, as the pad skin does, but nothing else of
#: Founder; 农民日报's (banci) `td.font01`.
_MOBILE, _PAD = Marks(ids=("guide",)), _CONTENT | Marks(ids=("intro-title",), pieces=("<paperarticleid>",))
_PARTS = re.compile(r"\d{8}_[A-Za-z0-9]{2,4}(?:_\d{1,3})?\.html?", re.IGNORECASE)
_NBS_BODY = _SHARED | _NBS | _CONTENT
_CLASSIC = Marks(classes=("font01", "font08", "wz", "BSHARE_TEXT"), pieces=("<articleid>",))


def _article(text: str, lower: str) -> Family | None:
    """The family by what article pages hold; `articleContent` and content marks are in all, then the pages they link tell."""
    if _NEWER.on(text, lower) and (_PAD.on(text, lower) or not _MOBILE.on(text, lower)):
        return "newer"
    if _NBS_BODY.on(text, lower) and (_NBS.on(text, lower) or any(far < 2 and _NBS_FILE.match(file) for far, _, file in links(text))):
        return "nbs"
    if _CLASSIC.on(text, lower) and not near(text, _PARTS):
        return "classic"
    if _SHARED.on(text, lower):
        return "classic" if _linked(text) == "classic" else "newer"
    if _CONTENT.on(text, lower):
        return "newer" if _linked(text) == "newer" else "classic"
    return None


def _linked(text: str) -> Family | None:
    """The family by the files a page links: the nearer ones count before others."""
    found = {(far, family) for far, _, file in links(text) for family, files in _FILES if files.match(file)}
    return next((family for far in range(3) for family, _ in _FILES if (far, family) in found), None)


def detect(text: str, lower: str, fields: Mapping[str, str]) -> Found | None:
    """What a text is; `lower` is the text in lower case, `fields` are those of its property block. None for no Founder family."""
    said = _TYPES.get(fields.get("type", ""))
    family = _article(text, lower) if said != "layout" else None
    if family:
        return Found(family, "article")
    linked = _linked(text) if said != "article" else None
    return Found(linked, "layout") if linked else None


def is_founder(text: str) -> bool:
    """Whether a text is a page of any Founder family: those come first (reference, B.0)."""
    return detect(text, text.lower(), properties(text)) is not None
