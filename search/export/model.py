"""What is exported: the head of a file, the articles behind it, the formats there are."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from articles.exchange import from_json
from articles.model import Article
from search.safe import unfit

Format = Literal["csv", "xlsx", "jsonl", "md", "docx", "bibtex", "ris", "gbt7714", "short"]
FORMATS: tuple[Format, ...] = get_args(Format)
#: The end of a file's name, and its media type.
SUFFIXES: Mapping[Format, str] = {"bibtex": "bib", "gbt7714": "txt", "short": "txt"}
MEDIA: Mapping[Format, str] = {
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "bibtex": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "gbt7714": "text/plain; charset=utf-8",
    "short": "text/plain; charset=utf-8",
}
#: Formats that are made whole before their first byte; all others are given out article by article.
BINARY: tuple[Format, ...] = ("xlsx", "docx")


def suffix(format_: Format) -> str:
    """The end of the name of a file of that format, without a dot."""
    return SUFFIXES.get(format_, format_)


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of itself: what was asked, on which day, how much there is of it and what is missing.

    `lines` are names and values for people, in their language; `data` the same for machines; `lang` is the language of both.
    """

    title: str
    day: dt.date
    lines: Sequence[tuple[str, str]]
    data: Mapping[str, Any]
    lang: str = "zh"


@dataclass(frozen=True, slots=True)
class Item:
    """An article as it is exported: as it is stored, as it was read, and its paper's name."""

    stored: bytes
    article: Article
    paper_name: str

    @classmethod
    def of(cls, stored: bytes, names: Mapping[str, str]) -> "Item":
        """The article of a stored line of JSON."""
        article = from_json(stored)
        return cls(stored, article, names.get(article.paper, article.paper))

    @property
    def link(self) -> str | None:
        """The address it was printed at on the web, None for what is no such address."""
        address = self.article.source.address
        return address if address.startswith(("http://", "https://")) else None

    def removed(self, *more: str | None) -> int:
        """How many characters a format that holds no control characters lacks of its title block and of `more`."""
        return unfit(self.article.title, self.article.kicker, self.article.subtitle, *more)


Items = Iterator[Item]
