"""The pages of a saved e-paper that lie in a folder: layout pages say where those beside them are printed, and in which order."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from articles.decode import decode
from articles.errors import ZongshuError
from scrapers.bounds import LARGEST, bounded
from scrapers.dropped.beside import NOTHING, NOWHERE, Beside
from scrapers.dropped.kinds import ending_of
from scrapers.dropped.pages import Known, came_from, known_by
from scrapers.platforms import ArticleLink, LayoutPage
from scrapers.platforms.addresses import date_of
from scrapers.platforms.jumps import page_key
from scrapers.platforms.labels import printed_date

_HREF = re.compile(r"""href\s{0,2}=\s{0,2}["']?(https?://[^\s"'<>]{1,500})""", re.IGNORECASE)
_LINK = re.compile(r"""href\s{0,2}=\s{0,2}["']?([^\s"'<>]{1,500})""", re.IGNORECASE)
_PAGES = frozenset((".htm", ".html", ".shtml", ".xhtml", ""))
#: Reads a file's bytes by its name.
Read = Callable[[str], bytes]


@dataclass
class _Folder:
    """What lies in a folder: its names, its layout pages, and its article pages by the ways one may find them."""

    names: frozenset[str]
    layouts: list[tuple[str, Known, str]] = field(default_factory=list)
    articles: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def put(self, name: str, known: Known, text: str) -> None:
        """Enter an article page."""
        own = came_from(text)
        self.articles["file", PurePosixPath(name).name].append(name)
        try:
            found = bounded(known.platforms[0]).read_article(text, own or name)
        except ZongshuError:
            found = None
        for way, value in (("number", found and found.number), ("title", found and found.title)):
            if value:
                self.articles[way, value].append(name)
        if address := own or (found and found.address):
            self.articles["address", _bare(address)].append(name)

    def at(self, link: str, base: str, own: str, title: str | None = None) -> str | None:
        """The file a link of a layout page leads to, however the page was saved."""
        relative = unquote(link.removeprefix(base)) if base and link.startswith(base) else None
        if relative in self.names:
            return relative
        ways = (("address", _bare(link)), ("file", _file(link)), ("number", _number(link)), ("title", title or ""))
        for way in ways:
            found = self.articles.get(way, [])
            near = [name for name in found if PurePosixPath(name).parent == PurePosixPath(own).parent]
            if len(near) == 1 or len(found) == 1:
                return (near or found)[0]
        return None


def settled_order(names: Sequence[str], read: Read) -> dict[str, Beside]:
    """The files of a folder in the order in which they are to be read, each with what the layout pages there say of it.

    `names` are relative, parted by `/`. Without a layout page the order stays and nothing is known. A layout page none of whose articles
    lies there is left to itself: alone it is no article.
    """
    folder = _looked_at(names, read)
    told: dict[str, Beside] = {}
    for name, known, text in folder.layouts:
        told |= {file: beside for file, beside in _told(folder, name, known, text) if file not in told}
    order = {name: at for at, name in enumerate(told)}
    return {name: told.get(name, NOTHING) for name in sorted(dict.fromkeys(names), key=lambda name: order.get(name, len(order)))}


def _looked_at(names: Sequence[str], read: Read) -> _Folder:
    """The pages of platforms among the files."""
    folder, articles = _Folder(frozenset(names)), list[tuple[str, Known, str]]()
    for name in names:
        text = _text(read, name) if ending_of(name) in _PAGES else ""
        known = known_by(text) if text else None
        if known:
            (folder.layouts if known.role == "layout" else articles).append((name, known, text))
    if folder.layouts:
        for name, known, text in articles:
            folder.put(name, known, text)
    return folder


def _text(read: Read, name: str) -> str:
    """A page's text; empty for what is none."""
    try:
        payload = read(name)
        return decode(payload).text if len(payload) <= LARGEST else ""
    except (ZongshuError, OSError):
        return ""


def _told(folder: _Folder, name: str, known: Known, text: str) -> Iterator[tuple[str, Beside]]:
    """What a layout page says of the files beside it; nothing where none of its articles is there."""
    ways = [*product(known.platforms, _bases(name, text)), *_as_on_the_web(known, name, text)]
    for platform, (base, address) in ways:
        page = _layout(platform, text, address)
        links = [(link, folder.at(link.address, base, name, link.title)) for link in page.articles] if page else []
        if page and any(file for _, file in links):
            yield from _listed(folder, page, links, name, base)
            return


def _listed(
    folder: _Folder, page: LayoutPage, links: Sequence[tuple[ArticleLink, str | None]], name: str, base: str
) -> Iterator[tuple[str, Beside]]:
    yield name, Beside(date=page.date, listed=True)
    names: Mapping[str, str | None] = {page_key(one.number): one.name for one in page.pages}
    for link, file in links:
        number = link.page or page.number
        if file:
            named = (names.get(page_key(number)) if number else None) or (None if link.page else page.name)
            yield file, Beside(date=page.date, page=number, page_name=named, title=link.title, address=link.address)
    pdf = folder.at(page.pdf, base, name) if page.pdf else None
    if pdf and all(file for _, file in links):
        yield pdf, Beside(date=page.date, page=page.number, page_name=page.name, listed=True)


def _layout(platform: str, text: str, address: str) -> LayoutPage | None:
    try:
        return bounded(platform).read_layout(text, address)
    except ZongshuError:
        return None


def _bases(name: str, text: str) -> Iterator[tuple[str, str]]:
    """Where the folder may have been on the web (empty where only its pages' own addresses tell), and the page's address then."""
    path, own = quote(name), came_from(text)
    if own:
        yield (own.removesuffix(path) if own.endswith(path) else ""), own
    if "/" in name and "." in name.partition("/")[0]:
        yield "http://", f"http://{path}"  # wget names its folders after the host
    yield NOWHERE, NOWHERE + path
    places = Counter(address.rpartition("/")[0] + "/" for address in _HREF.findall(text))
    for place, _ in places.most_common(3):
        yield "", place + path.rpartition("/")[2]


def _as_on_the_web(known: Known, name: str, text: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """The page at the place its platform would give it, by the date its links name: how the links of pages that lie flat are understood."""
    dates = filter(None, (date_of(link) for link in _LINK.findall(text)))
    date = next(dates, None) or printed_date(text)
    for platform in known.platforms if date else ():
        place = bounded(platform).layout_address(NOWHERE, date or dt.date.min, "1").rpartition("/")[0]
        yield platform, ("", f"{place}/{quote(PurePosixPath(name).name)}")


def _file(address: str) -> str:
    """The name a file of an address is saved under."""
    return unquote(urlsplit(address).path.rpartition("/")[2])


def _number(address: str) -> str:
    found = re.search(r"(\d{2,})(?=\D*$)", _file(address))
    return found[1] if found else ""


def _bare(address: str) -> str:
    """An address without scheme and question: over http or https, it is one page."""
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}"
