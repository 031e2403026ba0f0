"""Markdown: the head as front matter (YAML), then each article with its citations, its text by paragraphs and its source."""

import json
import re
from collections.abc import Iterable, Iterator

from articles.model import Article, Paragraph
from search.cite import cite, cite_full
from search.export.model import Head, Item
from search.export.words import WORDS
from search.safe import clean, line

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
#: What begins a list, a quotation, a rule or a code block where it begins a line.
_OPENING = re.compile(r"^(\s*)(?:([-+=:])|(\d+)([.)]))")


def markdown(head: Head, items: Iterable[Item]) -> Iterator[str]:
    """The file, article by article."""
    front = "".join(
        f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(line(value), ensure_ascii=False)}\n" for name, value in head.lines
    )
    yield f"---\n{front}---\n\n# {escaped(head.title)}\n"
    for number, item in enumerate(items, 1):
        yield "\n" + "\n\n".join(_parts(number, item, head.lang)) + "\n"


def _parts(number: int, item: Item, lang: str) -> Iterator[str]:
    article = item.article
    yield f"## {number}. {escaped(article.title or WORDS.say('article.untitled', lang))}"
    yield from (f"> {escaped(text)}" for text in (article.kicker, article.subtitle) if text)
    yield "\n".join(f"- {name}{WORDS.say('head.colon', lang)}{value}" for name, value in _about(item, lang))
    for paragraph in paragraphs(article):
        text = escaped(paragraph.text)
        yield f"### {text}" if paragraph.role == "heading" else text
    if removed := item.removed(article.text):
        yield f"*{WORDS.say('article.removed', lang, count=removed)}*"


def _about(item: Item, lang: str) -> Iterator[tuple[str, str]]:
    article = item.article
    yield WORDS.say("article.citation", lang), escaped(cite(article, item.paper_name))
    yield WORDS.say("article.gbt7714", lang), escaped(cite_full(article, item.paper_name))
    yield WORDS.say("article.source", lang), f"<{_address(item.link)}>" if item.link else escaped(article.source.address)
    yield WORDS.say("article.id", lang), f"`{article.id}`"


def paragraphs(article: Article) -> Iterator[Paragraph]:
    """The printed paragraphs with something in them; the lines of a text that came without any."""
    found = article.paragraphs or [Paragraph(text, 0, 0) for text in article.text.split("\n")]
    return (one for one in found if clean(one.text).strip())


def escaped(text: str) -> str:
    """A clean text on one line, its characters standing for themselves."""
    return _OPENING.sub(lambda at: f"{at[1]}\\{at[2]}" if at[2] else f"{at[1]}{at[3]}\\{at[4]}", _MARKUP.sub(r"\\\1", line(text)))


def _address(address: str) -> str:
    return re.sub(r"[<>\s]", lambda at: f"%{ord(at[0]):02X}", line(address))
