"""A `Kit` made from the settings: the one place where the rooms are wired together."""

import contextlib
import datetime as dt
import os
import threading
from collections.abc import Callable, Iterator

from indexing import Index
from scrapers import Paper, papers
from scrapers.fetch import Allowed, Caps, Fetcher
from storage import Archive, ArticleFiles, Corrections, Removals
from storage.ledger import Ledger
from worker.home import Home, Owner
from worker.index import open_from
from worker.release import VERSION
from worker.settings import Settings
from worker.steps import Kit, Policy

Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """The clock of the real world."""
    return dt.datetime.now(dt.UTC)


class Fetchers:
    """A fetcher for each host, made when it is first asked for."""

    def __init__(self, settings: Settings, followed: dict[str, Paper], clock: Clock) -> None:
        self._agent = settings.user_agent(VERSION)
        self._caps = Caps(body=settings.fetch.cap, deadline=settings.fetch.deadline)
        self._clock = clock
        here = f"127.0.0.1:{settings.sample_port}"
        self._connect = {host: here for paper in followed.values() if paper.loopback for host in paper.hosts}
        self.allowed = Allowed.of(settings.fetch.allow, self._connect)
        self._proxy = settings.fetch.proxy.get_secret_value() if settings.fetch.proxy else None
        self._lock = threading.Lock()
        self._held: dict[str, Fetcher] = {}

    def of(self, host: str) -> Fetcher:
        """The fetcher of a host's lane."""
        with self._lock:
            if host not in self._held:
                self._held[host] = Fetcher(self._agent, self.allowed, self._connect, self._caps, self._clock, proxy=self._proxy)
            return self._held[host]

    def close(self) -> None:
        """Let all connections go."""
        with self._lock:
            for fetcher in self._held.values():
                fetcher.close()
            self._held.clear()


def policy(settings: Settings) -> Policy:
    """How patient the steps are."""
    fetch = settings.fetch
    lease = max(Policy().lease, 4 * fetch.deadline)
    return Policy(
        tries=fetch.tries,
        retry_wait=fetch.retry_wait,
        wait_floor=fetch.wait_floor,
        block=fetch.block_hours * 3600,
        lease=lease,
        per_day=fetch.per_day or None,
        pdfs=settings.archive.pdfs,
        images=settings.archive.images,
        window=settings.backfill.window,
        due=settings.backfill.due,
        priority=settings.follow.priority,
        read_seconds=settings.read.seconds,
        read_megabytes=settings.read.megabytes,
    )


def processes(settings: Settings) -> int:
    """How many processes read."""
    return settings.read.processes or max(1, len(os.sched_getaffinity(0)))


@contextlib.contextmanager
def open_kit(settings: Settings, clock: Clock = utc_now) -> Iterator[Kit]:
    """Everything the steps need, closed afterwards. Does not own the home. SettingsError, StorageError, StorageFull."""
    home = Home(settings.home)
    home.make()
    followed = papers([settings.papers_folder] if settings.papers_folder else [])
    fetchers = Fetchers(settings, followed, clock)
    opened: list[Index] = []

    def index() -> Index:
        opened.append(open_from(settings))
        return opened[-1]

    with Ledger(settings.ledger or home.ledger) as ledger:
        try:
            yield Kit(
                ledger=ledger,
                archive=Archive(home.archive, f"Zongshu/{VERSION}"),
                files=ArticleFiles(home.articles),
                corrections=Corrections(home.corrections),
                removals=Removals(home.removals),
                papers=followed,
                fetcher=fetchers.of,
                open_index=index,
                owner=str(Owner.me()),
                allowed=fetchers.allowed,
                clock=clock,
                policy=policy(settings),
            )
        finally:
            fetchers.close()
            for one in opened:
                one.close()
