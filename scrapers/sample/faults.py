"""Ways a site can misbehave, for tests: a fault by path changes what the site answers there."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from scrapers.sample.respond import Headers, Reply, newest, respond
from scrapers.sample.sites import asked

Kind = Literal[
    "empty",
    "newest",
    "error",
    "drip",
    "wrong_date",
    "unknown",
    "gone",
    "changed",
    "edited",
    "withdrawn",
    "delisted",
    "instead",
    "reskinned",
]

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?= \d\d:)")
_DATE = re.compile(r"\d{4}年\d\d月\d\d日")
_UNKNOWN = (
    "<!DOCTYPE html><html><head><title>融媒体</title></head><body><div id='app'></div><script src='/static/app.js'></script></body></html>"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to misbehave.

    `empty` is 200 without a body; `newest` redirects to the newest issue; `error` answers `status`, with `retry_after` seconds if
    given, the first `times` times (always for None); `drip` sends a byte every `seconds`; `wrong_date` prints `date`; `unknown` is a
    page of no known layout; `gone` is 404; `changed` prints other words from the second time on; `instead` answers `body` of type `media`;
    `reskinned` has `new` for `old` in its markup, as a redesign at the same address has.
    What an editor does after printing, from the second time on and up to the `times`-th: `edited` prints `new` for `old`, `withdrawn` is
    404, `delisted` is a page without its links to `old` (the name of an article's file).
    """

    kind: Kind
    status: int = 503
    retry_after: int | None = None
    times: int | None = None
    seconds: float = 0.05
    date: dt.date = dt.date(2012, 12, 31)
    body: bytes = b""
    media: str = "text/html; charset=utf-8"
    old: str = ""
    new: str = ""


def spoil(fault: Fault, host: str, path: str, reply: Reply, times: int) -> Reply:
    """What is answered instead of `reply`, asked for the `times`-th time."""
    late = fault.times is not None and times > fault.times
    as_printed = late or times == 1
    changes: dict[Kind, Callable[[], Reply]] = {
        "empty": lambda: Reply(200, (("Content-Type", "text/html"),), b""),
        "newest": lambda: _newest(host, path, reply),
        "error": lambda: reply if late else _error(fault),
        "drip": lambda: reply,
        "wrong_date": lambda: _misdated(reply, fault.date),
        "unknown": lambda: Reply(200, (("Content-Type", "text/html; charset=utf-8"),), _UNKNOWN.encode()),
        "instead": lambda: Reply(200, (("Content-Type", fault.media),), fault.body),
        "reskinned": lambda: _edited(reply, lambda text: text.replace(fault.old, fault.new)),
        "gone": lambda: respond(host, "/gone"),
        "edited": lambda: reply if as_printed else _edited(reply, lambda text: text.replace(fault.old, fault.new)),
        "withdrawn": lambda: reply if as_printed else respond(host, "/gone"),
        "delisted": lambda: reply if as_printed else _edited(reply, lambda text: _without(text, fault.old)),
        "changed": lambda: _edited(reply, lambda text: text.replace("，", "，据了解，", 1)) if times > 1 else reply,
    }
    return changes[fault.kind]()


def _newest(host: str, path: str, reply: Reply) -> Reply:
    wanted = asked(host, path)
    if wanted is None:
        return reply
    target = wanted.site.page(newest(wanted.site), wanted.site.node(0))
    return Reply(302, (("Location", f"http://{host}{target}"), ("Content-Type", "text/html")), b"")


def _error(fault: Fault) -> Reply:
    headers: Headers = (("Content-Type", "text/html"),)
    if fault.retry_after is not None:
        headers = (*headers, ("Retry-After", str(fault.retry_after)))
    return Reply(fault.status, headers, b"<html><body>error</body></html>")


def _misdated(reply: Reply, date: dt.date) -> Reply:
    """The page with another date wherever it prints one, in words and in its property block."""
    return _edited(reply, lambda text: _DAY.sub(date.isoformat(), _DATE.sub(f"{date:%Y年%m月%d日}", text)))


def _without(text: str, name: str) -> str:
    """A page without the areas of its picture and the links of its list that lead to an article."""
    area, link = rf"<Area [^>]*{re.escape(name)}[^>]*>", rf"<a href=[^>]*{re.escape(name)}[^>]*>.*?</a>"
    return re.sub(link, "", re.sub(area, "", text), flags=re.DOTALL)


def _edited(reply: Reply, edit: Callable[[str], str]) -> Reply:
    """The reply in other words, without the validators of the old ones."""
    kept = tuple(header for header in reply.headers if header[0] == "Content-Type")
    return Reply(reply.status, kept, edit(reply.body.decode("utf-8")).encode())
