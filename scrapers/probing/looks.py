"""Which families a page looks like, how surely, where its issues are, and what it lacks of each. Pure: text and address in, data out.

Asked by a probe of a site nobody knows, and for a page that its paper's own reader does not know: a redesign, or a wrong address.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from articles.errors import PageError, ReadError, ZongshuError
from scrapers.child import Limits, Task
from scrapers.platforms import LayoutPage, Platform, epapers, platforms
from scrapers.platforms.addresses import Shape
from scrapers.platforms.landmarked import Role
from scrapers.platforms.linked import links
from scrapers.platforms.markup import is_plain
from scrapers.probing.found import ARTICLE, LAYOUT, SELDOM, of_article, of_layout, own_landmarks
from scrapers.probing.placed import Place, place_of

#: What one page may take in a child: every family looks at it.
_LIMITS = Limits(seconds=20.0, megabytes=1024, answer=2**16)


@dataclass(frozen=True, slots=True)
class Look:
    """A family whose page a text is: what its reader `has` found in it, and what it `lacks` though pages of the family tell it."""

    platform: str
    role: Role
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    #: Where its issues are, by the addresses of the page and of those it links.
    place: Place | None = None
    #: Articles, and pages, that were read in a page of an issue.
    read: tuple[int, int] = (0, 0)
    #: Whether a folder of the address is one that only this skin's sites have.
    told: bool = False
    #: How many of the places where it looks first hold something: skins that read each other's pages differ in these.
    own: int = 0

    @property
    def surety(self) -> float:
        """From 0 (a mark alone; the reader gives up) to 1 (all there is to be found)."""
        return len(self.has) / (len(LAYOUT) if self.role == "layout" else len(ARTICLE))

    def ties(self, other: "Look") -> bool:
        """Whether nothing but the landmarks of its skin speaks for one of the two."""
        return (self.surety, self.told) == (other.surety, other.told)


@dataclass(frozen=True, slots=True)
class Trace:
    """How many links of a page have the form of a family's pages and of its articles."""

    platform: str
    pages: int
    articles: int


@dataclass(frozen=True, slots=True)
class _Looks:
    """Looks, to cross from a child."""

    looks: tuple[Look, ...]


def likely(text: str, address: str, date: dt.date | None) -> Look | None:
    """The family of e-papers whose layout page a text is; None where it is none's. `date` is the issue's, where it is known."""
    try:
        found = looked(text, address, date)
    except (PageError, ReadError):
        return None
    return next((look for look in found if look.role == "layout" and look.platform in epapers()), None)


def looked(text: str, address: str, date: dt.date | None = None) -> tuple[Look, ...]:
    """What a page looks like, within bounds: one that is not plain is looked at in a child. Unreadable."""
    if is_plain(text):
        return looks(text, address, date)
    return _TASK.run(address, text, address, date.isoformat() if date else "", limits=_LIMITS).looks


def look_in_child(text: str, address: str, date: str) -> _Looks:
    """In a child: what a page looks like."""
    return _Looks(looks(text, address, dt.date.fromisoformat(date) if date else None))


def looks(text: str, address: str, date: dt.date | None = None) -> tuple[Look, ...]:
    """The families that take a page for theirs, the likeliest first: whose address it has, then which finds the most in it.

    Those as sure as each other stand in for each other: then a folder of the address decides, the skin's own landmarks, the name.
    """
    found = [_look(reader, role, text, address, date) for reader, role in _takers(text)]
    return tuple(sorted(found, key=lambda look: (look.place is None, -look.surety, not look.told, -look.read[0], -look.own, look.platform)))


def traces(text: str) -> tuple[Trace, ...]:
    """The families whose addresses a page links, whoever takes it; the most links first."""
    files = Counter(file for _, _, file in links(text))
    found: dict[tuple[int, int], Trace] = {}
    for name, reader in platforms().items():
        shape = getattr(reader, "shape", None)
        if isinstance(shape, Shape):
            pages = sum(count for file, count in files.items() if shape.page.fullmatch(file))
            articles = sum(count for file, count in files.items() if shape.article.fullmatch(file))
            if pages + articles:
                found.setdefault((pages, articles), Trace(name, pages, articles))
    return tuple(sorted(found.values(), key=lambda trace: -(trace.pages + trace.articles)))


def _takers(text: str) -> Iterator[tuple[Platform, Role]]:
    """The families of e-papers that take a text; columns, which are for what none of them takes, after them."""
    taken = False
    for name, reader in sorted(platforms().items(), key=lambda item: item[0] not in epapers()):
        if (name in epapers() or not taken) and (role := reader.recognise(text)):
            taken = True
            yield reader, role


def _look(reader: Platform, role: Role, text: str, address: str, date: dt.date | None) -> Look:
    page: LayoutPage | None = None
    try:
        if role == "layout":
            page = reader.read_layout(text, address)
        known = of_layout(page) if page else of_article(reader.read_article(text, address))
    except ZongshuError:
        known = frozenset()
    wanted = LAYOUT if role == "layout" else ARTICLE
    return Look(
        reader.name,
        role,
        tuple(name for name in wanted if name in known),
        tuple(name for name in wanted if name not in known and name not in SELDOM),
        place_of(reader, page, (address,), date) if role == "layout" else None,
        (len(page.articles) + len(page.texts), len(page.pages)) if page else (0, 0),
        getattr(reader, "folder", None) in urlsplit(address).path.split("/")[:-1],
        own_landmarks(reader, role, text),
    )


_TASK = Task("scrapers.probing.looks:look_in_child", _Looks, "page")
