"""A web page of no platform we know: title and the block that holds most text. For files given; nothing is crawled by it."""

import re

from lxml.html import HtmlElement

from scrapers.platforms import ArticlePage
from scrapers.platforms.blocks import blocks, laid_out, one_line
from scrapers.platforms.markup import flags, line, parse

#: Where text stands, and what only marks it up.
_BLOCKS = frozenset({"body", "div", "td", "article", "section", "main", "center", "blockquote", "font", "span"})
_PARAGRAPHS = frozenset({"p", "li", "h2", "h3", "h4"})
_NO_TEXT = frozenset({"a", "script", "style", "noscript", "option", "button", "title", "select", "textarea"})
_SITE = re.compile(r"[-_|–—]{1,2}")
_LEAST = 80


def _weights(root: HtmlElement) -> dict[HtmlElement, int]:
    """How much text outside of links each element holds itself or in its own paragraphs."""
    weights: dict[HtmlElement, int] = {}
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in _NO_TEXT:
            continue
        own = len((element.text or "").strip()) + sum(len((child.tail or "").strip()) for child in element)
        holder = element
        while holder.tag in _PARAGRAPHS or holder.tag not in _BLOCKS:
            parent = holder.getparent()
            if parent is None:
                break
            holder = parent
        weights[holder] = weights.get(holder, 0) + own
    return weights


def _main(root: HtmlElement) -> HtmlElement:
    """The element that holds most text; the body where none holds much."""
    weights = _weights(root)
    best = max(weights, key=lambda element: weights[element], default=root)
    bodies = root.xpath("//body")
    return best if weights.get(best, 0) >= _LEAST or not bodies else bodies[0]


def _title(root: HtmlElement) -> str | None:
    """The first heading that says anything, else the page's title without the name of the site."""
    for heading in root.iter("h1"):
        if found := line(heading):
            return found
    named = next((one_line("".join(title.itertext())) for title in root.iter("title")), "")
    parts = [part for part in map(str.strip, _SITE.split(named)) if part]
    return parts[0] if parts else None


def read_page(text: str, name: str) -> ArticlePage:
    """A page's title and text. Unreadable where it is too large or nested too deeply."""
    root = parse(text, name)
    title = _title(root)
    return ArticlePage(
        number=None,
        date=None,
        page_number=None,
        page_name=None,
        kicker=None,
        title=title,
        subtitle=None,
        author=None,
        paragraphs=laid_out(block for block in blocks(_main(root)) if block[0] != title),
        address=name,
        flags=(*flags(root), "generic_page"),
    )
