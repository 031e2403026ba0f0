"""Files given to us, without a paper's site around them: text and HTML into articles. Pure: a name and bytes in, articles out."""

import datetime as dt
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import PurePath

from articles.decode import decode
from articles.errors import Unreadable
from articles.model import Article, Page, Source
from scrapers.assemble import assemble
from scrapers.generic import read_page
from scrapers.plain import read_text
from scrapers.platforms import ArticlePage, platforms

#: The paper of files that no paper was named for.
FILES = "files"

Reader = Callable[[str, str], ArticlePage]


def _read_html(text: str, name: str) -> ArticlePage:
    """A page of a platform we know, else any page. Unreadable for a page that only lists articles."""
    roles = {known: reader.recognise(text) for known, reader in platforms().items()}
    for known, role in roles.items():
        if role == "article":
            return platforms()[known].read_article(text, name)
    if "layout" in roles.values():
        raise Unreadable("dropped_layout", name=name)
    return read_page(text, name)


_READERS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".htm": _read_html,
    ".html": _read_html,
    ".xhtml": _read_html,
    ".shtml": _read_html,
}


def _reader(name: str) -> Reader:
    """By the name's ending; a name without one is taken as text."""
    ending = PurePath(name).suffix.lower()
    found = _READERS.get(ending) if ending else read_text
    if found is None:
        raise Unreadable("dropped_type", name=name, known=" ".join(_READERS))
    return found


def _identity(read: ArticlePage, digest: str, paper: str | None, date: dt.date | None) -> tuple[str, str]:
    """Id and paper: the paper's own where paper, date and the platform's number are known, else the file's digest."""
    if paper and date:
        page = read.page_number or "0"
        return f"{paper}-{date:%Y%m%d}-{read.number or f'p{page}-1'}", paper
    return f"{FILES}-{digest[:12]}-1", paper or FILES


def read_dropped(
    name: str, payload: bytes, paper: str | None = None, date: dt.date | None = None, home: str | None = None
) -> list[Article]:
    """The articles of a file, revision 1; `paper` is a code, `date` the printed date where the file does not say it, `home` its place.

    Unreadable for other kinds of files, a page that only lists articles, and a file without text; NotText and Undecodable for bytes that
    are none.
    """
    reader = _reader(name)
    digest = sha256(payload).hexdigest()
    decoded = decode(payload)
    read = reader(decoded.text, name)
    if not read.paragraphs and not read.title:
        raise Unreadable("dropped_empty", name=name)
    on = date or read.date
    id_, code = _identity(read, digest, paper, on)
    page = Page(read.page_number, read.page_name) if read.page_number else None
    flags = ("decode_replaced",) if decoded.replaced else ()
    source = Source(read.address if paper and read.address and read.number else PurePath(name).name, digest)
    return [assemble(id_, code, on, page, read, source, flags, home)]
