"""The Redis that wakes workers: sending, the length of queues, and the stamps workers leave there."""

import datetime as dt
import json
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from articles.errors import BrokerUnavailable, Fact, SettingsError
from worker.settings import Settings
from worker.tasks.options import QUEUES, ROUTES, options

if TYPE_CHECKING:
    from celery import Celery
    from redis import Redis

#: More messages than this in a queue, and nobody adds to it.
LONG = 500
_RAN, _TROUBLE = "zongshu:ran", "zongshu:trouble"
_SCHEMES = ("redis", "rediss")

log = logging.getLogger(__name__)


class Broker:
    """The broker of the settings. SettingsError where none is set or its URL is none of Redis; nothing is connected before it is needed.

    `tries` is how often our own client asks a Redis that does not answer; by default as often as the client likes.
    """

    def __init__(self, settings: Settings, *, tries: int | None = None) -> None:
        if not settings.broker:
            raise SettingsError("broker_none")
        if not _sound(settings.broker):
            raise SettingsError("broker_url", scheme=urlsplit(settings.broker).scheme, allowed=", ".join(_SCHEMES))
        self._url = settings.broker
        self._settings = settings
        self._tries = tries
        self._stamped: dict[str, float] = {}

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

    def send(self, step: str, key: str = "", *, countdown: float = 0.0) -> None:
        """Wake somebody for a step. BrokerUnavailable."""
        with self.named():
            self.app.send_task(f"zongshu.{step}", args=(key,) if key else (), queue=ROUTES[step], countdown=countdown or None)

    def wake(self, step: str, key: str = "") -> None:
        """`send` as steps use it: what cannot be sent is left to the sweep, and one wake-up for the index is enough for all."""
        try:
            if step != "index" or not self.length("index"):
                self.send(step, key)
        except BrokerUnavailable as error:
            log.warning("%s (%s %s)", error, step, key)

    def length(self, queue: str) -> int:
        """How many messages wait in a queue. BrokerUnavailable."""
        with self.named():
            return int(self.redis.llen(queue))

    def lengths(self) -> dict[str, int]:
        """How many messages wait in each queue."""
        return {queue: self.length(queue) for queue in QUEUES}

    def stamp(self, queue: str, trouble: Mapping[str, Fact] | None = None) -> None:
        """Say that a task of a queue ran, at most once a second, and what troubled it; never fails."""
        now = time.time()
        if trouble is None and now - self._stamped.get(queue, 0.0) < 1.0:
            return
        self._stamped[queue] = now
        try:
            with self.named():
                self.redis.hset(_RAN, queue, str(now))
                if trouble:
                    self.redis.hset(_TROUBLE, queue, json.dumps({"at": now, "reason": dict(trouble)}))
        except BrokerUnavailable as error:
            log.warning("%s", error)

    def ran(self) -> dict[str, dt.datetime]:
        """When a task of each queue ran last; a queue nobody worked on since Redis has its data is not there."""
        with self.named():
            stamps: dict[str, str] = self.redis.hgetall(_RAN)  # type: ignore[assignment] # as above
        return {queue: dt.datetime.fromtimestamp(float(at), dt.UTC) for queue, at in stamps.items()}

    def troubles(self) -> dict[str, tuple[dt.datetime, dict[str, Any]]]:
        """What troubled a task of each queue last, and when."""
        with self.named():
            kept: dict[str, str] = self.redis.hgetall(_TROUBLE)  # type: ignore[assignment] # as above
        told = {queue: json.loads(one) for queue, one in kept.items()}
        return {queue: (dt.datetime.fromtimestamp(one["at"], dt.UTC), one["reason"]) for queue, one in told.items()}

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
