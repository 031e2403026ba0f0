"""Which families a page looks like, how surely, and what it lacks of each. Pure: text and address in, data out."""

from collections import Counter
from dataclasses import dataclass

from articles.errors import Unreadable, ZongshuError
from scrapers.bounds import LIMITS
from scrapers.child import Task
from scrapers.platforms import ArticlePage, LayoutPage, Platform, platforms
from scrapers.platforms.addresses import Shape
from scrapers.platforms.landmarked import Role
from scrapers.platforms.linked import links
from scrapers.platforms.markup import at, is_plain, parse

#: What a page of an issue, and an article, may tell; the last of each are not on every site.
_LAYOUT = ("pages", "articles", "titles", "date", "number", "name", "areas", "pdf")
_ARTICLE = ("title", "text", "date", "page", "id", "kicker", "author")
_SELDOM = frozenset(["areas", "pdf", "name", "kicker", "author"])


@dataclass(frozen=True, slots=True)
class Look:
    """A family whose page a text is: what its reader `has` found in it, and what it `lacks` though pages of the family tell it."""

    platform: str
    role: Role
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    #: How many of the places where it looks first hold something: skins that read each other's pages differ in these.
    own: int = 0

    @property
    def surety(self) -> float:
        """From 0 (a mark alone; the reader gives up) to 1 (all there is to be found)."""
        return len(self.has) / (len(_LAYOUT) if self.role == "layout" else len(_ARTICLE))


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


def looks(text: str, address: str) -> tuple[Look, ...]:
    """The families that take a page for theirs, the surest first; those as sure as each other stand in for each other, by name."""
    found = [_look(reader, role, text, address) for reader in platforms().values() if (role := reader.recognise(text))]
    return tuple(sorted(found, key=lambda look: (-look.surety, -look.own, look.platform)))


def looked(text: str, address: str) -> tuple[Look, ...]:
    """The same within bounds: a page that is not plain is looked at in a child. Unreadable."""
    return looks(text, address) if is_plain(text) else _TASK.run(address, text, address, limits=LIMITS).looks


def look_in_child(text: str, address: str) -> _Looks:
    """In a child: what a page looks like."""
    return _Looks(looks(text, address))


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


def _look(reader: Platform, role: Role, text: str, address: str) -> Look:
    try:
        told = _of_layout(reader.read_layout(text, address)) if role == "layout" else _of_article(reader.read_article(text, address))
    except ZongshuError:
        told = frozenset()
    wanted = _LAYOUT if role == "layout" else _ARTICLE
    lacks = tuple(name for name in wanted if name not in told and name not in _SELDOM)
    return Look(reader.name, role, tuple(name for name in wanted if name in told), lacks, _own(reader, role, text))


def _own(reader: Platform, role: Role, text: str) -> int:
    """How many of a skin's first landmarks a page has."""
    landmarks = getattr(reader, f"{role}_landmarks", None)
    if landmarks is None:
        return 0
    try:
        root = parse(text, "")
    except Unreadable:
        return 0
    firsts = [paths[0] for name in landmarks.__dataclass_fields__ if (paths := getattr(landmarks, name))]
    return sum(bool(at(root, path)) for path in firsts if "$" not in path)


def _of_layout(page: LayoutPage) -> frozenset[str]:
    dated = page.date or any(link.date for link in page.articles)
    titled = any(link.title for link in page.articles) or any(held.read.title for held in page.texts)
    known = {
        "pages": page.pages,
        "articles": page.articles or page.texts,
        "titles": titled,
        "date": dated,
        "number": page.number,
        "name": page.name,
        "areas": any(link.areas for link in page.articles),
        "pdf": page.pdf,
    }
    return frozenset(name for name, value in known.items() if value)


def _of_article(read: ArticlePage) -> frozenset[str]:
    known = {
        "title": read.title,
        "text": read.paragraphs,
        "date": read.date,
        "page": read.page_number,
        "id": read.number,
        "kicker": read.kicker,
        "author": read.author,
    }
    return frozenset(name for name, value in known.items() if value)


_TASK = Task("scrapers.probing.looks:look_in_child", _Looks, "page")
