"""Where the sample newspapers' sites have their pages: addresses as the real families of e-paper sites build them."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

Skin = Literal["rmrb", "pad", "classic", "paperindex", "shtml", "asp", "mobile", "plist", "banci", "jfjb", "ncrb", "jfrb", "naqu"]
#: The first day of the sample newspapers.
FIRST_DAY = dt.date(2013, 1, 1)
#: Article numbers a day; an issue never has as many articles.
_A_DAY = 40


@dataclass(frozen=True, slots=True)
class Site:
    """A paper's site since a day: host, prefix of its paths, skin, and the number its article numbers start from."""

    paper: str
    host: str
    prefix: str
    skin: Skin
    since: dt.date
    numbers: int
    encoding: str = "utf-8"

    def page(self, date: dt.date, node: str) -> str:
        """The path of a page."""
        if self.skin == "classic":
            return f"{self.prefix}html/{date:%Y-%m/%d}/node_{node}.htm"
        return f"{self.prefix}layout/{date:%Y%m/%d}/node_{node}.html"

    def article(self, date: dt.date, number: int) -> str:
        """The path of an article."""
        if self.skin == "classic":
            return f"{self.prefix}html/{date:%Y-%m/%d}/content_{number}.htm"
        return f"{self.prefix}content/{date:%Y%m/%d}/content_{number}.html"

    def entries(self) -> tuple[str, ...]:
        """The paths that forward to the newest issue."""
        if self.skin == "classic":
            return self.prefix, f"{self.prefix}paperindex.htm"
        return f"{self.prefix}layout/index.html", f"{self.prefix}paperindex.htm"

    def node(self, index: int) -> str:
        """The node of the page at `index`: in the classic skin it is not the page's number, and not consecutive."""
        if self.skin == "classic":
            return str(index + 2 + (index > 2))
        return f"{index + 1:02}"

    def listing(self, date: dt.date) -> str | None:
        """The path of the list of a day's pages, where it is a page of its own."""
        return None

    @property
    def replies(self) -> bool:
        """Whether the site answers in JSON."""
        return self.skin in ("jfjb", "ncrb", "naqu", "jfrb")

    def href(self, path: str) -> str:
        """How a page of an issue writes the path of an article of it."""
        return path.rpartition("/")[2] if self.skin == "classic" else "../../../" + path.removeprefix(self.prefix)

    def folder(self, date: dt.date) -> str:
        """The folder of a day's files."""
        return f"{date:%Y-%m/%d}" if self.skin == "classic" else f"{date:%Y%m/%d}"

    def number(self, date: dt.date, index: int) -> int:
        """The number of the article at `index` of an issue, unique in the paper."""
        return self.numbers + (date - FIRST_DAY).days * _A_DAY + index


def day_of(number: int) -> dt.date:
    """The day of an article's number, counted from the first of its site."""
    return FIRST_DAY + dt.timedelta(days=number // _A_DAY)


def place_of(number: int) -> int:
    """The place of an article in its issue."""
    return number % _A_DAY


SITES = (
    Site("ljrb", "epaper.lanjiang.example", "/ljrb/pc/", "rmrb", FIRST_DAY, 100_000),
    Site("cpwb", "www.chengpu.example", "/", "classic", FIRST_DAY, 20_000),
    Site("hcrb", "paper.hechuan.example", "/pad/", "pad", FIRST_DAY, 300_000),
    Site("hcrb", "paper.hechuan.example", "/pc/", "rmrb", dt.date(2019, 1, 1), 300_000),
)

_PATH = re.compile(r"(?:html/(\d{4})-(\d\d)/(\d\d)|(?:layout|content)/(\d{4})(\d\d)/(\d\d))/(node|content)_(\w+)\.html?")
_MONTH = re.compile(r"html/(\d{4})-(\d\d)/period\.xml")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a path asks a site for; `name` is a node or an article number."""

    site: Site
    kind: Literal["entry", "page", "article", "month"]
    date: dt.date | None = None
    name: str = ""


def site(paper: str, date: dt.date) -> Site:
    """The site a paper had on a day. KeyError for another paper."""
    held = [row for row in SITES if row.paper == paper and row.since <= date]
    if not held:
        raise KeyError(paper)
    return held[-1]


def asked(host: str, path: str) -> Asked | None:
    """What an address asks for; None where no site has such addresses."""
    path = path.partition("?")[0]
    for row in SITES:
        if row.host != host or not path.startswith(row.prefix):
            continue
        if path in row.entries():
            return Asked(row, "entry")
        found = _asked(row, path)
        if found:
            return found
    return None


def _asked(row: Site, path: str) -> Asked | None:
    rest = path.removeprefix(row.prefix)
    if (month := _MONTH.fullmatch(rest)) and row.skin == "classic":
        return Asked(row, "month", dt.date(int(month[1]), int(month[2]), 1))
    found = _PATH.fullmatch(rest)
    if not found:
        return None
    year, number, day = (int(part) for part in found.groups()[:6] if part)
    try:
        date = dt.date(year, number, day)
    except ValueError:
        return None
    own = site(row.paper, date) if date >= FIRST_DAY else None
    if own is not row:
        return None
    wanted = row.page(date, found[8]) if found[7] == "node" else f"{row.prefix}{rest}"
    if wanted != path:
        return None
    return Asked(row, "page" if found[7] == "node" else "article", date, found[8])
