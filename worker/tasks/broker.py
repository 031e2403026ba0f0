"""The Redis that wakes workers: sending, the length of queues, and the stamps workers leave there."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from articles.errors import BrokerUnavailable, SettingsError
from worker.settings import Settings
from worker.tasks.options import QUEUES, ROUTES, options
from worker.tasks.stamps import Stamps

if TYPE_CHECKING:
    from celery import Celery
    from redis import Redis

#: More messages than this in a queue, and nobody adds to it.
LONG = 500
_SCHEMES = ("redis", "rediss")

log = logging.getLogger(__name__)


class Broker:
    """The broker of the settings. SettingsError where none is set or its URL is none of Redis; nothing is connected before it is needed.

    `sweep` is how many seconds lie between two sweeps, `tries` how often our own client asks a Redis that does not answer; by default as
    often as the client likes.
    """

    def __init__(self, settings: Settings, *, tries: int | None = None) -> None:
        if not settings.broker:
            raise SettingsError("broker_none")
        if not _sound(settings.broker):
            raise SettingsError("broker_url", scheme=urlsplit(settings.broker).scheme, allowed=", ".join(_SCHEMES))
        self._url = settings.broker
        self._settings = settings
        self._tries = tries
        self.sweep = settings.tasks.sweep
        self.stamps = Stamps(lambda: self.redis, self.named, settings.tasks.sweep)

    @property
    def place(self) -> str:
        """Host and port, for messages: never the password."""
        parts = urlsplit(self._url)
        return f"{parts.hostname or ''}:{parts.port or 6379}"

    @cached_property
    def app(self) -> "Celery":
        """The Celery app that sends. SettingsError where the extra is not installed."""
        try:
            from celery import Celery
        except ModuleNotFoundError as error:
            raise SettingsError("broker_extra", module=error.name) from error
        app = Celery("zongshu", set_as_current=False)
        app.conf.update(options(self._settings))
        return app

    @cached_property
    def redis(self) -> "Redis":
        """A client of our own, for what Celery does not tell."""
        try:
            from redis import Redis
            from redis.backoff import NoBackoff
            from redis.retry import Retry
        except ModuleNotFoundError as error:
            raise SettingsError("broker_extra", module=error.name) from error
        patience: dict[str, Any] = {} if self._tries is None else {"retry": Retry(NoBackoff(), self._tries - 1)}
        return Redis.from_url(self._url, socket_timeout=5, socket_connect_timeout=5, decode_responses=True, **patience)

    def check(self) -> None:
        """BrokerUnavailable where it is down, refuses us or is no Redis."""
        with self.named():
            self.redis.ping()

    def send(self, step: str, *keys: str, countdown: float = 0.0) -> None:
        """Wake somebody for a step. BrokerUnavailable."""
        with self.named():
            self.app.send_task(f"zongshu.{step}", args=keys, queue=ROUTES[step], countdown=countdown or None)

    def wake(self, step: str, key: str = "") -> None:
        """`send` as steps use it: what cannot be sent is left to the sweep, and one wake-up for the index is enough for all."""
        try:
            if step != "index" or not (self.length("index") or self.stamps.rest("index")):
                self.send(step, *filter(None, (key,)))
        except BrokerUnavailable as error:
            log.warning("%s (%s %s)", error, step, key)

    def length(self, queue: str) -> int:
        """How many messages wait in a queue. BrokerUnavailable."""
        with self.named():
            return int(self.redis.llen(queue))

    def lengths(self) -> dict[str, int]:
        """How many messages wait in each queue."""
        return {queue: self.length(queue) for queue in QUEUES}

    def close(self) -> None:
        """Give up all connections; idempotent."""
        for name in ("app", "redis"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()

    @contextmanager
    def named(self) -> Iterator[None]:
        """Errors of the clients, as ours."""
        from kombu.exceptions import OperationalError
        from redis.exceptions import AuthenticationError, RedisError

        try:
            yield
        except AuthenticationError as error:
            raise BrokerUnavailable("broker_denied", place=self.place) from error
        except (RedisError, OperationalError, OSError) as error:
            denied = any(word in str(error) for word in ("NOAUTH", "WRONGPASS", "invalid username-password", "NOPERM"))
            why = str(error).splitlines()[0] if str(error) else type(error).__name__
            key = "broker_denied" if denied else "broker_unreachable"
            raise BrokerUnavailable(key, place=self.place, **({} if denied else {"why": why})) from error


def _sound(url: str) -> bool:
    """Whether a URL can be one of Redis."""
    try:
        parts = urlsplit(url)
        return parts.scheme in _SCHEMES and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
