"""What a family's reader finds in a page, by name: the more of it, the surer the page is the family's. Pure."""

from lxml.html import HtmlElement

from articles.errors import Unreadable
from scrapers.platforms import ArticlePage, LayoutPage, Platform
from scrapers.platforms.landmarked import Role
from scrapers.platforms.markup import at, parse

#: What a page of an issue, and an article, may tell; those that are `SELDOM` told are not on every site.
LAYOUT = ("pages", "articles", "titles", "date", "number", "name", "areas", "pdf")
ARTICLE = ("title", "text", "date", "page", "id", "kicker", "author")
SELDOM = frozenset(["areas", "pdf", "name", "kicker", "author"])


def of_layout(page: LayoutPage) -> frozenset[str]:
    """What was found in a page of an issue."""
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


def of_article(read: ArticlePage) -> frozenset[str]:
    """What was found in an article."""
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


def own_landmarks(reader: Platform, role: Role, text: str) -> int:
    """How many of the places where a skin looks first hold something: skins that read each other's pages differ in these."""
    landmarks = getattr(reader, f"{role}_landmarks", None)
    if landmarks is None:
        return 0
    firsts = [paths[0] for name in landmarks.__dataclass_fields__ if (paths := getattr(landmarks, name))]
    root = _tree(text)
    return sum(bool(at(root, path)) for path in firsts if "$" not in path) if root is not None else 0


def _tree(text: str) -> HtmlElement | None:
    try:
        return parse(text, "")
    except Unreadable:
        return None
