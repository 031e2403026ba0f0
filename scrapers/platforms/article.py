"""An article page read by landmarks: what it says of itself first, then what the skin prints."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from scrapers.platforms import jumps
from scrapers.platforms.addresses import Shape, resolved
from scrapers.platforms.blocks import Block, blocks, laid_out
from scrapers.platforms.labels import page_label, printed_date
from scrapers.platforms.markup import at, elements, first_line, flags, line, parse
from scrapers.platforms.model import ArticlePage

_PAGE = re.compile(r"(?:第|日)\s*([A-Za-z]{0,4}\d{1,3})\s*版")
_BARE = re.compile(r"[A-Za-z]{0,4}\d{1,3}")
#: The field under which a skin hands over an author's line it found among the lines of the title block.
PRINTED_AUTHOR = "printed author"
#: An author's line is shorter; what is longer is text that stands where one should be.
_LONGEST = 200
_NUMBER = re.compile(r"[A-Za-z0-9_]{1,40}")
_ENP = ("<!--enpcontent-->", "<!--/enpcontent-->")
_SOURCE = re.compile(r"《[^》]*》|(?:[（(]\s{0,9})?\d{4}\s*年.*", re.DOTALL)


@dataclass(frozen=True)
class Landmarks:
    """Where a skin prints what an article is: XPaths, the first that holds text wins; all of `body` and `pictures` are read."""

    kicker: tuple[str, ...]
    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    page: tuple[str, ...]
    date: tuple[str, ...]
    author: tuple[str, ...]
    body: tuple[str, ...]
    pictures: tuple[str, ...]


def _outermost(found: Sequence[HtmlElement]) -> Iterator[HtmlElement]:
    """Elements that lie in no other of them."""
    chosen = dict.fromkeys(found)
    for element in chosen:
        if not any(ancestor in chosen for ancestor in element.iterancestors()):
            yield element


def _containers(root: HtmlElement, landmarks: Landmarks) -> list[HtmlElement]:
    """What holds the text under the title block: the elements of the first path under which there is any."""
    for path in landmarks.body:
        found = list(_outermost(at(root, path)))
        if any(line(element) for element in found):
            return found
    return []


def _marked(text: str) -> Iterator[str]:
    """What lies between the content marks."""
    begin = text.find(_ENP[0])
    while begin >= 0 and (end := text.find(_ENP[1], begin)) >= 0:
        yield text[begin + len(_ENP[0]) : end]
        begin = text.find(_ENP[0], end)


def _body(containers: Sequence[HtmlElement], text: str, address: str) -> list[Block]:
    """The blocks of the containers; without one, of what lies between the content marks."""
    if containers:
        return [block for element in containers for block in blocks(element)]
    return [block for part in _marked(text) for block in blocks(parse(part, address))]


def _captions(root: HtmlElement, landmarks: Landmarks, containers: Sequence[HtmlElement]) -> list[Block]:
    """Lines under pictures that stand outside the containers, before them."""
    inside = set(containers)
    found = [element for element in elements(root, *landmarks.pictures) if inside.isdisjoint([element, *element.iterancestors()])]
    return [(text, "caption") for element in _outermost(found) for text, _ in blocks(element)]


def _same(text: str) -> str:
    return re.sub(r"\s", "", text)


def _author(root: HtmlElement, landmarks: Landmarks, fields: Mapping[str, str]) -> str:
    """The author's line the skin prints under the title, without paper, date and page."""
    printed = fields.get(PRINTED_AUTHOR) or first_line(root, *landmarks.author) or ""
    return _SOURCE.sub("", printed).strip("\u3000 ") if len(printed) <= _LONGEST else ""


def byline(printed: str, body: Sequence[Block]) -> list[Block]:
    """The author's line as a block, where the text does not hold it anyway."""
    held = _same("".join(text for text, _ in body))
    return [(printed, "body")] if printed and _same(printed) not in held else []


def _page(root: HtmlElement, landmarks: Landmarks, fields: Mapping[str, str]) -> tuple[str | None, str | None]:
    for element in elements(root, *landmarks.page):
        text = line(element)
        if found := page_label(f"第{text}版" if _BARE.fullmatch(text) else text):
            return found
        if inside := _PAGE.search(text):
            return inside[1], None
    return fields.get("pagenum"), None


def _own(address: str, fields: Mapping[str, str], shape: Shape) -> str | None:
    """The article's address: the one it was fetched from, else (a saved file) the one its property block names."""
    fetched = resolved(address, "", query=shape.query)
    return fetched if fetched and shape.number(fetched) else resolved("http://", fields.get("url", ""))


def _number(address: str | None, fields: Mapping[str, str], shape: Shape) -> str | None:
    candidates = (address and shape.number(address), fields.get("paperarticleid"), fields.get("articleid"))
    return next((value for value in candidates if value and _NUMBER.fullmatch(value)), None)


def _listed(root: HtmlElement, number: str | None) -> str | None:
    """The title in the list of the page's articles that an article page repeats (`#mp93001`, reference B.3)."""
    return next(filter(None, map(line, at(root, "//*[@id=$id]", id=f"mp{number}"))), None) if number else None


def read(root: HtmlElement, text: str, address: str, landmarks: Landmarks, shape: Shape, fields: Mapping[str, str]) -> ArticlePage:
    """What an article page holds; `fields` are those of its property block, or what stands for one."""
    containers = _containers(root, landmarks)
    body = _captions(root, landmarks, containers) + _body(containers, text, address)
    printed = _author(root, landmarks, fields)
    made = laid_out(byline(printed, body) + body)
    page_number, page_name = _page(root, landmarks, fields)
    kicker = fields.get("introtitle") or first_line(root, *landmarks.kicker)
    own = _own(address, fields, shape)
    number = _number(own, fields, shape)
    title = fields.get("title") or first_line(root, *landmarks.title) or _listed(root, number)
    subtitle = fields.get("subtitle") or first_line(root, *landmarks.subtitle)
    head = [part for part in (kicker, title, subtitle) if part] + [paragraph.text for paragraph in made if paragraph.role != "caption"][:2]
    return ArticlePage(
        number=number,
        date=printed_date(fields.get("date", "")) or printed_date(first_line(root, *landmarks.date) or ""),
        page_number=page_number,
        page_name=page_name,
        kicker=kicker,
        title=title,
        subtitle=subtitle,
        author=fields.get("author") or printed or None,
        paragraphs=made,
        address=own,
        continues=jumps.continues(head),
        continued=jumps.continued([paragraph.text for paragraph in made[-2:]]),
        flags=flags(root),
    )
