"""A made-up newspaper at any number of addresses of this machine (127.0.0.x), each a host of its own; it keeps a log of what was asked."""

import contextlib
import datetime as dt
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

DAY = dt.date(2024, 1, 2)
Reply = tuple[int, Mapping[str, str], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the server saw it: when, of which host, for what, by whom."""

    at: float
    host: str
    path: str
    agent: str


@dataclass
class Site:
    """The sites while they are served. `answers` are by host and path, and stand before the newspaper's own pages."""

    port: int = 0
    articles: int = 3
    answers: dict[tuple[str, str], Callable[[], Reply]] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)

    def say(self, host: str, path: str, text: str = "", status: int = 200, **headers: str) -> None:
        """Answer a path so from now on (underscores in names of headers stand for hyphens)."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[host, path] = lambda: (status, named, text)

    def paths(self, host: str) -> list[str]:
        """What was asked of a host, in order."""
        return [asked.path for asked in self.log if asked.host == host]

    def paper(self, folder: Path, code: str, host: str, *lines: str, wait: float = 0.0) -> None:
        """Write the file of a paper at a host; `lines` are added to it."""
        folder.mkdir(exist_ok=True)
        folder.joinpath(f"{code}.toml").write_text(
            f'code = "{code}"\nname = "石湾晚报"\nplace = "990100"\nfirst_issue = 2024-01-01\nsample = true\nwait = {wait}\n'
            + "".join(f"{line}\n" for line in lines)
            + f'[[layouts]]\nfrom = 2024-01-01\nplatform = "founder.classic"\nprefix = "http://{host}:{self.port}/"\n'
            + 'first_page = "2"\nsource = "the test"\nconfidence = "seen"\n',
            "utf-8",
        )

    def reply(self, host: str, path: str) -> Reply:
        """What a host answers to a path."""
        if (host, path) in self.answers:
            return self.answers[host, path]()
        if path == f"/html/{DAY:%Y-%m/%d}/node_2.htm":
            return 200, {"Content-Type": "text/html; charset=utf-8"}, layout(self.articles)
        number = path.removeprefix(f"/html/{DAY:%Y-%m/%d}/content_").removesuffix(".htm")
        if number.isdigit() and int(number) <= self.articles:
            return 200, {"Content-Type": "text/html; charset=utf-8"}, article(number)
        return 404, {}, "not here"


def layout(articles: int) -> str:
    """A layout page in the classic markup that lists so many articles."""
    links = "".join(f'<li><a href="content_{n}.htm"><div id="mp{n}">石湾街头见闻之{n}</div></a></li>' for n in range(1, articles + 1))
    return (
        f"<html><body><span class=default>{DAY.year}年{DAY.month}月{DAY.day}日　星期二</span><table><tr><td width=145>第1版：要闻</td></tr>"
        f"</table><ul class=list01>{links}</ul><a id=pageLink href=node_2.htm>第1版：要闻</a></body></html>"
    )


def article(number: str) -> str:
    """An article page in the classic markup."""
    return (
        f"<html><body><table><tr><td class=font01>石湾街头见闻之{number}</td></tr></table><founder-content><p>石湾街头，第{number}家"
        "铺子开了门，街坊们围着看热闹。</p></founder-content></body></html>"
    )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    site: Site

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do_GET(self) -> None:
        at = time.monotonic()
        host = (self.headers.get("Host") or "").partition(":")[0]
        self.site.log.append(Asked(at, host, self.path, self.headers.get("User-Agent") or ""))
        status, headers, text = self.site.reply(host, self.path)
        body = text.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Nothing: the log is the site's own."""


@contextlib.contextmanager
def served() -> Iterator[Site]:
    """The sites, on every address of this machine."""
    site = Site()
    handler = type("Handler", (_Handler,), {"site": site})
    server = ThreadingHTTPServer(("0.0.0.0", 0), handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
