"""A layout page read by landmarks: the pages of the issue, and the union of the areas of the map and the items of the list."""

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from articles.errors import EmptyIssue
from scrapers.platforms.addresses import Issue, Shape, date_of, resolved
from scrapers.platforms.labels import is_ad, page_label, printed_date, weekday_date
from scrapers.platforms.markup import at, elements, first_line, line, texts
from scrapers.platforms.model import ArticleLink, LayoutPage, PageLink, Skip
from scrapers.platforms.written import written

_LISTS = frozenset({"ul", "ol", "table"})
#: Links of a page that are looked at; real pages have some hundred.
_MOST_LINKS = 5000
#: `[01]:头版` is a label too (reference, B.5: 大众日报).
_BRACKETS = re.compile(r"[\[\]【】]")
#: The sizes of a picture: `….jpg.1` and `….jpg.2` are small ones of `….jpg`.
_SMALLER = re.compile(r"(\.(?:jpe?g|png|gif|tiff?|bmp))\.\d\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Landmarks:
    """Where a skin prints what a layout page is: XPaths, the first that holds text wins.

    Those of `pdf` give addresses; `$file` is the name of the page's own file, for skins that print the PDF of every page.
    """

    label: tuple[str, ...]
    date: tuple[str, ...]
    lists: tuple[str, ...]
    pdf: tuple[str, ...]
    #: Elements of a page each, where the label is not the text of the link: the link stands below.
    pages: tuple[str, ...] = ()


@dataclass
class _Found:
    """An article as the map and the list show it."""

    title: str | None = None
    areas: list[tuple[float, ...]] = field(default_factory=list)


_Links = list[tuple[HtmlElement, str]]


def _links(root: HtmlElement, tag: str) -> Iterator[tuple[HtmlElement, str]]:
    for element in at(root, f"//{tag}[@href]")[:_MOST_LINKS]:
        yield element, element.get("href", "")


def _coords(text: str) -> tuple[float, ...]:
    """The polygon of an area; empty for what is none."""
    try:
        values = tuple(float(value) for value in text.split(","))
    except ValueError:
        return ()
    return values if all(map(math.isfinite, values)) else ()


def _mapped(root: HtmlElement, issue: Issue) -> dict[str, _Found]:
    """The map's articles. The same article often has several areas; coordinates may be decimals."""
    found: dict[str, _Found] = {}
    for element, href in _links(root, "area"):
        if address := issue.article(href):
            article = found.setdefault(address, _Found())
            if coords := _coords(element.get("coords", "")):
                article.areas.append(coords)
    return found


def _groups(links: _Links) -> list[_Links]:
    """Links by the list they stand in: the nearest list or table, or the nearest element that holds a second link."""
    held = Counter(ancestor for link, _ in links for ancestor in link.iterancestors())
    groups: dict[HtmlElement, _Links] = {}
    for link, address in links:
        own = next((ancestor for ancestor in link.iterancestors() if ancestor.tag in _LISTS or held[ancestor] > 1), link)
        groups.setdefault(own, []).append((link, address))
    return list(groups.values())


def _own_list(root: HtmlElement, links: _Links, landmarks: Landmarks, mapped: dict[str, _Found]) -> _Links:
    """The links of the page's own list; some skins print a second list, of other pages' articles, with the same markup.

    The list a landmark names is the page's own; else, where there is a map, the first list that shares an article with it; else every
    list, so that nothing is lost.
    """
    for path in landmarks.lists:
        named = {link for group in at(root, path) for link in group.iter("a")}
        if own := [(link, address) for link, address in links if link in named]:
            return own
    if not mapped:
        return links
    return next((group for group in _groups(links) if any(address in mapped for _, address in group)), [])


def _articles(root: HtmlElement, issue: Issue, landmarks: Landmarks, skip: Skip | None) -> tuple[ArticleLink, ...]:
    """The union of list and map: the list's order first, then what only the map has (often pictures)."""
    mapped = _mapped(root, issue)
    links = [(element, address) for element, href in _links(root, "a") if (address := issue.article(href))]
    found: dict[str, _Found] = {}
    for link, address in _own_list(root, links, landmarks, mapped):
        article = found.setdefault(address, mapped.get(address, _Found()))
        article.title = article.title or line(link) or written(link)
    found |= {address: article for address, article in mapped.items() if address not in found}
    return tuple(
        ArticleLink(address, article.title, tuple(article.areas), skip or is_ad(article.title)) for address, article in found.items()
    )


def _pages(root: HtmlElement, issue: Issue, landmarks: Landmarks) -> tuple[PageLink, ...]:
    """The issue's pages in printed order; `node` numbers need not be page numbers, and the ids are repeated."""
    found: dict[str, PageLink] = {}
    for element, href in _labelled(root, landmarks):
        address = issue.page(href)
        label = page_label(_BRACKETS.sub("", line(element))) if address and address not in found else None
        if address and label:
            found[address] = PageLink(address, *label, is_ad(label[1]))
    return tuple(found.values())


def _labelled(root: HtmlElement, landmarks: Landmarks) -> Iterator[tuple[HtmlElement, str]]:
    """What may be a page's label, with the link it is of: the elements a skin names, else every link."""
    for element in elements(root, *landmarks.pages):
        for link in element.iter("a"):
            yield element, link.get("href", "")
    yield from _links(root, "a")


def _label(root: HtmlElement, landmarks: Landmarks, pages: Sequence[PageLink], address: str) -> tuple[str | None, str | None]:
    """The page's number and name: as printed beside the picture, else as the list of pages calls it."""
    for element in elements(root, *landmarks.label):
        if label := page_label(line(element)):
            return label
    return next(((page.number, page.name) for page in pages if page.address == address), (None, None))


def _addresses(root: HtmlElement, base: str, paths: Sequence[str]) -> Iterator[str]:
    for path in paths:
        found = texts(root, path, file=base.rpartition("/")[2])
        yield from filter(None, (resolved(base, href) for href in found if href))


def _pdf(root: HtmlElement, base: str, paths: Sequence[str]) -> str | None:
    """The page's PDF: its name may be random, so it is read, never built."""
    return next((address for address in _addresses(root, base, paths) if address.lower().endswith(".pdf")), None)


def _image(root: HtmlElement, base: str) -> str | None:
    """The page's large picture: the one of the map, without the mark of its size."""
    small = next(_addresses(root, base, ("//img[@usemap]/@src",)), None)
    return _SMALLER.sub(r"\1", small) if small else None


def read(root: HtmlElement, address: str, landmarks: Landmarks, shape: Shape, printed: dt.date | None) -> LayoutPage:
    """What a layout page holds; `printed` is the date of its property block. EmptyIssue where it lists nothing and has no PDF."""
    issue = Issue(resolved(address, "", query=shape.query) or address, shape)
    pages = _pages(root, issue, landmarks)
    number, name = _label(root, landmarks, pages, issue.address)
    skip = is_ad(name)
    articles = _articles(root, issue, landmarks, skip)
    pdf = _pdf(root, issue.address, landmarks.pdf)
    if not articles and not pdf and not skip and not (issue.entry and pages):
        raise EmptyIssue("layout_empty", address=address)
    date = printed or printed_date(first_line(root, *landmarks.date) or "") or weekday_date(line(root))
    return LayoutPage(
        date=date or (date_of(pages[0].address) if issue.entry and pages else None),
        number=number,
        name=name,
        pages=pages,
        articles=articles,
        image=_image(root, issue.address),
        pdf=pdf,
        skip=skip,
    )
