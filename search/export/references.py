"""Lists of references: BibTeX, RIS, and plain lines of citations."""

import re
from collections.abc import Iterable, Iterator

from search.cite import NO_PAPER, authors, cite, cite_full, page_number
from search.export.model import Format, Head, Item
from search.export.words import WORDS
from search.safe import line

#: What TeX would take for markup, as TeX writes it; braces stay balanced.
_TEX = {
    **{char: f"\\{char}" for char in "%$#&_"},
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
Fields = Iterator[tuple[str, str]]


def bibtex(head: Head, items: Iterable[Item]) -> Iterator[str]:
    """The file, an entry an article; the head stands in lines that BibTeX does not read."""
    yield "".join(f"% {_bare(text)}\n" for text in (head.title, *map(": ".join, head.lines)))
    for item in items:
        yield f"\n{bibtex_entry(item, head.lang)}"


def _bare(text: str) -> str:
    """A line outside of entries, where only @ means something."""
    return line(text).replace("@", "＠")


def bibtex_entry(item: Item, lang: str = "zh") -> str:
    """An entry `@article` (`@misc` for a file without a paper), its key the article's id."""
    kind = "misc" if item.article.paper == NO_PAPER else "article"
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _bibtex_fields(item, lang))
    return f"@{kind}{{{item.article.id},\n{fields}}}\n"


def _bibtex_fields(item: Item, lang: str) -> Fields:
    article, writers = item.article, authors(item.article)
    if writers:
        yield "author", " and ".join(f"{{{_tex(name)}}}" for name in writers)
    yield "title", f"{{{_tex(article.title or WORDS.say('article.untitled', lang))}}}"
    if article.paper != NO_PAPER:
        yield "journal", _tex(item.paper_name)
        yield "entrysubtype", "newspaper"
    if article.date:
        yield from (("year", str(article.date.year)), ("month", _MONTHS[article.date.month - 1]), ("day", str(article.date.day)))
        yield "date", article.date.isoformat()
    if article.page:
        yield "pages", _tex(page_number(article.page))
    if item.link:
        yield "url", re.sub(r"[{}\\%\s]", _percent, line(item.link))
    else:
        yield "howpublished", _tex(article.source.address)
    yield "langid", "chinese"
    if removed := item.removed(*writers, article.source.address):
        yield "note", _tex(WORDS.say("article.removed", lang, count=removed))


def _percent(at: re.Match[str]) -> str:
    return r"\%" if at[0] == "%" else rf"\%{ord(at[0]):02X}"


def _tex(text: str) -> str:
    return "".join(_TEX.get(char, char) for char in line(text))


def ris(head: Head, items: Iterable[Item]) -> Iterator[str]:
    """The file, a record an article; the head stands before the first record, where readers look for none."""
    yield "".join(f"{line(text)}\r\n" for text in (head.title, *map(": ".join, head.lines))) + "\r\n"
    for item in items:
        yield f"{ris_record(item, head.lang)}\r\n"


def ris_record(item: Item, lang: str = "zh") -> str:
    """A record `NEWS` (`GEN` for a file without a paper)."""
    return "".join(f"{tag}  - {line(value)}\r\n" for tag, value in _ris_fields(item, lang))


def _ris_fields(item: Item, lang: str) -> Fields:
    article, writers = item.article, authors(item.article)
    yield "TY", "GEN" if article.paper == NO_PAPER else "NEWS"
    yield from (("AU", name) for name in writers)
    yield "TI", article.title or WORDS.say("article.untitled", lang)
    if article.paper != NO_PAPER:
        yield "T2", item.paper_name
    if article.date:
        yield from (("PY", str(article.date.year)), ("DA", f"{article.date:%Y/%m/%d}"))
    if article.page:
        yield "SP", page_number(article.page)
    yield ("UR", item.link) if item.link else ("AN", article.source.address)
    yield from (("ID", article.id), ("LA", "zh"))
    if removed := item.removed(*writers, article.source.address):
        yield "N1", WORDS.say("article.removed", lang, count=removed)
    yield "ER", ""


def citations(head: Head, items: Iterable[Item], style: Format) -> Iterator[str]:
    """A citation a line, in the style of GB/T 7714 or the short form, behind the head."""
    yield "".join(f"# {line(text)}\n" for text in (head.title, *map(": ".join, head.lines))) + "\n"
    for item in items:
        yield citation(item, style) + "\n"


def citation(item: Item, style: Format, lang: str = "zh") -> str:
    """An article's citation in a style: `gbt7714`, `short`, `bibtex` or `ris`."""
    if style == "bibtex":
        return bibtex_entry(item, lang).rstrip("\n")
    if style == "ris":
        return ris_record(item, lang).rstrip("\r\n")
    return line((cite_full if style == "gbt7714" else cite)(item.article, item.paper_name))
