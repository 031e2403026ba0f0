"""Whole sites with a face each: what a paper meets there, and how its issue is to end (outcomes, keys of the reason)."""

import datetime as dt
import socket
from collections.abc import Callable
from dataclasses import dataclass

from hostile.faces import FACES
from hostile.markup import PAGES
from hostile.server import Answer, Request, reply, saying
from scrapers.sample import calendar
from scrapers.sample.respond import respond

#: The issue asked for, and what lies around it in the sample newspaper the sites are made from.
DAY = dt.date(2020, 1, 18)
PREFIX = "/ljrb/pc/"
_BEFORE = max(date for date in calendar("ljrb") if date < DAY)
_ENTRY = f"{PREFIX}layout/index.html"
SHELL = "<html><head><title>数字报</title></head><body><div id=app></div><script src=/app.js></script></body></html>"
SOFT = "<html><head><title>404 Not Found</title></head><body><h1>您访问的页面不存在</h1></body></html>"


@dataclass(frozen=True)
class Site:
    """A face for every path of a host, the ends its issue may have and the keys of their reasons."""

    answer: Answer
    outcome: str
    keys: tuple[str, ...]
    #: Lines of the paper's file.
    more: str = ""


def _good(client: socket.socket, request: Request) -> None:
    """What the sample newspaper answers."""
    said = respond("epaper.lanjiang.example", request.path)
    client.sendall(reply(f"{said.status} X", said.body, dict(said.headers)))


def _html(text: str) -> Answer:
    return saying(reply("200 OK", text.encode()))


def _site(layout: Answer, entry: Answer | None = None, robots: Answer | None = None) -> Answer:
    """Robots (allowing everything), an entry (the good one) and a face for all else."""

    def answer(client: socket.socket, request: Request) -> None:
        if request.path == "/robots.txt":
            (robots or saying(reply("200 OK", b"User-agent: *\nDisallow:\n", {"Content-Type": "text/plain"})))(client, request)
        elif request.path in (_ENTRY, f"{PREFIX}paperindex.htm"):
            (entry or _good)(client, request)
        elif f"{DAY:%Y%m/%d}" not in request.path:
            _good(client, request)
        else:
            layout(client, request)

    return answer


def _leading(location: str, status: str = "302 Found") -> Answer:
    return saying(reply(status, b"", {"Location": location}))


def _elsewhere(client: socket.socket, request: Request) -> None:
    """Each address leads to another one."""
    client.sendall(reply("302 Found", b"", {"Location": f"{request.path}x"}))


def _misdated(client: socket.socket, request: Request) -> None:
    """The issue of another day."""
    _good(client, Request(request.path.replace("202001/18", "202412/23"), request.host, request.head))


def _articles(client: socket.socket, request: Request) -> None:
    """A good issue whose articles are hostile, one each by number, and the rest good."""
    number = int(request.path.rpartition("_")[2].partition(".")[0]) if "/content_" in request.path else -1
    hostile: dict[int, Answer] = {
        202920: FACES["bomb-gzip"].answer,
        202921: _html(SOFT),
        202922: _html(SHELL),
        202923: _html(PAGES["nested"](500_000)),
        202924: FACES["drip-body"].answer,
        202925: _html(""),
        202926: _leading("http://169.254.169.254/latest/"),
    }
    hostile.get(number, _good)(client, request)


def _told(text: str, status: str = "200 OK") -> Answer:
    return saying(reply(status, text.encode(), {"Content-Type": "text/plain"}))


def _sites() -> dict[str, Site]:
    gone, fails = saying(reply("404 Not Found", b"")), "failed"
    page: Callable[[str], Answer] = lambda name: _site(_html(PAGES[name](300_000)))  # noqa: E731 - one word for many rows
    face: Callable[[str], Answer] = lambda name: _site(FACES[name].answer)  # noqa: E731 - as above
    allows = _told("User-agent: *\nAllow: /\n" + "# filler\n" * 1_200_000)
    return {
        "bomb": Site(face("bomb-gzip"), fails, ("fetch_too_large",)),
        "flat": Site(face("flat"), fails, ("fetch_too_large",)),
        "drip": Site(face("drip-body"), fails, ("fetch_timeout",)),
        "closing": Site(face("closing"), fails, ("fetch_broken",)),
        "torn": Site(face("torn-gzip"), fails, ("fetch_garbled",)),
        "late": Site(face("503"), fails, ("fetch_status",)),
        "agents": Site(_site(FACES["agents"].answer, FACES["agents"].answer), "blocked", ("fetch_blocked",)),
        "nested": Site(page("nested"), fails, ("layout_too_deep",)),
        "begun": Site(page("tags begun"), fails, ("layout_blank",)),
        "tables": Site(page("tables in tables"), fails, ("layout_too_deep",)),
        "soft": Site(_site(_html(SOFT)), "no_issue", ("page_says_gone",)),
        "shell": Site(_site(_html(SHELL)), "layout_unknown", ("page_scripted",)),
        "empty": Site(_site(_html("")), fails, ("layout_blank",)),
        "loop": Site(_site(_elsewhere), fails, ("fetch_redirects",)),
        "inward": Site(_site(_leading("http://10.0.0.1/")), fails, ("fetch_peer",)),
        "octal": Site(_site(_leading("http://0177.0.0.1/")), fails, ("fetch_peer",)),
        "script": Site(_site(_leading("javascript:alert(1)")), fails, ("fetch_address",)),
        "deny": Site(_site(_good, robots=_told("User-agent: *\nDisallow: /\n")), "denied", ("robots_denied",)),
        "robots500": Site(_site(_good, robots=_told("no", "500 Broken")), "denied", ("robots_unreachable",)),
        "robots403": Site(_site(gone, robots=_told("no", "403 Forbidden")), "no_issue", ("fetch_gone",)),
        "robotsbig": Site(_site(gone, robots=allows), "no_issue", ("fetch_gone",)),
        "robotsbad": Site(_site(gone, robots=saying(reply("200 OK", bytes(range(256)) * 100))), "no_issue", ("fetch_gone",)),
        "robotsaway": Site(_site(gone, robots=_leading("http://10.0.0.1/robots.txt")), "no_issue", ("fetch_gone",)),
        "robotsloop": Site(_site(gone, robots=_elsewhere), "no_issue", ("fetch_gone",)),
        "robotsslow": Site(_site(_good, robots=FACES["drip-body"].answer), fails, ("fetch_timeout",)),
        "other": Site(_site(_misdated), fails, ("layout_wrong_date",)),
        "old": Site(_site(_misdated), "archive_limit", ("layout_wrong_date",), "archive_days = 365\n"),
        "newer": Site(_site(gone, _leading(f"{PREFIX}layout/{_BEFORE:%Y%m/%d}/node_01.html")), "not_yet", ("fetch_gone",)),
        "dead": Site(_site(gone, gone), fails, ("entry_gone",)),
        "articles": Site(_site(_articles), "indexed", ()),
    }


SITES = _sites()
#: Sites that ask for patience: their issues wait, and are not failed.
PATIENT: dict[str, Answer] = {
    "busy": _site(FACES["429"].answer),
    "patience": _site(FACES["503-seconds"].answer),
    "delay": _site(_good, robots=_told("User-agent: *\nCrawl-delay: 600\n")),
}
