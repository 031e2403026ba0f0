"""Counters of requests in Prometheus's text format. Labels are routes, never addresses: their number is bounded."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search.api.settings import Waiting

Labels = tuple[str, str, str]


class Metrics:
    """Counts requests by route, method and status, and the seconds they took by route."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[Labels] = Counter()
        self._seconds: dict[str, float] = {}
        self._timed: Counter[str] = Counter()

    def note(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request."""
        with self._lock:
            self._requests[route, method, str(status)] += 1
            self._seconds[route] = self._seconds.get(route, 0.0) + seconds
            self._timed[route] += 1

    def text(self, articles: int | None, queues: Mapping[str, Waiting] | None = None) -> str:
        """The exposition; `articles` None says the index did not answer."""
        with self._lock:
            requests, seconds, timed = sorted(self._requests.items()), sorted(self._seconds.items()), dict(self._timed)
        lines = ["# HELP zongshu_requests_total Requests answered.", "# TYPE zongshu_requests_total counter"]
        lines += [
            f'zongshu_requests_total{{route="{route}",method="{method}",status="{status}"}} {number}'
            for (route, method, status), number in requests
        ]
        lines += ["# HELP zongshu_request_seconds Time to answer.", "# TYPE zongshu_request_seconds summary"]
        for route, total in seconds:
            lines += [f'zongshu_request_seconds_sum{{route="{route}"}} {total:.6f}']
            lines += [f'zongshu_request_seconds_count{{route="{route}"}} {timed[route]}']
        lines += ["# HELP zongshu_index_up Whether the index answers.", "# TYPE zongshu_index_up gauge"]
        lines += [f"zongshu_index_up {int(articles is not None)}"]
        if articles is not None:
            lines += ["# HELP zongshu_index_articles Articles in the live index.", "# TYPE zongshu_index_articles gauge"]
            lines += [f"zongshu_index_articles {articles}"]
        lines += _queues(queues) if queues else []
        return "\n".join(lines) + "\n"


def _queues(queues: Mapping[str, Waiting]) -> list[str]:
    """What waits for workers, and when they did something last."""
    lines = ["# HELP zongshu_queue_waiting Messages that wait for workers.", "# TYPE zongshu_queue_waiting gauge"]
    lines += [f'zongshu_queue_waiting{{queue="{name}"}} {queue.waiting}' for name, queue in queues.items()]
    lines += ["# HELP zongshu_queue_ran_seconds When a task ran last.", "# TYPE zongshu_queue_ran_seconds gauge"]
    lines += [f'zongshu_queue_ran_seconds{{queue="{name}"}} {queue.ran.timestamp():.3f}' for name, queue in queues.items() if queue.ran]
    return lines


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
