"""What a page shows of itself, whatever its family. Pure."""

from dataclasses import dataclass

from lxml.html import HtmlElement

from articles.errors import PageError, ReadError
from scrapers.bounds import bounded, page_text
from scrapers.platforms.blocks import one_line
from scrapers.platforms.column.family import NAME
from scrapers.platforms.column.guess import feeds
from scrapers.platforms.markup import at, parse
from storage import Response


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page shows of itself, whatever its family: for those who must find out by hand."""

    address: str
    status: int
    encoding: str
    title: str | None
    generator: str | None
    links: int
    feeds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The text of an answer, and what it shows."""

    text: str
    seen: Seen

    @property
    def address(self) -> str:
        """Where it came from at last."""
        return self.seen.address


def page_of(response: Response) -> Page:
    """The text of an answer, and what it shows. ReadError."""
    decoded = page_text(response.payload, response.header("Content-Type"), response.address)
    title = generator = None
    links = 0
    named: tuple[str, ...] = ()
    if not decoded.text.lstrip("\ufeff \t\r\n").startswith("{"):
        try:
            root = parse(decoded.text, response.final)
            title, generator, links = _title(root), _generator(root), len(at(root, "//a[@href] | //area[@href]"))
            named = feeds(decoded.text)
        except (PageError, ReadError):
            pass
    return Page(decoded.text, Seen(response.final, response.status, decoded.encoding, title, generator, links, named))


def _title(root: HtmlElement) -> str | None:
    return next((one_line("".join(found.itertext()))[:120] for found in at(root, "//title")), None) or None


def _generator(root: HtmlElement) -> str | None:
    found = at(root, "//meta[@content][@name]")
    return next((one_line(meta.get("content", ""))[:80] for meta in found if meta.get("name", "").lower() == "generator"), None)


def is_shell(page: Page) -> bool:
    """Whether a script is to fill the page."""
    try:
        said = bounded(NAME).unlike(page.text, page.address)
    except ReadError:
        return False
    return said is not None and said.key == "page_scripted"
