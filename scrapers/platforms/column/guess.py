"""A column out of one of its lists: what its articles' addresses have in common, and how its further pages are called. Pure."""

import re
from collections import Counter
from urllib.parse import urlsplit

from scrapers.platforms.column.family import Columns
from scrapers.platforms.column.feeds import is_feed
from scrapers.platforms.column.spec import PAGE, Column
from scrapers.platforms.linked import links
from scrapers.platforms.markup import at, parse

#: Pages of a list are numbered from one of these.
_SECOND = 9


def guess(text: str, address: str) -> Column | None:
    """The column a list is of; None where no form of address is that of most of its articles. LayoutUnknown, EmptyIssue, Unreadable."""
    page = Columns().read_layout(text, address)
    prefix = "{0.scheme}://{0.netloc}/".format(urlsplit(address))
    rests = [link.address.removeprefix(prefix) for link in page.articles if link.address.startswith(prefix)]
    forms = Counter(map(_form, rests))
    if not forms:
        return None if not page.pages else Column(prefix, (address.removeprefix(prefix),), ".+")
    form, count = forms.most_common(1)[0]
    if count * 2 < len(rests):
        return None
    rest = address.removeprefix(prefix)
    paging = None if is_feed(text) else _paging(text, rest)
    if paging is None:
        return Column(prefix, (rest,), form)
    stem, dot, end = rest.rpartition(".")
    return Column(prefix, (f"{stem}{PAGE}{dot}{end}",), form, "_{n}", paging)


def feeds(text: str) -> tuple[str, ...]:
    """The feeds a page names in its head, as it writes them."""
    found = at(parse(text, ""), "//link[@href][@type]")
    return tuple(one.get("href") for one in found if re.fullmatch(r"application/(?:rss|atom)\+xml", one.get("type", "").strip().lower()))


def _form(rest: str) -> str:
    """An address with its numbers, and names of letters and digits mixed, left open."""
    parts = re.split(r"([/._?&=-])", rest)
    return "".join(_part(part) for part in parts)


def _part(part: str) -> str:
    found = re.fullmatch(r"([A-Za-z]{0,3})(\d+)", part)
    if found:
        return rf"{found[1]}\d{{{len(found[2])}}}" if len(found[2]) in (4, 6, 8) else rf"{found[1]}\d+"
    return r"\w+" if re.search(r"\d", part) and part.isalnum() else re.escape(part)


def _paging(text: str, rest: str) -> int | None:
    """The number of a list's second page, where its pages are called after it (`index_1.html`)."""
    stem, _, end = rest.rpartition("/")[2].rpartition(".")
    if not stem:
        return None
    numbers = [
        int(found[1]) for _, _, file in links(text) if (found := re.fullmatch(rf"{re.escape(stem)}_(\d{{1,4}})\.{re.escape(end)}", file))
    ]
    least = min(numbers, default=None)
    return least if least is not None and least <= _SECOND else None
