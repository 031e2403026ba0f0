"""A file into articles and their ids."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from articles.model import Article, Page, Source
from scrapers.assemble import assemble
from scrapers.dropped.beside import NOTHING, NOWHERE, Beside
from scrapers.dropped.kinds import kind_of
from scrapers.dropped.part import Part, Trouble, ignore
from scrapers.dropped.parts import parts_of
from scrapers.dropped.web import read_web
from scrapers.papers import Paper
from scrapers.platforms import ArticlePage

#: The paper of files that no paper was named for.
FILES = "files"


@dataclass
class _File:
    """A file as it was given: its name, the SHA-256 of its bytes, what is known beside it, the papers by code, and ids given so far."""

    name: str
    digest: str
    beside: Beside
    home: str | None
    papers: Mapping[str, Paper]
    places: Counter[str] = field(default_factory=Counter)
    given: set[str] = field(default_factory=set)

    def own(self, at: int) -> str:
        """The id by the file's digest and the place in the file."""
        return f"{FILES}-{self.digest[:12]}-{at}"

    def identity(self, part: Part, beside: Beside, date: dt.date | None, at: int) -> tuple[str, str]:
        """Id and paper: the paper's own where paper, date and the platform's number (or the place on the page) are known."""
        if not beside.paper or not date:
            return self.own(at), beside.paper or FILES
        stem = f"{beside.paper}-{date:%Y%m%d}-"
        place = f"{stem}p{part.read.page_number or beside.page or '0'}-"
        self.places[place] += 1
        id_ = f"{stem}{part.read.number}" if part.read.number else f"{place}{self.places[place]}"
        return self.once(id_, at), beside.paper

    def once(self, id_: str, at: int) -> str:
        """The id, unless an article of the file has it already."""
        found = self.own(at) if id_ in self.given else id_
        self.given.add(found)
        return found

    def address(self, read: ArticlePage, beside: Beside) -> str:
        """The page's own address where its paper and number are known, else the file's name."""
        own = read.address if beside.paper and read.number else None
        return own if own and not own.startswith(NOWHERE) else self.name

    def article(self, part: Part, at: int) -> Article:
        """The article at a place of the file, counted from 1."""
        read, beside = part.read, part.beside.over(self.beside)
        on = beside.date or read.date
        id_, code = self.identity(part, beside, on, at)
        number = read.page_number or beside.page
        page = Page(number, read.page_name or beside.page_name) if number else None
        source = part.source or Source(self.address(read, beside), self.digest)
        read = replace(read, title=read.title or beside.title)
        known = self.papers.get(code)
        return replace(assemble(id_, code, on, page, read, source, part.flags, known.place if known else self.home), areas=part.areas)

    def renamed(self, article: Article, at: int) -> Article:
        """An article of a whole issue: under its own id where its paper is known, else under the file's."""
        if article.paper != FILES:
            return replace(article, id=self.once(article.id, at))
        return replace(article, id=self.own(at))


def read_dropped(
    name: str,
    payload: bytes,
    paper: str | None = None,
    date: dt.date | None = None,
    home: str | None = None,
    *,
    beside: Beside = NOTHING,
    papers: Mapping[str, Paper] | None = None,
    trouble: Trouble = ignore,
) -> list[Article]:
    """The articles of a file, revision 1; `paper` is a code, `date` the printed date where the file does not say it, `home` its place.

    `beside` says that and more; `papers` are those a table or a web archive may name. What is wrong with a part of the file goes to
    `trouble`, the rest is read. Unreadable for other kinds of files, a page that only lists articles, and a file without text; Scanned and
    Garbled for a PDF without text of use; NotText and Undecodable for bytes that are none.
    """
    file = _File(name, sha256(payload).hexdigest(), Beside(paper, date).over(beside), home, papers or {})
    return [] if file.beside.listed else list(_articles(file, payload, trouble))


def _articles(file: _File, payload: bytes, trouble: Trouble) -> Iterator[Article]:
    kind = kind_of(file.name, payload)
    found: Iterator[Part | Article]
    if kind == "web":
        found = read_web(file.name, payload, file.papers, trouble)
    else:
        found = parts_of(kind, file.name, payload, file.beside.address, file.papers, trouble)
    for at, one in enumerate(found, 1):
        yield file.article(one, at) if isinstance(one, Part) else file.renamed(one, at)
