"""岚江日报 once more on sites of every other family: the same issues behind other addresses, in other markup and encodings."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from scrapers.sample.sites import FIRST_DAY, Asked, Site, Skin

_FIRST = 400_000


@dataclass(frozen=True, slots=True)
class Form:
    """What addresses look like behind the prefix, filled with `date`, `node` and `number`; `beside`: links name the file only."""

    page: str
    article: str
    node: str
    entry: str
    beside: bool = True


FORMS: Mapping[Skin, Form] = {
    "paperindex": Form("{date:%Y%m%d}/Page{node}.htm", "{date:%Y%m%d}/Articel{number}LJ.htm", "{:02}NU", "PaperIndex.htm"),
    "shtml": Form("{date:%Y%m%d}/v{node}.shtml", "{date:%Y%m%d}/{number}.shtml", "{:02}", "/index.shtml", beside=False),
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
        return self.prefix + self._form.article.format(date=date, number=number)

    def entries(self) -> tuple[str, ...]:
        """The path that forwards to the newest issue."""
        entry = self._form.entry
        return (entry if entry.startswith("/") else self.prefix + entry,)

    def node(self, index: int) -> str:
        """The node of the page at `index`."""
        return self._form.node.format(index + 1)

    def href(self, path: str) -> str:
        """How a page of an issue writes the path of an article of it."""
        return path.rpartition("/")[2] if self._form.beside else path

    def folder(self, date: dt.date) -> str:
        """The folder of a day's files."""
        return f"{date:%Y%m%d}"


def _mirror(skin: Skin, prefix: str, encoding: str = "utf-8") -> Mirror:
    return Mirror("ljrb", f"{skin}.lanjiang.example", prefix, skin, FIRST_DAY, _FIRST, encoding)


MIRRORS = (
    _mirror("paperindex", "/ljrb/content/"),
    _mirror("shtml", "/shtml/ljrb/", "gb18030"),
)
_DAY = re.compile(r"(?<!\d)(20[12]\d)[-/]?([01]\d)[-/]?([0-3]\d)(?!\d)")


def mirrored(host: str, path: str) -> Asked | None:
    """What an address asks a mirror for; None where there is none of the host, or it names no day."""
    for row in MIRRORS:
        if row.host == host:
            found = _DAY.search(path)
            return Asked(row, "entry") if path in row.entries() else _asked(row, found) if found else None
    return None


def _asked(row: Mirror, found: re.Match[str]) -> Asked | None:
    try:
        return Asked(row, "page", dt.date(*map(int, found.groups())))
    except ValueError:
        return None
