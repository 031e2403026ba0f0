"""Every error Zongshu raises on purpose; the retry policy hangs on the class.

ZongshuError
├── FetchError      Timeout · Unreachable · Blocked · RobotsDenied · RobotsUnknown · Gone · TooLarge · UnsafeAddress
├── PageError       LayoutUnknown · WrongDate · EmptyIssue · NotText · LeftOut
├── ReadError       Undecodable · Unreadable (Scanned · Garbled) · BadCorrection · BadNeighbour · DamagedArchive
├── StorageError    StorageFull · HomeInUse · UnknownPaper · PaperPaused · UnknownArticle (RemovedArticle) · BadRemoval
├── EngineError     EngineUnavailable · DocumentRejected · GenerationBroken
├── QueryError
├── BrokerUnavailable
├── Alarm
└── SettingsError

An error carries a key of the wording tables and the facts to fill in, so that a message can be kept in the ledger and told in any
language; `str(error)` is the Chinese message.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from articles.wording import WORDING

Fact = str | int | float | None


class ZongshuError(Exception):
    """The root of the tree: a key of the wording tables (without the leading `error.`) and the facts that fill it."""

    #: Whether doing the same again later may help, without anybody changing anything.
    retried: ClassVar[bool] = False

    def __init__(self, key: str, **facts: Fact) -> None:
        super().__init__(key, facts)
        self.key = key
        self.facts: Mapping[str, Fact] = facts

    def __str__(self) -> str:
        return self.message("zh")

    def message(self, lang: str) -> str:
        """The message in `zh` or `en`: what is wrong, and what to do next."""
        return WORDING.say(f"error.{self.key}", lang, **self.facts)

    def reason(self) -> dict[str, Fact]:
        """The error as JSON for the ledger; `told` reads it back."""
        return {"error": type(self).__name__, "key": self.key, **self.facts}

    def __reduce__(self) -> tuple[object, ...]:
        return _remade, (type(self), self.key, dict(self.facts))


def _remade(kind: type[ZongshuError], key: str, facts: dict[str, Fact]) -> ZongshuError:
    """An error as it was, on the other side of a process pool."""
    return kind(key, **facts)


def told(reason: Mapping[str, Fact], lang: str) -> str:
    """A reason kept in the ledger, as a message in `lang`; by class and facts where it does not fit the words of this release."""
    facts = {name: value for name, value in reason.items() if name not in ("error", "key")}
    try:
        return WORDING.say(f"error.{reason['key']}", lang, **facts)
    except (KeyError, ValueError):
        return f"{reason.get('error')}: {', '.join(f'{name}={value}' for name, value in facts.items())}"


def remade(reason: Mapping[str, Fact]) -> ZongshuError:
    """A reason kept in the ledger, as the error it was."""
    facts = {name: fact for name, fact in reason.items() if name not in ("error", "key")}
    kinds = {kind.__name__: kind for kind in _all(ZongshuError)}
    return kinds.get(str(reason["error"]), ZongshuError)(str(reason["key"]), **facts)


def _all(kind: type[ZongshuError]) -> Iterator[type[ZongshuError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _all(below)


class FetchError(ZongshuError):
    """An address could not be fetched."""


class Timeout(FetchError):
    """No answer, or not the whole answer, before the deadline."""

    retried = True


class Unreachable(FetchError):
    """No connection, or the server said it cannot answer now (5xx)."""

    retried = True


class Blocked(FetchError):
    """The host refuses us (401, 403, 429 without a date, a fake 404): we stop asking."""


class RobotsDenied(FetchError):
    """The host's robots.txt forbids the address."""


class RobotsUnknown(FetchError):
    """The host cannot give its robots.txt now (5xx): nothing may be asked there meanwhile (RFC 9309, 2.3.1.4)."""

    retried = True


class Gone(FetchError):
    """The host says there is nothing at the address (404, 410)."""


class TooLarge(FetchError):
    """The answer exceeds the cap on decoded bytes."""


class UnsafeAddress(FetchError):
    """The address leads where we must not connect (loopback, private networks, other schemes)."""


class PageError(ZongshuError):
    """A fetched page is not what was asked for."""


class LayoutUnknown(PageError):
    """No reader knows the page's markup."""


class WrongDate(PageError):
    """The date printed in the page is not the date asked for."""


class EmptyIssue(PageError):
    """A page that should list articles lists none, or an issue holds fewer than its paper promises."""


class NotText(PageError):
    """The answer is no text (a picture, a PDF, a program) where a page was asked for."""


class LeftOut(PageError):
    """Somebody asked for a part of an issue only, and this is none of it."""


class ReadError(ZongshuError):
    """What is kept cannot be read."""


class Undecodable(ReadError):
    """The bytes are text in no encoding we know."""


class Unreadable(ReadError):
    """The text cannot be parsed within the bounds set for it."""


class Scanned(Unreadable):
    """A page of a PDF is a picture, without text: it needs OCR."""


class Garbled(Unreadable):
    """The fonts of a PDF's page do not say which characters its glyphs are: it needs OCR."""


class BadCorrection(ReadError):
    """An editor's correction names no field of an article, or a value that does not fit it."""


class BadNeighbour(ReadError):
    """The file that is to say where another is from cannot be read, or says what cannot be."""


class DamagedArchive(ReadError):
    """A record of the archive is torn or its digest does not match."""


class StorageError(ZongshuError):
    """Something cannot be kept, or is not held."""


class StorageFull(StorageError):
    """The disk (or the process's file size limit) is full; nothing half-written is left."""


class HomeInUse(StorageError):
    """Another process owns the home."""


class UnknownPaper(StorageError):
    """No paper has the code."""


class PaperPaused(StorageError):
    """Somebody has let the paper rest."""


class UnknownArticle(StorageError):
    """No article has the id."""


class RemovedArticle(UnknownArticle):
    """The article was taken away on request, or what was asked for would bring it back."""


class BadRemoval(StorageError):
    """A removal that cannot be done, or undone, as asked."""


class EngineError(ZongshuError):
    """The index cannot answer or take documents."""


class EngineUnavailable(EngineError):
    """The engine does not answer now."""

    retried = True


class DocumentRejected(EngineError):
    """The engine refuses a document."""


class GenerationBroken(EngineError):
    """A generation of the index is missing, torn or of another fingerprint."""


class QueryError(ZongshuError):
    """A query that cannot be understood; `at` is the offset in the query (or None), `expected` what would be right."""

    def __init__(self, key: str, *, at: int | None = None, **facts: Fact) -> None:
        super().__init__(key, **(facts if at is None else {"at": at, **facts}))
        self.at = at


class BrokerUnavailable(ZongshuError):
    """The Redis that wakes workers does not answer, or refuses us."""

    retried = True


class Alarm(ZongshuError):
    """Something is wrong with a paper, a host or the home itself: what the operator is told of; raised only where he asks."""


class SettingsError(ZongshuError):
    """A setting has a value that is not allowed; the message names it and says what is."""
