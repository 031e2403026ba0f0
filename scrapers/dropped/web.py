"""The pages of a web archive into articles: pages of e-papers as the issues they are of, all others each by itself."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Literal
from urllib.parse import urlsplit

from articles.decode import Decoded
from articles.errors import PageError, ReadError, SettingsError, Unreadable, ZongshuError
from articles.model import Article, Source
from scrapers.bounds import bounded, page_text
from scrapers.dropped.kinds import kind_of_text
from scrapers.dropped.pages import Known, known_by
from scrapers.dropped.part import Part, Trouble
from scrapers.dropped.parts import pdf_parts, text_parts
from scrapers.dropped.unpack import Record, unpack
from scrapers.issue import FetchedPage, FetchedPdf, read_issue
from scrapers.papers import Layout, Paper
from scrapers.pdf import is_pdf
from scrapers.platforms.addresses import date_of
from scrapers.platforms.markup import is_plain
from scrapers.unlike import unlike

#: The paper of issues whose newspaper nobody knows.
_NOBODY = "files"


@dataclass(frozen=True)
class _Seen:
    """A page of the archive: its text (None for a PDF), and what it is to platforms, if any know it."""

    record: Record
    decoded: Decoded | None
    known: Known | None
    order: int

    @cached_property
    def digest(self) -> str:
        return sha256(self.record.payload).hexdigest()

    @property
    def flags(self) -> tuple[str, ...]:
        """The day it was recorded, which is no day of printing; doubts of its decoding."""
        recorded = (f"recorded_{self.record.day}",) if self.record.day else ()
        return (*recorded, *(("decode_replaced",) if self.decoded and self.decoded.replaced else ()))


#: Paper (empty: nobody's), host, date.
_Issue = tuple[str, str, dt.date]


def read_web(name: str, payload: bytes, papers: Mapping[str, Paper], trouble: Trouble) -> Iterator[Part | Article]:
    """The articles of a web archive: those of issues first, issue by issue in printed order, then those of other pages.

    A paper is known by the prefix of an address. Unreadable where nothing in it can be read.
    """
    found = unpack(payload, name)
    if found.damage:
        error = Unreadable("web_damaged", name=name, why=found.damage, pages=len(found.records))
        if not found.records:
            raise error
        trouble(error)
    pages = list(_seen(found.records, trouble))
    issues, others = _sorted(pages, papers)
    count = 0
    for one in _read(issues, others, papers, trouble):
        count += 1
        yield one
    if not count:
        raise Unreadable("web_nothing", name=name, pages=len(found.records))


def _seen(records: Sequence[Record], trouble: Trouble) -> Iterator[_Seen]:
    for order, record in enumerate(records):
        try:
            if is_pdf(record.payload):
                yield _Seen(record, None, None, order)
                continue
            decoded = page_text(record.payload, record.media, record.address)
            known = known_by(decoded.text)
            if known or not ("json" in record.media or _says_nothing(decoded.text)):
                yield _Seen(record, decoded, known, order)
        except (PageError, ReadError) as error:
            if "octet-stream" not in record.media:
                trouble(error)


def _says_nothing(text: str) -> bool:
    """Whether a page is blank, or says only that there is nothing."""
    return is_plain(text) and kind_of_text("text", text) == "html" and unlike(text) is not None


def _sorted(pages: Sequence[_Seen], papers: Mapping[str, Paper]) -> tuple[dict[_Issue, list[_Seen]], list[_Seen]]:
    """Pages by the issues they are of, and those of none. An issue without a layout page, of no paper we know, is pages by themselves."""
    issues: dict[_Issue, list[_Seen]] = defaultdict(list)
    others: list[_Seen] = []
    for page in pages:
        of = _issue_of(page, papers)
        if of:
            issues[of].append(page)
        else:
            others.append(page)
    for of in [of for of, held in issues.items() if not of[0] and not any(map(_lists, held))]:
        others += issues.pop(of)
    return dict(issues), sorted(others, key=lambda page: page.order)


def _lists(page: _Seen) -> bool:
    """Whether it is a layout page."""
    return page.known is not None and page.known.role == "layout"


def _issue_of(page: _Seen, papers: Mapping[str, Paper]) -> _Issue | None:
    address = page.record.address
    date = date_of(address) or _printed(page)
    if date is None or (page.known is None and page.decoded is not None):
        return None
    for paper in papers.values():
        layout = _layout(paper, date)
        if layout and _below(address, layout.prefix) and (page.known is None or layout.platform in page.known.platforms):
            return paper.code, urlsplit(layout.prefix).netloc, date
    return ("", urlsplit(address).netloc, date) if page.known else None


def _printed(page: _Seen) -> dt.date | None:
    """The date a page of a platform prints."""
    if page.known is None or page.decoded is None:
        return None
    reader = bounded(page.known.platforms[0])
    read = reader.read_layout if _lists(page) else reader.read_article
    try:
        return read(page.decoded.text, page.record.address).date
    except (PageError, ReadError):
        return None


def _layout(paper: Paper, date: dt.date) -> Layout | None:
    try:
        return paper.layout(date)
    except SettingsError:
        return None


def _below(address: str, prefix: str) -> bool:
    """Whether an address lies below a prefix, over http or https."""
    return address.partition("://")[2].startswith(prefix.partition("://")[2])


def _read(
    issues: Mapping[_Issue, Sequence[_Seen]], others: Sequence[_Seen], papers: Mapping[str, Paper], trouble: Trouble
) -> Iterator[Part | Article]:
    for of in sorted(issues, key=lambda of: (of[2], of[0], of[1])):
        yield from _whole(of, issues[of], papers, trouble)
    for page in others:
        if _lists(page):
            continue
        try:
            yield from _alone(page)
        except (PageError, ReadError) as error:
            trouble(error)


def _whole(of: _Issue, pages: Sequence[_Seen], papers: Mapping[str, Paper], trouble: Trouble) -> Iterator[Article]:
    """An issue's articles, as a crawl of it would give them."""
    code, host, date = of
    paper = papers[code] if code else _nobodys(host, _platform(pages), date)
    fetched = [_page(page) for page in pages if page.known]
    pdfs = [FetchedPdf(page.record.address, page.record.payload, page.digest, None, page.order) for page in pages if page.decoded is None]

    def note(_: FetchedPage | FetchedPdf, error: ZongshuError) -> None:
        trouble(error)

    recorded = {page.digest: page.flags[:1] for page in pages}
    for article in read_issue(paper, date, fetched, note, pdfs):
        yield replace(article, flags=(*article.flags, *recorded.get(article.source.digest, ())))


def _page(page: _Seen) -> FetchedPage:
    role: Literal["layout", "article"] = "layout" if _lists(page) else "article"
    text = page.decoded.text if page.decoded else ""
    order = page.order + (0 if role == "layout" else 10**6)
    return FetchedPage(page.record.address, role, text, page.digest, None, order, page.flags[1:])


def _platform(pages: Sequence[_Seen]) -> str:
    """The platform that finds most articles in the layout pages, among those that know most of the pages."""
    known = Counter(name for page in pages if page.known for name in page.known.platforms)
    best = [name for name, count in known.items() if count == max(known.values())]
    return max(sorted(best), key=lambda name: sum(_listed(name, page) for page in pages if _lists(page)))


def _listed(platform: str, page: _Seen) -> int:
    """How many articles a platform finds in a layout page."""
    try:
        found = bounded(platform).read_layout(page.decoded.text if page.decoded else "", page.record.address)
    except (PageError, ReadError):
        return 0
    return len(found.articles) + len(found.texts)


def _nobodys(host: str, platform: str, date: dt.date) -> Paper:
    """A newspaper nobody knows, for its one issue."""
    return Paper(_NOBODY, host, "000000", date, (Layout(date, platform, f"http://{host}/", "1", "a web archive", "weak"),))


def _alone(page: _Seen) -> Iterator[Part]:
    """The article (or those) of a page that is of no issue."""
    address, source = page.record.address, Source(page.record.address, page.digest)
    if page.decoded is None:
        found = pdf_parts(address, page.record.payload)
    else:
        kind = kind_of_text("html" if "html" in page.record.media else "text", page.decoded.text)
        found = text_parts(kind, address, page.decoded)
    for part in found:
        yield replace(part, source=source, flags=tuple(dict.fromkeys((*part.flags, *page.flags))))
