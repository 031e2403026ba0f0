"""Whether a page of no family is a list of articles or an article, by where its prose stands."""

from collections import Counter
from collections.abc import Iterator

from lxml.html import HtmlElement

from scrapers.platforms.column import article, lists
from scrapers.platforms.landmarked import Role
from scrapers.platforms.markup import at

#: A list shows so many dated articles at least; an article so many characters of prose, most of it in one place.
_ITEMS, _PROSE, _SHARE = 4, 60, 0.6
#: A piece of prose is no title and no menu: it is so long, and has marks of a sentence.
_PIECE, _MARKS = 15, "，。；！？"


def seen(root: HtmlElement) -> Role | None:
    """`article`: prose together in one place, below a title and a day; `layout`: links to dated articles, each beside its own summary."""
    found = lists.listed(root, lists.NOWHERE, lambda _: True)
    prose = list(_prose(root))
    if _together(prose, _holders(root, {one.address for one in found})) and article.has_title_and_day(root):
        return "article"
    return "layout" if len(found) >= _ITEMS else None


def _prose(root: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """The elements that hold sentences outside of links, and how many characters."""
    for element in at(root, "//body//*[not(ancestor-or-self::a or self::script or self::style)]"):
        pieces = ("".join(part.split()) for part in (element.text, *(child.tail for child in element)) if part)
        if size := sum(len(piece) for piece in pieces if len(piece) >= _PIECE and any(mark in piece for mark in _MARKS)):
            yield element, size


def _holders(root: HtmlElement, addresses: set[str]) -> set[HtmlElement]:
    """Elements that hold a link to a dated article."""
    held: set[HtmlElement] = set()
    for link, address in lists.links(root, lists.NOWHERE, lambda _: True):
        if address in addresses:
            held.update(link.iterancestors())
    return held


def _together(prose: list[tuple[HtmlElement, int]], holders: set[HtmlElement]) -> bool:
    """Whether most of the prose stands in one place: below the same element that holds links to other articles, or where there are none."""
    places: Counter[HtmlElement | None] = Counter()
    for element, size in prose:
        above = (ancestor for ancestor in (element, *element.iterancestors()) if ancestor in holders)
        places[next(above, None)] += size
    total = places.total()
    return total >= _PROSE and max(places.values()) >= _SHARE * total
