"""The files a page links, looked for in its text before anything is parsed: they tell which family a page is of."""

import re
from collections.abc import Iterator
from itertools import islice

#: One pass over a page's links, however they are written (`data-href`, `daoxiang` and `location.href=` too); a longer address is cut.
_HREF = re.compile(r"""(?:href|daoxiang)\s{0,9}=\s{0,9}["']?\s{0,9}([^"'>\s]{1,300})""", re.IGNORECASE)
#: Links of a page that are looked at; real pages have some hundred.
MOST = 5000


def links(text: str) -> Iterator[tuple[int, str, str]]:
    """The folders and files a page links, and how far away: 0 in its own directory, 1 at another relative address, 2 elsewhere."""
    for found in islice(_HREF.finditer(text), MOST):
        folder, _, file = found[1].partition("#")[0].partition("?")[0].rpartition("/")
        yield 0 if folder in ("", ".") else 2 if folder.startswith("/") or ":" in folder else 1, folder, file


def near(text: str, *files: re.Pattern[str]) -> bool:
    """Whether a page links one of these files at a relative address."""
    return any(far < 2 and any(pattern.fullmatch(file) for pattern in files) for far, _, file in links(text))
