"""The text of an article on a site of no family: trafilatura says which words are the article's, its element gives them as printed."""

import re
from collections.abc import Iterator, Sequence
from configparser import ConfigParser
from functools import cache
from typing import NamedTuple

from lxml.html import HtmlElement

from scrapers.platforms.blocks import Block, blocks

#: So much of the words trafilatura finds must lie in one element for it to be the article's.
_MOST = 0.9
#: Pieces of text shorter than this tell nothing of where they stand.
_PIECE = 6
#: Elements that are a paragraph, or part of one.
_PARAGRAPHS = frozenset(["p", "span", "font", "strong", "b", "em", "i", "a", "li", "h2", "h3", "h4"])
#: Lines behind an article that are none of it.
_FURNITURE = re.compile(
    r"[【\[（(]?\s*(?:责任?编辑?|责编|编辑|网站编辑|校对|审核|分享(?:到|至)?|打印|关闭|上一[篇条]|下一[篇条]|相关(?:链接|阅读|新闻|稿件)"
    r"|扫一扫|版权|返回|字号|浏览次数|点击数)(?:\s{0,3}[:：】\]）)\s].{0,60}|.{0,12})"
)


class _Words(NamedTuple):
    """The article's words: its lines, and all of them joined."""

    lines: frozenset[str]
    joined: str

    def hold(self, piece: str) -> bool:
        """Whether a piece is the article's; most are a line of it, which is told without a search."""
        return piece in self.lines or piece in self.joined


def body(root: HtmlElement, text: str) -> list[Block]:
    """The blocks of an article's text; empty where there is none. `root` is the tree of `text`."""
    found = _extracted(text)
    if not found:
        return []
    own = _Words(frozenset(found), "".join(found))
    deepest = _holder(root, own)
    element = _above_paragraphs(deepest)
    made = [(words, role) for words, role in blocks(element) if words]
    if element is not deepest or element.tag in ("body", "html"):
        made = _between(made, own)
    while made and _FURNITURE.fullmatch(made[-1][0]):
        made.pop()
    return made


def _extracted(text: str) -> list[str]:
    """The words of the article, bare of white space, line by line."""
    from trafilatura import bare_extraction  # a quarter of a second to import, for this family alone

    made = bare_extraction(text, with_metadata=False, include_comments=False, fast=True, config=_config())
    body_ = getattr(made, "body", None)
    return ["".join(part.split()) for part in body_.itertext() if part.strip()] if body_ is not None else []


@cache
def _config() -> ConfigParser:
    """The settings of trafilatura but for the least an article has: notices of two lines are articles too."""
    from trafilatura.settings import use_config

    made: ConfigParser = use_config()
    for name, least in (("MIN_EXTRACTED_SIZE", "40"), ("MIN_OUTPUT_SIZE", "10")):
        made.set("DEFAULT", name, least)
    return made


def _holder(root: HtmlElement, words: _Words) -> HtmlElement:
    """The deepest element that holds most of the words."""
    weights: dict[HtmlElement, int] = {}
    total = 0
    for element, piece in _own(root):
        if len(piece) < _PIECE or not words.hold(piece):
            continue
        total += len(piece)
        weights[element] = weights.get(element, 0) + len(piece)
    for element in reversed(list(root.iter())):  # children before what holds them
        if element in weights and element.getparent() is not None:
            weights[element.getparent()] = weights.get(element.getparent(), 0) + weights[element]
    deep = [element for element in root.iter() if weights.get(element, 0) >= _MOST * total > 0]
    return deep[-1] if deep else root


def _above_paragraphs(element: HtmlElement) -> HtmlElement:
    """What holds a paragraph: one long paragraph may be most of an article, and short ones stand beside it."""
    while element.tag in _PARAGRAPHS and (parent := element.getparent()) is not None:
        element = parent
    return element


def _own(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The text each element holds itself, bare of white space."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style", "title"):
            for part in (element.text, *(child.tail for child in element)):
                if part and part.strip():
                    yield element, "".join(part.split())


def _between(made: Sequence[Block], words: _Words) -> list[Block]:
    """The blocks from the first to the last of which the words are the article's."""
    own = [place for place, (text, _) in enumerate(made) if words.hold("".join(text.split()))]
    return list(made[own[0] : own[-1] + 1]) if own else []
