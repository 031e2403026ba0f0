"""Whether a page of no family is a list of articles or an article, by where its prose stands."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from scrapers.platforms.column import article, lists
from scrapers.platforms.column.words import above
from scrapers.platforms.landmarked import Role

#: A list shows so many dated articles at least; an article so many characters of prose, most of it in one place.
_ITEMS, _PROSE, _SHARE = 4, 60, 0.6
#: A piece of prose is no title and no menu: it is so long, and has marks of a sentence.
_PIECE, _MARKS = 15, "，。；！？"


#: Elements whose text is no prose of the page.
_NO_PROSE = frozenset(["a", "head", "script", "style", "title"])


def seen(root: HtmlElement) -> Role | None:
    """`article`: prose together in one place, below a title and a day; `layout`: links to dated articles, each beside its own summary."""
    found = lists.listed(root, lists.NOWHERE, lambda _: True)
    prose = list(_prose(root))
    if _together(prose, _holders(root, {one.address for one in found})) and article.has_title_and_day(root):
        return "article"
    return "layout" if len(found) >= _ITEMS else None


def _prose(root: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """The elements that hold sentences outside of links, and how many characters."""
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element.tag in _NO_PROSE:
            walk.skip_subtree()
            continue
        pieces = ("".join(part.split()) for part in (element.text, *(child.tail for child in element)) if part)
        if size := sum(len(piece) for piece in pieces if len(piece) >= _PIECE and any(mark in piece for mark in _MARKS)):
            yield element, size


def _holders(root: HtmlElement, addresses: set[str]) -> set[HtmlElement]:
    """Elements that hold a link to a dated article."""
    held: set[HtmlElement] = set()
    for link, address in lists.links(root, lists.NOWHERE, lambda _: True):
        if address in addresses:
            held.update(above(link))
    return held


def _together(prose: list[tuple[HtmlElement, int]], holders: set[HtmlElement]) -> bool:
    """Whether most of the prose stands in one place: below the same element that holds links to other articles, or where there are none."""
    places: Counter[HtmlElement | None] = Counter()
    for element, size in prose:
        places[next((one for one in (element, *above(element)) if one in holders), None)] += size
    total = places.total()
    return total >= _PROSE and max(places.values()) >= _SHARE * total
