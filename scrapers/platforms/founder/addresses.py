"""Addresses of an issue: only what resolves into the issue's own directories belongs to it."""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

_NODE = re.compile(r"node_?([A-Za-z0-9]+)\.html?")
_CONTENT = re.compile(r"content_([A-Za-z0-9_]+)\.html?")
_DATED = re.compile(r"(\d{4})-?(\d{2})[-/](\d{2})/")
_DAY = re.compile(r"\d{4}-?\d{2}[/-]\d{2}/")


def resolved(base: str, href: str) -> str | None:
    """The absolute address of a link, in the scheme of the page, without query and fragment; None for what is no http link."""
    try:
        parts = urlsplit(urljoin(base, href.strip()))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        return urlunsplit((urlsplit(base).scheme, parts.netloc, parts.path, "", ""))
    except ValueError:
        return None


def number(address: str) -> str | None:
    """The platform's own number of an article: `30048054` of `…/content_30048054.html`."""
    found = _CONTENT.fullmatch(urlsplit(address).path.rpartition("/")[2])
    return found[1] if found else None


def node(address: str) -> str | None:
    """The node of a layout page: `01` of `…/node_01.html`."""
    found = _NODE.fullmatch(urlsplit(address).path.rpartition("/")[2])
    return found[1] if found else None


def date_of(address: str) -> dt.date | None:
    """The date of the directory an address lies in (`/202412/25/`, `/2023-02/10/`)."""
    for year, month, day in reversed(_DATED.findall(urlsplit(address).path)):
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


@dataclass(frozen=True, slots=True)
class Issue:
    """The directories of the issue a layout page belongs to. An entry page lies above them; then any dated directory below it counts."""

    address: str

    @property
    def _folder(self) -> str:
        return self.address.rpartition("/")[0] + "/"

    @property
    def entry(self) -> bool:
        """Whether the page is no page of an issue, but leads to one."""
        return node(self.address) is None

    def _within(self, address: str, folder: str) -> bool:
        rest = address.removeprefix(folder)
        if rest == address:
            return False
        head, _, _ = rest.rpartition("/")
        return not head or (self.entry and _DAY.fullmatch(head + "/") is not None)

    def page(self, href: str) -> str | None:
        """The address of a page of this issue; None for any other link."""
        address = resolved(self.address, href)
        return address if address and node(address) and self._within(address, self._folder) else None

    def article(self, href: str) -> str | None:
        """The address of an article of this issue; None for any other link (articles of other years in a footer, for one)."""
        address = resolved(self.address, href)
        if not address or not number(address):
            return None
        folders = {self._folder, "/content/".join(self._folder.rsplit("/layout/", 1))}
        return address if any(self._within(address, folder) for folder in folders) else None
