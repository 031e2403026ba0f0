"""The sites of the sample newspapers over a year as it goes: what they have by now, and what befalls them. The clock is the test's."""

import contextlib
import datetime as dt
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from scrapers.sample import SampleIssue, pages
from scrapers.sample.issues import printed
from scrapers.sample.sites import SITES, Asked, Site, asked
from storage.ledger import SHANGHAI

YEAR = 2023
#: Pages of each issue that are served: enough to be told from an empty one.
_PAGES = 2
_ROBOTS = "User-agent: *\nDisallow: /{}\n"
_OUT = dt.time(5, 30)


def day(month: int, number: int) -> dt.date:
    """A day of the year."""
    return dt.date(YEAR, month, number)


#: The site 岚江日报 moves to.
MOVED = Site("ljrb", "epaper.lanjiang.example", "/ljrb/pad/", "pad", day(6, 5), 100_000)
#: Days on which a paper did not appear, though its weekdays promise it.
MISSING = {"ljrb": (day(3, 6),), "cpwb": (day(10, 4),), "hcrb": (day(4, 7), day(5, 5))}
#: 澄浦晚报 shows issues so many days.
KEPT = 90
#: The rules of 澄浦晚报 forbid everything for a week.
FORBIDDEN = (dt.datetime(YEAR, 7, 10, tzinfo=SHANGHAI), dt.datetime(YEAR, 7, 17, tzinfo=SHANGHAI))
#: 澄浦晚报 refuses everybody for two days; 禾川日报 is slow for a month (seconds an answer), then falls silent for good.
BLOCKED = (dt.datetime(YEAR, 8, 8, 6, tzinfo=SHANGHAI), dt.datetime(YEAR, 8, 10, 6, tzinfo=SHANGHAI))
SLOW, SLOWNESS = 9, 20.0
DEAD = day(11, 20)


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as a site saw it: when by the clock of the world, of which host, for what, and how it was answered (0: not at all)."""

    at: dt.datetime
    host: str
    path: str
    status: int


@dataclass
class World:
    """The sites by the clock; `weekdays` are the days each paper appears on (ISO)."""

    weekdays: Mapping[str, tuple[int, ...]]
    now: dt.datetime = dt.datetime(YEAR, 1, 1, 0, 0, tzinfo=SHANGHAI)
    port: int = 0
    log: list[Seen] = field(default_factory=list)

    @property
    def today(self) -> dt.date:
        """The day it is where the newspapers are printed."""
        return self.now.astimezone(SHANGHAI).date()

    def clock(self) -> dt.datetime:
        """The instant, in UTC."""
        return self.now.astimezone(dt.UTC)

    def printed(self, paper: str, date: dt.date) -> bool:
        """Whether a paper appeared on a day."""
        return date.isoweekday() in self.weekdays[paper] and date not in MISSING[paper]

    def shown(self, paper: str, date: dt.date) -> bool:
        """Whether its site has the issue by now."""
        out = dt.datetime.combine(date, _OUT, SHANGHAI) <= self.now
        old = paper == "cpwb" and date < self.today - dt.timedelta(KEPT)
        return self.printed(paper, date) and out and not old

    def newest(self, paper: str) -> dt.date:
        """The newest issue its site has."""
        return next(date for back in range(400) if self.shown(paper, date := self.today - dt.timedelta(back)))

    def answer(self, host: str, path: str) -> tuple[int, str, str]:
        """Status, type and text of what a host says to a path now, noted in the log; status 0 is a connection that ends."""
        status, media, text = self._answer(host, path)
        self.log.append(Seen(self.now, host, path, status))
        if host == SITES[-1].host and self.today.month == SLOW:
            self.now += dt.timedelta(seconds=SLOWNESS)
        return status, media, text

    def _answer(self, host: str, path: str) -> tuple[int, str, str]:
        if host == SITES[-1].host and self.today >= DEAD:
            return 0, "", ""
        if host == SITES[1].host and BLOCKED[0] <= self.now < BLOCKED[1]:
            return 403, "text/html", "<html><body>403 Forbidden</body></html>"
        if path == "/robots.txt":
            forbidden = host == SITES[1].host and FORBIDDEN[0] <= self.now < FORBIDDEN[1]
            return 200, "text/plain", _ROBOTS.format("" if forbidden else "admin/")
        wanted = self._asked(host, path)
        text = self._text(wanted, host, path) if wanted else None
        kind = "text/xml" if wanted and wanted.kind == "month" else "text/html; charset=utf-8"
        return (200, kind, text) if text else (404, "text/html", "<html><body>404 Not Found</body></html>")

    def _asked(self, host: str, path: str) -> Asked | None:
        """What an address asks for, by the sites that stand: the one that was left forwards from its entry and has nothing else."""
        if host == MOVED.host and self.today >= MOVED.since:
            return Asked(MOVED, "entry") if path in SITES[0].entries() else _of_moved(path)
        return asked(host, path)

    def _text(self, wanted: Asked, host: str, path: str) -> str | None:
        site = wanted.site
        if wanted.kind == "entry":
            return pages.forward(site, site.page(self.newest(site.paper), site.node(0)))
        if wanted.kind == "month" and wanted.date:
            month = (wanted.date + dt.timedelta(back) for back in range(31))
            shown = [date for date in month if date.month == wanted.date.month and self.shown(site.paper, date)]
            return pages.month(shown) if shown else None
        if wanted.date is None or not self.shown(site.paper, wanted.date):
            return None
        return _page(site, wanted.date, f"http://{host}{path}")


def _of_moved(path: str) -> Asked | None:
    """What an address asks the new site of 岚江日报 for."""
    old = SITES[0]
    found = asked(old.host, path.replace(MOVED.prefix, old.prefix, 1)) if path.startswith(MOVED.prefix) else None
    return replace(found, site=MOVED) if found else None


@lru_cache(maxsize=64)
def _issue(site: Site, date: dt.date) -> SampleIssue:
    held = printed(site, date)
    assert held is not None
    return replace(held, pages=held.pages[:_PAGES], encoding="utf-8", declared="utf-8")


def _page(site: Site, date: dt.date, address: str) -> str | None:
    held = _issue(site, date)
    for page in held.pages:
        if page.address == address:
            return pages.layout_page(site, held, page)
        for article in page.articles:
            if article.address == address:
                return pages.article_page(site, held, page, article)
    return None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    world: World

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0]
        status, media, text = self.world.answer(host, self.path)
        if not status:
            self.close_connection = True
            return
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Nothing: the log is the world's own."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no event."""


@contextlib.contextmanager
def served(world: World) -> Iterator[None]:
    """The sites on this machine; the world knows their port."""
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"world": world}))
    world.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
