"""The gate every request passes: who asks, whether he may, how often, and how much is done at once."""

import asyncio
import math
import time
from dataclasses import dataclass, replace

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from articles.errors import Fact
from search.api.access import Access, Grant, basic, bearer, own_name, reader
from search.api.limits import Allowance, Buckets
from search.api.problems import say, told
from search.api.settings import WebSettings
from search.web.login import asks_for_token

#: Addresses open to all: what a supervisor asks, the document, and what the form for a token needs.
_OPEN = ("/health", "/openapi.json", "/login", "/logout", "/static/")
_READING = ("GET", "HEAD", "OPTIONS")
#: Forms of the page that carry the token among their fields: their routes ask for it.
_FORMS = ("/failures/retry", "/saved", "/saved/remove")
#: What programs read that know no tokens but names and passwords: the token is the password, for reading alone.
_FEEDS = ("/feed.atom", "/feed.json")
#: Characters of path and query together; the head of a request is bounded by the server (64 KiB).
LONGEST_ADDRESS = 60_000
#: Requests that may wait for one of those that are done at once, for each of these.
_WAITING = 10
#: How many times longer than others a file may take to come in.
_UPLOAD_TIMES = 10


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered: status, key of the wording, facts and headers."""

    status: int
    key: str
    facts: dict[str, Fact]
    headers: dict[str, str]


def _refusal(status: int, key: str, wait: float | None = None, **facts: Fact) -> Refusal:
    headers = {"WWW-Authenticate": 'Bearer realm="zongshu"'} if status == 401 else {}
    if wait is not None:
        seconds = max(1, math.ceil(wait))
        return Refusal(status, key, {"wait": seconds, **facts}, {"Retry-After": str(seconds)})
    return Refusal(status, key, facts, headers)


class Gate:
    """Refuses what may not be done, and bounds the rest. Everything runs in the event loop, but the answers themselves."""

    def __init__(self, app: ASGIApp, settings: WebSettings, access: Access) -> None:
        self._app = app
        self._settings = settings
        self._access = access
        self._buckets = Buckets(settings.rate, settings.burst, time.monotonic) if settings.rate else None
        self._slots = asyncio.Semaphore(settings.at_once)
        self._here = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app does, or refuse."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        grant, refused = self._judged(scope, headers)
        allowance = self._counted(scope, grant)
        send = _telling(send, allowance, self._buckets)
        if allowance and not allowance.allowed:
            refused = _refusal(429, "query_rate", allowance.wait)
        if refused:
            await self._refuse(refused, scope, receive, send)
        else:
            await self._answered(scope, receive, send)

    def _judged(self, scope: Scope, headers: Headers) -> tuple[Grant | None, Refusal | None]:
        """Who asks, and why he may not."""
        path, writes = str(scope["path"]), scope["method"] not in _READING
        if len(path) + len(scope["query_string"]) > LONGEST_ADDRESS:
            return None, _refusal(414, "query_address_long", expected=LONGEST_ADDRESS)
        if path.startswith(_OPEN):
            return None, None
        token = bearer(headers)
        grant = self._access.granted(token) if token else None
        if not writes and path in _FEEDS and grant is None and (password := basic(headers)):
            token, grant = password, self._access.granted(password)
        if token is None and not writes:
            grant = reader(headers, self._access, self._settings.secret, time.time())
        if writes and path in _FORMS and token is None:
            return None, self._of_others(writes, headers)
        if token is not None and grant is None and (self._access.reading or self._access.writing):
            return None, _refusal(401, "query_token_unknown")
        return grant, self._why_not(writes, grant, headers)

    def _why_not(self, writes: bool, grant: Grant | None, headers: Headers) -> Refusal | None:
        if refused := self._of_others(writes, headers):
            return refused
        if grant is None and (self._access.writing if writes else self._access.reading):
            return _refusal(401, "query_token_missing_write" if writes else "query_token_missing")
        if grant and writes and self._access.writing and not grant.write:
            return _refusal(403, "query_token_reads", name=grant.name)
        return None

    def _of_others(self, writes: bool, headers: Headers) -> Refusal | None:
        """A page of another site must not write here under a name of its own."""
        strange = writes and self._access.local and not own_name(headers.get("host", "localhost"))
        return _refusal(403, "query_status_403") if strange else None

    def _counted(self, scope: Scope, grant: Grant | None) -> Allowance | None:
        """A request counts for the holder of its token, else for its address; style sheets and the supervisor's question do not."""
        if self._buckets is None or scope["path"].startswith(("/health", "/static/")):
            return None
        client = scope.get("client")
        return self._buckets.take(f"token {grant.name}" if grant else f"address {client[0] if client else ''}")

    async def _refuse(self, refused: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        form = asks_for_token(request) if refused.status == 401 else None
        text = say(request, refused.key, **refused.facts)
        if refused.status == 401 and scope["path"] in _FEEDS:
            form, refused = None, replace(refused, headers={"WWW-Authenticate": 'Basic realm="zongshu", charset="UTF-8"'})
        response = form or told(request, refused.status, refused.key, text, dict(refused.facts), refused.headers)
        await response(scope, receive, send)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer when there is room for it, and tell who waits too long that he does."""
        if scope["path"].startswith("/health"):
            await self._app(scope, receive, send)
            return
        if self._here >= self._settings.at_once * (1 + _WAITING):
            await self._refuse(_refusal(503, "query_busy", 1), scope, receive, send)
            return
        self._here += 1
        late = _Late(send)
        doing = asyncio.ensure_future(self._in_turn(scope, receive, late))
        doing.add_done_callback(self._left)
        writes = scope["method"] not in _READING
        await asyncio.wait({doing}, timeout=self._settings.seconds * (_UPLOAD_TIMES if writes else 1))
        if doing.done() or late.started:
            await doing
            return
        late.closed = True
        await self._refuse(_refusal(503, "query_slow", 10), scope, receive, send)

    async def _in_turn(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._slots:
            await self._app(scope, receive, send)

    def _left(self, done: "asyncio.Future[None]") -> None:
        """One request fewer is here, be it answered, failed or told to be late."""
        self._here -= 1
        if not done.cancelled():
            done.exception()


class _Late:
    """Sends until it is closed: what comes after that nobody waits for."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = self.closed = False

    async def __call__(self, message: Message) -> None:
        """Send a message on."""
        if not self.closed:
            self.started = True
            await self._send(message)


def _telling(send: Send, allowance: Allowance | None, buckets: Buckets | None) -> Send:
    """Adds to an answer how much may still be asked."""
    if allowance is None or buckets is None:
        return send

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["RateLimit-Limit"] = str(buckets.burst)
            headers["RateLimit-Remaining"] = str(allowance.remaining)
            headers["RateLimit-Reset"] = str(math.ceil(allowance.wait))
        await send(message)

    return sent
