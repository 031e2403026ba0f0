"""Sending what is told of new hits, by the ways of the alarms' settings."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from scrapers.fetch import Allowed, Poster
from storage.ledger import SavedNote
from worker.alarms import signed
from worker.alarms.mail import Mailing
from worker.alerts.digest import body_of, note_id, subject_of, text_of
from worker.release import VERSION
from worker.settings import Settings

#: Sends a note; returns once somebody took it. FetchError where nobody did.
Tell = Callable[[SavedNote], None]


def ways_of(settings: Settings) -> tuple[str, ...]:
    """How new hits can be told by the settings."""
    mail = settings.alarms.mail
    webhook = settings.saved.webhook or settings.alarms.webhook
    return (*(("webhook",) if webhook else ()), *(("mail",) if mail.host and (settings.saved.to or mail.to) else ()))


def tellers(settings: Settings) -> Mapping[str, Tell]:
    """What sends a note by each of the ways."""
    every: dict[str, Callable[[Settings], Tell]] = {"webhook": _webhook, "mail": _mail}
    return {way: every[way](settings) for way in ways_of(settings)}


def _webhook(settings: Settings) -> Tell:
    alarms, own = settings.alarms, settings.saved
    secret = own.webhook or alarms.webhook
    key = own.webhook_key or (alarms.webhook_key if own.webhook is None else None)
    address = secret.get_secret_value() if secret else ""
    poster = Poster(settings.user_agent(VERSION), Allowed.of(alarms.allow))

    def tell(note: SavedNote) -> None:
        body = body_of(note, settings.web.address)
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": note_id(note)}
        poster.post(address, body, headers | signed(body, key.get_secret_value() if key else None), urlsplit(address).hostname or "")

    return tell


def _mail(settings: Settings) -> Tell:
    mail = settings.alarms.mail
    mailing = Mailing.of(mail.model_copy(update={"to": settings.saved.to or mail.to}))

    def tell(note: SavedNote) -> None:
        mailing.send(subject_of(note), text_of(note, settings.web.address), note_id(note))

    return tell
