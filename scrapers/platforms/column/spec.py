"""Where a site lists the articles of a column, as a paper's file says it."""

import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from itertools import pairwise

#: Pages that one list is followed back.
MOST_PAGES = 10
#: Where the number of a list's page stands in its address.
PAGE = "{page}"


@dataclass(frozen=True, slots=True)
class Column:
    """The lists of a column, relative to `prefix`: pages, feeds or sitemaps, told apart by what they hold.

    `articles` is what the rest of an article's address looks like, in full (a regular expression; None: any article's of the host).
    `{page}` in a list is nothing on its first page, then `paging` with `{n}` counted from `second`; `most_pages` bounds how far back.
    """

    prefix: str = ""
    lists: tuple[str, ...] = ()
    articles: str | None = None
    paging: str = "_{n}"
    second: int = 2
    most_pages: int = MOST_PAGES

    def listed(self) -> tuple[str, ...]:
        """The addresses of the first page of each list."""
        return tuple(self.prefix + rest.replace(PAGE, "") for rest in self.lists)

    def further(self, address: str) -> str | None:
        """The address of the list's page behind the one at `address`; None where it has none, or is far enough back."""
        for rest in self.lists:
            numbers = range(self.second, self.second + self.most_pages - 1) if PAGE in rest else range(0)
            pages = [rest.replace(PAGE, ""), *(rest.replace(PAGE, self.paging.replace("{n}", str(n))) for n in numbers)]
            for here, behind in pairwise(pages):
                if _bare(address) == _bare(self.prefix + here):
                    return self.prefix + behind
        return None

    def is_list(self, address: str) -> bool:
        """Whether an address is that of a list of the column, its first page."""
        return _bare(address) in map(_bare, self.listed())

    def is_article(self, address: str) -> bool:
        """Whether an address is that of an article of the column."""
        if self.articles is None:
            return True
        rest = _bare(address).removeprefix(_bare(self.prefix))
        return rest != _bare(address) and _pattern(self.articles).fullmatch(rest) is not None

    def to_json(self) -> str:
        """Itself for another process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Column":
        """The column another process wrote."""
        data = json.loads(text)
        return cls(**{**data, "lists": tuple(data["lists"])})


def _bare(address: str) -> str:
    """An address whatever its scheme: many a site leads from http to https."""
    return address.partition("://")[2]


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression)
