"""The ways by which notes are told: the log, a webhook, mail."""

import hashlib
import hmac
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol
from urllib.parse import urlsplit

from scrapers.fetch import Allowed, Poster
from worker.alarms.mail import Mailing
from worker.alarms.notes import Note, body_of, subject_of, text_of
from worker.release import VERSION
from worker.settings import Settings

SIGNATURE = "X-Zongshu-Signature"
log = logging.getLogger(__name__)


class Way(Protocol):
    """A way to tell notes; `most` is how many at once."""

    name: ClassVar[str]
    most: ClassVar[int]

    def tell(self, notes: Sequence[Note]) -> None:
        """Return once they are acknowledged. FetchError, OSError where they are not."""
        ...


class Logging:
    """The log: a problem is a warning."""

    name: ClassVar[str] = "log"
    most: ClassVar[int] = 1000

    def tell(self, notes: Sequence[Note]) -> None:
        """A line for each."""
        for note in notes:
            level = logging.WARNING if note.event == "raised" else logging.INFO
            log.log(level, "%s", " ".join(text_of([note]).split()))


@dataclass(frozen=True, slots=True)
class Webhook:
    """JSON posted to an address, signed where a secret is set: `X-Zongshu-Signature: sha256=<HMAC of the body>`."""

    name: ClassVar[str] = "webhook"
    most: ClassVar[int] = 1
    address: str
    secret: str | None
    poster: Poster

    def tell(self, notes: Sequence[Note]) -> None:
        """One request a note."""
        for note in notes:
            body = body_of(note)
            headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": note.id}
            self.poster.post(self.address, body, headers | signed(body, self.secret), urlsplit(self.address).hostname or "")


@dataclass(frozen=True, slots=True)
class Letters:
    """Mail: one letter for all notes, in both languages."""

    name: ClassVar[str] = "mail"
    most: ClassVar[int] = 100
    mailing: Mailing

    def tell(self, notes: Sequence[Note]) -> None:
        """One letter; its Message-ID is that of its first note."""
        self.mailing.send(subject_of(notes), text_of(notes), notes[0].id)


def signed(body: bytes, secret: str | None) -> dict[str, str]:
    """The header that shows who sent a body; none without a secret."""
    return {SIGNATURE: f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"} if secret else {}


def ways(settings: Settings) -> list[Way]:
    """The ways of the settings; the log is always one."""
    alarms = settings.alarms
    found: list[Way] = [Logging()]
    if alarms.webhook:
        poster = Poster(settings.user_agent(VERSION), Allowed.of(alarms.allow))
        secret = alarms.webhook_key.get_secret_value() if alarms.webhook_key else None
        found.append(Webhook(alarms.webhook.get_secret_value(), secret, poster))
    if alarms.mail.host and alarms.mail.to:
        found.append(Letters(Mailing.of(alarms.mail)))
    return found
