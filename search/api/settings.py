"""What the API and the page are told: their settings, and where files go."""

import datetime as dt
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from articles.errors import Alarm
from articles.model import Article
from search.watch import HomeState

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class WebSettings:
    """`language` where nobody asks for one, hits on a page of results, and the largest file taken in bytes.

    `rate` requests a second are allowed to each token or address (0: any number), `burst` at once; `at_once` requests are worked on
    together, each for at most `seconds`. `secret` seals cursors and cookies: who shares it understands the other's.
    `alerts` are the ways by which new hits of saved searches can be told.
    """

    language: Language = "zh"
    hits: int = 10
    upload: int = 20_000_000
    version: str = ""
    rate: float = 0.0
    burst: int = 120
    at_once: int = 40
    seconds: float = 30.0
    alerts: tuple[str, ...] = ()
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


class Counted(Protocol):
    """Steps that ended alike."""

    @property
    def count(self) -> int:
        """How many."""
        ...

    @property
    def seconds(self) -> float:
        """The seconds they took together."""
        ...


#: The steps that were run, by kind (fetch, read, index) and outcome.
Steps = Callable[[], Mapping[tuple[str, str], Counted]]


class Placed(Protocol):
    """Where an article stands on its archived page."""

    @property
    def tag(self) -> str:
        """What changes with the drawn page."""
        ...

    @property
    def exact(self) -> bool:
        """Whether the areas are exact, not judged by those of the whole page."""
        ...

    @property
    def marked(self) -> Sequence[object]:
        """Its areas."""
        ...


@dataclass(frozen=True, slots=True)
class Facsimiles:
    """The printed page of an article: `place` finds it (UnknownArticle says why there is none), `png` draws it."""

    place: Callable[[Article], Placed]
    png: Callable[[Article], bytes]


#: What is wrong with those who work: steps are due and none was done lately. None where all goes on.
Idle = Callable[[], Alarm | None]


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was taken in: the key of its issue (`files-<12 hex>`), and whether these bytes were held already."""

    key: str
    known: bool = False


#: Takes a file in; reading and indexing may come later. UnknownPaper, StorageFull.
Submit = Callable[[Upload], Taken]


@dataclass(frozen=True, slots=True)
class Operating:
    """What the page is handed for operators: how the home stands, what makes issues due again, steps run; None where there is none."""

    home: Callable[[], HomeState] | None = None
    retry: Callable[[Sequence[str]], list[str]] | None = None
    steps: Steps | None = None
