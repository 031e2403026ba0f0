"""岚江日报 once more on sites of every other family: the same issues behind other addresses, in other markup and encodings."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from scrapers.sample.sites import FIRST_DAY, Asked, Site, Skin, day_of, place_of

_FIRST = 400_000


@dataclass(frozen=True, slots=True)
class Form:
    """What addresses look like behind the prefix, filled with `date`, `node`, `number` and `place` (an article's in its issue).

    `up` is how many folders a link to an article names before the file; None for whole paths. `first` is the node of the first page,
    where it is of another form; `listing` the path of the list of pages.
    """

    page: str
    article: str
    node: str
    entry: str
    up: int | None = 0
    first: str | None = None
    listing: str | None = None


_FOLDER = "{date:%Y}/{date:%Y%m%d}"
_PAGES = f"{_FOLDER}/{{date:%Y%m%d}}_{{node}}/{{date:%Y%m%d}}_{{node}}"
_PART, _ARTICLE = f"{_FOLDER}/{{date:%Y%m%d}}_001", "{date:%Y%m%d}_001_{place}.htm"
FORMS: Mapping[Skin, Form] = {
    "paperindex": Form("{date:%Y%m%d}/Page{node}.htm", "{date:%Y%m%d}/Articel{number}LJ.htm", "{:02}NU", "PaperIndex.htm"),
    "shtml": Form("{date:%Y%m%d}/v{node}.shtml", "{date:%Y%m%d}/{number}.shtml", "{:02}", "/index.shtml", up=None),
    "asp": Form("index.aspx?date={date}&paperType={node}", "view.aspx?id={number}", "ljrb&page={:02}", "index.aspx", first="ljrb"),
    "mobile": Form(f"mobile/{_FOLDER}/{{date:%Y%m%d}}_m.html", f"mobile/{_PART}/content_{_ARTICLE}", "m", "paperindex.htm", up=1),
    "plist": Form(f"{_PAGES}.htm", f"{_PART}/{_ARTICLE}", "{:03}", "/", up=1, listing=f"{_FOLDER}/{{date:%Y%m%d}}_plist.htm"),
    "banci": Form(f"{_PAGES}.html", f"{_PART}/{_ARTICLE}l", "{:03}", "/", up=1),
    "jfjb": Form("{date:%Y/%m/%d}/index.json", "{date:%Y/%m/%d}/index.json#{number}", "index", "/api-paper/api/newestPaper"),
    "ncrb": Form("{date:%Y%m%d}/{date:%Y%m%d}-{node}.json", "{date:%Y%m%d}/#{number}", "{:02}", "/"),
    "naqu": Form("getType?paperTime={date:%Y%m%d}&mode=0&typeId={node}&pageSort=0", "{date:%Y%m%d}/#{number}", "7", ""),
    "jfrb": Form("{date}/getJournalPage.do?page={node}&code=jfrb", "getJournalPageArticle.do?id={number}", "{:02}", "list.do"),
}


@dataclass(frozen=True, slots=True)
class Mirror(Site):
    """A paper's site in another family."""

    @property
    def _form(self) -> Form:
        return FORMS[self.skin]

    def page(self, date: dt.date, node: str) -> str:
        """The path of a page."""
        return self.prefix + self._form.page.format(date=date, node=node)

    def article(self, date: dt.date, number: int) -> str:
        """The path of an article."""
        return self.prefix + self._form.article.format(date=date, number=number, place=place_of(number))

    def entries(self) -> tuple[str, ...]:
        """The path that forwards to the newest issue."""
        entry = self._form.entry
        return (entry if entry.startswith("/") else self.prefix + entry,)

    def node(self, index: int) -> str:
        """The node of the page at `index`."""
        return self._form.first if self._form.first and not index else self._form.node.format(index + 1)

    def listing(self, date: dt.date) -> str | None:
        """The path of the list of a day's pages, where it is a page of its own."""
        return self.prefix + self._form.listing.format(date=date) if self._form.listing else None

    def href(self, path: str) -> str:
        """How a page of an issue writes the path of an article of it."""
        up = self._form.up
        above = "./" if self.skin == "mobile" else "../" * (up or 0)
        return path if up is None else above + "/".join(path.split("/")[-1 - up :])

    def folder(self, date: dt.date) -> str:
        """The folder of a day's files."""
        return f"{date:%Y%m%d}"


def _mirror(skin: Skin, prefix: str, encoding: str = "utf-8") -> Mirror:
    return Mirror("ljrb", f"{skin}.lanjiang.example", prefix, skin, FIRST_DAY, _FIRST, encoding)


MIRRORS = (
    _mirror("paperindex", "/ljrb/content/"),
    _mirror("shtml", "/shtml/ljrb/", "gb18030"),
    _mirror("asp", "/"),
    _mirror("mobile", "/ljrb/"),
    _mirror("plist", "/ljrb/", "gb18030"),
    _mirror("banci", "/"),
    _mirror("jfjb", "/_szb/jfjb/"),
    _mirror("ncrb", "/upload/ljrb/"),
    _mirror("naqu", "/api-paper/newspaper/"),
    _mirror("jfrb", "/journal/"),
)
_NUMBERED = re.compile(r"\?id=(\d{6,8})$")
_DAY = re.compile(r"(?<!\d)(20[12]\d)[-/]?([01]\d)[-/]?([0-3]\d)(?!\d)")


def mirrored(host: str, path: str) -> Asked | None:
    """What an address asks a mirror for; None where there is none of the host, or it names no day."""
    for row in MIRRORS:
        if row.host == host:
            date = _date(path)
            return Asked(row, "entry") if path in row.entries() else Asked(row, "page", date) if date else None
    return None


def _date(path: str) -> dt.date | None:
    """The day a path names, or that of the article whose number it names."""
    if found := _NUMBERED.search(path):
        return day_of(int(found[1]) - _FIRST)
    try:
        return dt.date(*map(int, found.groups())) if (found := _DAY.search(path)) else None
    except ValueError:
        return None
