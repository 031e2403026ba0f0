"""What is measured, in Prometheus's text format. Labels are routes, papers, hosts and kinds, never addresses: their number is bounded."""

from collections.abc import Callable
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Summary, disable_created_metrics, generate_latest
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

disable_created_metrics()  # type: ignore[no-untyped-call] # the library's one untyped function


class Metrics:
    """Counts requests by route, method and status, and the seconds they took by route; what others collect is shown beside."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        labels = ("route", "method", "status")
        self._requests = Counter("zongshu_requests", "Requests answered.", labels, registry=self._registry)
        self._seconds = Summary("zongshu_request_seconds", "Time to answer.", ("route",), registry=self._registry)

    def note(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self, beside: Collector) -> bytes:
        """The exposition."""
        now = CollectorRegistry()
        now.register(beside)
        return generate_latest(self._registry) + generate_latest(now)


class Measured:
    """Notes every request; the clock is handed in."""

    def __init__(self, app: ASGIApp, metrics: Metrics, clock: Callable[[], float]) -> None:
        self._app = app
        self._metrics = metrics
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app does, and note how long it took."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, status = self._clock(), 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            self._metrics.note(_route(scope), _method(scope["method"]), status, self._clock() - start)


def _route(scope: Scope) -> str:
    route: Any = scope.get("route")
    return str(getattr(route, "path", "")) or "other"


def _method(method: str) -> str:
    return method if method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH") else "other"
