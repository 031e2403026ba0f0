"""What the API and the page are told: their settings, and where files go."""

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from articles.errors import Alarm

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class WebSettings:
    """`language` where nobody asks for one, hits on a page of results, and the largest file taken in bytes.

    `rate` requests a second are allowed to each token or address (0: any number), `burst` at once; `at_once` requests are worked on
    together, each for at most `seconds`. `secret` seals cursors and cookies: who shares it understands the other's.
    """

    language: Language = "zh"
    hits: int = 10
    upload: int = 20_000_000
    version: str = ""
    rate: float = 0.0
    burst: int = 120
    at_once: int = 40
    seconds: float = 30.0
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file given to us: its name, its bytes, and the paper and date it belongs to where they are known."""

    name: str
    payload: bytes
    paper: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queue of the workers: how many messages wait, and when a task of it ran last (None: not since the broker has its data)."""

    waiting: int
    ran: dt.datetime | None


#: The queues of the workers by name, None where nobody can be asked.
Queues = Callable[[], Mapping[str, Waiting] | None]
#: What is wrong with those who work: steps are due and none was done lately. None where all goes on.
Idle = Callable[[], Alarm | None]


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was taken in: the key of its issue (`files-<12 hex>`), and whether these bytes were held already."""

    key: str
    known: bool = False


#: Takes a file in; reading and indexing may come later. UnknownPaper, StorageFull.
Submit = Callable[[Upload], Taken]
