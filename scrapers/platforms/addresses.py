"""Addresses of an issue: only what resolves into the issue's own directories belongs to it."""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

_DATED = re.compile(r"(?<!\d)(\d{4})-?(\d{2})[-/]?(\d{2})/")
_DAY = re.compile(r"\d{4}-?\d{2}[/-]?\d{2}/")
_LAST_DAY = re.compile(r"/(\d{4}-?\d{2}[/-]?\d{2}/)\Z")


def resolved(base: str, href: str, *, query: bool = False) -> str | None:
    """The absolute address of a link, in the scheme of the page, without fragment and (but with `query`) query; None for no http link."""
    try:
        parts = urlsplit(urljoin(base, href.strip()))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        return urlunsplit((urlsplit(base).scheme, parts.netloc, parts.path, parts.query if query else "", ""))
    except ValueError:
        return None


def _path(address: str) -> str:
    return address.partition("#")[0].partition("?")[0]


def date_of(address: str) -> dt.date | None:
    """The date of the directory an address lies in (`/202412/25/`, `/2023-02/10/`)."""
    for year, month, day in reversed(_DATED.findall(_path(address))):
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _file(address: str) -> str:
    return _path(address).rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a family's addresses look like: the file of a page, the file of an article, and the folders of either beside each other."""

    page: re.Pattern[str]
    article: re.Pattern[str]
    #: Folders of dated directories that hold pages; their articles may lie in a twin of the same day.
    pages_in: tuple[str, ...] = ()
    articles_in: tuple[str, ...] = ()
    #: The directory of an issue, seen from an entry page above it.
    issues: re.Pattern[str] = _DAY
    #: A directory of a page inside that of the day, where each page has one.
    part: re.Pattern[str] | None = None
    #: Whether the query tells pages and articles apart: then it belongs to the file's name.
    query: bool = False

    def _name(self, address: str) -> str:
        return address.partition("#")[0].rpartition("/")[2] if self.query else _file(address)

    def node(self, address: str) -> str | None:
        """The node of a layout page: `01` of `…/node_01.html`."""
        found = self.page.fullmatch(self._name(address))
        return found[1] if found else None

    def number(self, address: str) -> str | None:
        """The platform's number of an article: `30048054` of `content_30048054.html`, `2_01` of `nw.D110000renmrb_20171016_2-01.htm`."""
        found = self.article.fullmatch(self._name(address))
        return found[1].replace("-", "_") if found else None

    def folders(self, folder: str) -> set[str]:
        """Where the articles of the pages in a folder may lie: beside the pages, or in a twin."""
        day = _LAST_DAY.search(folder)
        stem, dated = (folder[: day.start() + 1], day[1]) if day else (folder, "")
        root = next((stem.removesuffix(name) for name in self.pages_in if stem.endswith(f"/{name}")), stem)
        return {folder, *(f"{root}{name}{dated}" for name in self.articles_in)}


NEWER = Shape(
    page=re.compile(r"(?:node_?|col|l)([A-Za-z]{0,4}\d{1,5}[A-Za-z]?)\.html?"),
    article=re.compile(r"(?:content_|c(?=\d))([A-Za-z0-9_]+)\.html?"),
    pages_in=("layout/", "col/", "column/"),
    articles_in=("content/", "con/", "c/"),
)
CLASSIC = Shape(page=re.compile(r"node_?([A-Za-z0-9]+)\.html?"), article=re.compile(r"content_([A-Za-z0-9_]+)\.html?"))
NBS = Shape(
    page=re.compile(r"nbs\.([A-Za-z0-9]+_[A-Za-z0-9]+)\.html?"),
    article=re.compile(r"nw\.[A-Za-z0-9]+_\d{8}_(\d+-[A-Za-z0-9]+)\.html?"),
)


@dataclass(frozen=True, slots=True)
class Issue:
    """The directories of the issue a layout page belongs to. An entry page lies above them; then any dated directory below it counts."""

    address: str
    shape: Shape

    @property
    def _folder(self) -> str:
        folder = self.address.rpartition("/")[0] + "/"
        above, _, own = folder[:-1].rpartition("/")
        return f"{above}/" if self.shape.part and self.shape.part.fullmatch(f"{own}/") else folder

    @property
    def entry(self) -> bool:
        """Whether the page is no page of an issue, but leads to one."""
        return self.shape.node(self.address) is None

    def _within(self, address: str, folder: str) -> bool:
        rest = address.removeprefix(folder)
        if rest == address:
            return False
        head, _, _ = rest.rpartition("/")
        below = (self.shape.part, self.shape.issues if self.entry else None)
        return not head or any(pattern.fullmatch(f"{head}/") for pattern in below if pattern)

    def page(self, href: str) -> str | None:
        """The address of a page of this issue; None for any other link (`手机版` of another directory, for one)."""
        address = resolved(self.address, href, query=self.shape.query)
        return address if address and self.shape.node(address) and self._within(address, self._folder) else None

    def article(self, href: str) -> str | None:
        """The address of an article of this issue; None for any other link (articles of other years in a footer, for one)."""
        address = resolved(self.address, href, query=self.shape.query)
        if not address or not self.shape.number(address):
            return None
        return address if any(self._within(address, folder) for folder in self.shape.folders(self._folder)) else None
