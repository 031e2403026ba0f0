"""Links of a layout page that no reader took: its site has renamed the files of articles, and those would be lost in silence. Pure.

A link counts where it lies beside the articles that were taken and its file is of another form than theirs and than those of pages.
"""

import re
from collections.abc import Callable, Iterator

from scrapers.platforms import LayoutPage
from scrapers.platforms.addresses import resolved
from scrapers.platforms.markup import is_plain, parse

#: So many, and so large a part of what the page lists, is no accident.
FEWEST, PART = 3, 0.2
_PAGE = re.compile(r"[^.]+|.+\.s?html?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+(?:[_-]\d+)*")


def missed(text: str, address: str, page: LayoutPage, knows: Callable[[str], bool] = lambda _: False) -> tuple[str, ...]:
    """The addresses of such links, each once; none where they are too few to mean anything.

    `knows` are the forms the reader takes: what it left out of those (another page's list, for one) it left out knowingly.

    Nothing is said of pages that are no markup, are not plain, or whose articles are told apart by queries.
    """
    taken = {link.address for link in page.articles}
    if not taken or any("?" in one for one in taken) or not text.lstrip().startswith("<") or not is_plain(text):
        return ()
    forms = {_form(one) for one in (*taken, *(link.address for link in page.pages), address)}
    beside = {one.rpartition("/")[0] for one in taken}
    found = {one for one in _links(text, address) if one.rpartition("/")[0] in beside and _form(one) not in forms and not knows(one)}
    return tuple(sorted(found)) if len(found) >= max(FEWEST, PART * len(taken)) else ()


def _links(text: str, address: str) -> Iterator[str]:
    for element in parse(text, address).iter("a", "area"):
        link = resolved(address, element.get("href", ""))
        if link and _PAGE.fullmatch(link.rpartition("/")[2]):
            yield link


def _form(address: str) -> str:
    """The name of a file, its figures aside."""
    return _DIGITS.sub("0", address.partition("?")[0].rpartition("/")[2].lower())
