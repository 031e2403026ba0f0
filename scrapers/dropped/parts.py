"""A file of one kind into its articles."""

from collections.abc import Iterator, Mapping

from articles.decode import Decoded, decode
from articles.errors import Unreadable
from scrapers.dropped.kinds import Kind, kind_of_text
from scrapers.dropped.pages import markup, written
from scrapers.dropped.part import Part, Trouble, filled
from scrapers.dropped.table import has_header, read_table
from scrapers.dropped.word import read_word
from scrapers.papers import Paper
from scrapers.pdf import read_pdf


def parts_of(kind: Kind, name: str, payload: bytes, address: str | None, papers: Mapping[str, Paper], trouble: Trouble) -> Iterator[Part]:
    """The articles of a file of any kind but a web archive, in their order. Errors as of `read_dropped`.

    `address` is where a page was on the web, if that is known.
    """
    if kind == "pdf":
        yield from pdf_parts(name, payload)
    elif kind == "word":
        yield Part(filled(read_word(payload, name), name))
    else:
        decoded = decode(payload)
        kind = kind_of_text(kind, decoded.text)
        if kind == "table" or (kind == "text" and has_header(decoded.text)):
            yield from read_table(decoded, name, papers, trouble)
        else:
            yield from text_parts(kind, name, decoded, address)


def pdf_parts(name: str, payload: bytes) -> Iterator[Part]:
    """The articles of a PDF. Pages of it that could not be read are a doubt of every article: something may be missing."""
    found = read_pdf(payload, name)
    if not found.articles:
        raise Unreadable("pdf_nothing", name=name)
    flags = tuple(f"pdf_page_unread_{number}" for number, _ in found.unread)
    for one in found.articles:
        yield Part(one.read, areas=one.areas, flags=flags)


def text_parts(kind: Kind, name: str, decoded: Decoded, address: str | None = None) -> Iterator[Part]:
    """The article of a text or a web page."""
    read = markup(decoded.text, name, address) if kind == "html" else written(decoded.text, name)
    yield Part(filled(read, name), flags=("decode_replaced",) if decoded.replaced else ())
