"""Where a paper's issues are, from the addresses of its pages: the prefix and the node, as the family builds addresses. Pure."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from scrapers.platforms import LayoutPage, Platform

_PREFIX, _NODE = "zongshuprefix", "zongshunode"
#: What stands for a node where addresses name none.
_ANY = "index"
_DAY = re.compile(r"(?<!\d)(20[0-4]\d|19\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)")


class Place(NamedTuple):
    """The prefix of a paper's addresses, the node of a page, and the form of addresses in words."""

    prefix: str
    node: str
    form: str


def place_of(reader: Platform, page: LayoutPage | None, addresses: Sequence[str], date: dt.date | None = None) -> Place | None:
    """The place of the issue a page is of: by the first page it links, else by its own `addresses`; None where the family builds neither.

    Its day is `date` where that is known, else one that the page or its addresses name.
    """
    days = [date] if date else [day for day in (page.date if page else None, *map(day_in, addresses)) if day]
    firsts = [*(link.address for link in (page.pages[:1] if page else ())), *addresses]
    return next((place for day in days for first in firsts if (place := placed(reader, first, day))), None)


def placed(reader: Platform, address: str, date: dt.date) -> Place | None:
    """What of an address is prefix and what is node, where the family would build it for the day; None where it would not.

    A family whose issues begin with a list of their pages (`list_node`) has it in the folder above its pages.
    """
    named: str | None = getattr(reader, "list_node", None)
    built = reader.layout_address(_PREFIX, date, named or _NODE)
    if built == _PREFIX:  # any address would do
        return None
    rest = re.escape(built.removeprefix(_PREFIX)).replace(_NODE, r"(?P<node>\w+)", 1).replace(_NODE, r"(?P=node)")
    if named:
        rest = rest.rpartition("/")[0] + "/.*"
    found = re.fullmatch(rf"(?P<prefix>https?://[^/?#\s]+/(?:[^?#\s]*?/)??){rest}", address)
    if found is None:
        return None
    node = named or found.groupdict().get("node") or _ANY
    return Place(found["prefix"], node, _form(reader, found["prefix"], named or "NODE"))


def _form(reader: Platform, prefix: str, node: str) -> str:
    """How addresses look: a day of which no two parts are alike, in letters."""
    built = reader.layout_address(prefix, dt.date(2003, 11, 29), node)
    return prefix + built.removeprefix(prefix).replace("2003", "YYYY").replace("11", "MM").replace("29", "DD")


def day_in(address: str) -> dt.date | None:
    """The last day an address names, its query too; None where it names none."""
    for parts in reversed(_DAY.findall(address.partition("//")[2].partition("/")[2])):
        try:
            return dt.date(*map(int, parts))
        except ValueError:
            continue
    return None
