"""Files given to us, without a paper's site around them: text, HTML and PDF into articles. A name and bytes in, articles out."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePath

from articles.decode import decode
from articles.errors import Unreadable
from articles.model import Area, Article, Page, Source
from scrapers.assemble import assemble
from scrapers.bounds import measured
from scrapers.child import Limits, Task
from scrapers.generic import read_page
from scrapers.pdf import PdfArticle, is_pdf, read_pdf
from scrapers.plain import read_text
from scrapers.platforms import ArticlePage, epapers
from scrapers.platforms.markup import is_plain

#: The paper of files that no paper was named for.
FILES = "files"

_PDF = ".pdf"
Areas = tuple[Area, ...]
Reader = Callable[[str, str], ArticlePage]


#: What a file may take in a child.
LIMITS = Limits(seconds=60.0)
#: Characters a text is read with here; the longest real account has 40,000, and repairing 100,000 took a second at the most.
_SHORT = 100_000


def read_html(text: str, name: str) -> ArticlePage:
    """A page of a family we know, else any page. Unreadable for a page that only lists articles."""
    roles = {known: reader.recognise(text) for known, reader in epapers().items()}
    for known, role in roles.items():
        if role == "article":
            return epapers()[known].read_article(text, name)
    if "layout" in roles.values():
        raise Unreadable("dropped_layout", name=name)
    return read_page(text, name)


_HTML = Task("scrapers.dropped:read_html", ArticlePage, "file")
_TEXT = Task("scrapers.plain:read_text", ArticlePage, "file")


def _markup(text: str, name: str) -> ArticlePage:
    """A web page: in this process where it is a plain one, else in a child."""
    read = read_html(text, name) if is_plain(text) else _HTML.run(name, text, name, limits=LIMITS)
    return measured(read, name)


def _written(text: str, name: str) -> ArticlePage:
    """A text: in this process where it is no longer than honest ones, else in a child."""
    return read_text(text, name) if len(text) <= _SHORT else _TEXT.run(name, text, name, limits=LIMITS)


_READERS: Mapping[str, Reader] = {
    ".txt": _written,
    ".text": _written,
    ".md": _written,
    ".htm": _markup,
    ".html": _markup,
    ".xhtml": _markup,
    ".shtml": _markup,
}


def _reader(name: str) -> Reader:
    """By the name's ending; a name without one is taken as text."""
    ending = PurePath(name).suffix.lower()
    found = _READERS.get(ending) if ending else _written
    if found is None:
        raise Unreadable("dropped_type", name=name, known=" ".join((*_READERS, _PDF)))
    return found


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it was given: its name, the SHA-256 of its bytes, and the paper, date and home division known beside it."""

    name: str
    digest: str
    paper: str | None
    date: dt.date | None
    home: str | None

    def identity(self, read: ArticlePage, date: dt.date | None, at: int) -> tuple[str, str]:
        """Id and paper: the paper's own where paper, date and the platform's number are known, else the file's digest."""
        if self.paper and date:
            page = read.page_number or "0"
            return f"{self.paper}-{date:%Y%m%d}-{read.number or f'p{page}-{at}'}", self.paper
        return f"{FILES}-{self.digest[:12]}-{at}", self.paper or FILES

    def article(self, read: ArticlePage, flags: Sequence[str], at: int, areas: Areas = ()) -> Article:
        """The article at a place of the file, counted from 1."""
        on = self.date or read.date
        id_, code = self.identity(read, on, at)
        page = Page(read.page_number, read.page_name) if read.page_number else None
        address = read.address if self.paper and read.address and read.number else PurePath(self.name).name
        return replace(assemble(id_, code, on, page, read, Source(address, self.digest), flags, self.home), areas=areas)


def read_dropped(
    name: str, payload: bytes, paper: str | None = None, date: dt.date | None = None, home: str | None = None
) -> list[Article]:
    """The articles of a file, revision 1; `paper` is a code, `date` the printed date where the file does not say it, `home` its place.

    Unreadable for other kinds of files, a page that only lists articles, and a file without text; Scanned and Garbled for a PDF without
    text of use; NotText and Undecodable for bytes that are none.
    """
    file = _File(name, sha256(payload).hexdigest(), paper, date, home)
    if PurePath(name).suffix.lower() == _PDF or (not PurePath(name).suffix and is_pdf(payload)):
        return _pdf(file, payload)
    reader = _reader(name)
    decoded = decode(payload)
    read = reader(decoded.text, name)
    if not read.paragraphs and not read.title:
        raise Unreadable("dropped_empty", name=name)
    return [file.article(read, ("decode_replaced",) if decoded.replaced else (), 1)]


def _pdf(file: _File, payload: bytes) -> list[Article]:
    """The articles of a PDF. Pages of it that could not be read are a doubt of every article: something may be missing."""
    found = read_pdf(payload, file.name)
    if not found.articles:
        raise Unreadable("pdf_nothing", name=file.name)
    flags = tuple(f"pdf_page_unread_{number}" for number, _ in found.unread)
    places = _places(found.articles) if file.paper and file.date else [*range(1, len(found.articles) + 1)]
    return [file.article(one.read, flags, at, one.areas) for at, one in zip(places, found.articles, strict=True)]


def _places(found: Sequence[PdfArticle]) -> list[int]:
    """The place of each article on its page, counted from 1."""
    seen: Counter[str | None] = Counter()
    places = []
    for one in found:
        seen[one.read.page_number] += 1
        places.append(seen[one.read.page_number])
    return places
