"""Tokens, cookies, rates and bounds, over a real server."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from search_kit import DROPPED, Library, served

from articles.errors import EngineUnavailable
from search import Search
from search.api import Access, Grant, Taken, WebSettings, create_app
from search.api.limits import Buckets

API = "/api/v1"
READER, WRITER = Grant("reader", write=False, mark="1"), Grant("writer", write=True, mark="2")
TOKENS = {"zs_reader": READER, "zs_writer": WRITER}
HTML = {"Accept": "text/html"}


def access(reading: bool = True, writing: bool = True, local: bool = False) -> Access:
    by_name = {grant.name: grant for grant in TOKENS.values()}
    return Access(reading, writing, local, TOKENS.get, by_name.get)


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@contextmanager
def asked(sample: Library, given: Access, **options: Any) -> Iterator[httpx.Client]:
    app = create_app(
        sample.search, sample.holdings, WebSettings(**options), lambda upload: sample.uploads.append(upload) or Taken(DROPPED), None, given
    )
    with served(app) as address, httpx.Client(base_url=address) as client:
        yield client


@pytest.fixture(scope="module")
def guarded(sample: Library) -> Iterator[httpx.Client]:
    with asked(sample, access()) as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/search", "/status", "/coverage?paper=ljrb", f"/articles/{DROPPED}-1", f"/articles/{DROPPED}-1/raw", "/suggest?q=政"]
)
def test_reading_asks_for_a_token(guarded: httpx.Client, path: str) -> None:
    answer = guarded.get(f"{API}{path}")
    assert (answer.status_code, answer.json()["code"]) == (401, "query_token_missing")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert "zongshu tokens add" in answer.json()["detail"]
    for wrong in ("Bearer zs_other", "Bearer", "Basic enM6", "Bearer " + "x" * 9_000, "bearer zs_reader extra"):
        answer = guarded.get(f"{API}{path}", headers={"Authorization": wrong})
        assert (answer.status_code, answer.json()["code"]) == (401, "query_token_unknown")
    right = guarded.get(f"{API}{path}", headers=bearing("zs_reader"))
    assert right.status_code == 200
    assert right.headers.get("cache-control") in {"private, no-cache", "no-store"}


def test_writing_asks_for_a_token_that_may_write(guarded: httpx.Client, sample: Library) -> None:
    def sent(headers: dict[str, str]) -> httpx.Response:
        return guarded.post(f"{API}/ingest", params={"name": "a.txt"}, content=b"text", headers=headers)

    for headers, status, code in (
        ({}, 401, "query_token_missing_write"),
        (bearing("zs_other"), 401, "query_token_unknown"),
        (bearing("zs_reader"), 403, "query_token_reads"),
    ):
        answer = sent(headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert sample.uploads == []
    assert sent(bearing("zs_writer")).status_code == 202
    assert sample.uploads.pop().payload == b"text"


def test_public_reading_leaves_writing_guarded(sample: Library) -> None:
    with asked(sample, access(reading=False)) as client:
        assert client.get(f"{API}/search").headers["cache-control"] == "no-cache"
        assert client.get("/").status_code == 200
        assert client.post(f"{API}/ingest", params={"name": "a"}, content=b"x").status_code == 401
        assert client.get(f"{API}/search", headers=bearing("zs_other")).status_code == 401


def test_what_is_open_to_all(guarded: httpx.Client) -> None:
    for path in ("/health", "/openapi.json", "/static/style.css"):
        assert guarded.get(path).status_code == 200
    assert guarded.get("/metrics").status_code == 401
    assert guarded.get("/openapi.json").json()["paths"][f"{API}/search"]["get"]["security"] == [{"token": []}]


def test_a_browser_gets_a_form_and_then_reads_but_never_writes(guarded: httpx.Client, sample: Library) -> None:
    with httpx.Client(base_url=guarded.base_url) as browser:
        form = browser.get("/", params={"q": "政协"}, headers=HTML)
        assert form.status_code == 401
        assert 'name="next" value="/?q=%E6%94%BF%E5%8D%8F"' in form.text
        wrong = browser.post("/login", data={"token": "zs_other", "next": "/"}, headers=HTML)
        assert wrong.status_code == 401
        assert 'role="alert"' in wrong.text
        right = browser.post("/login", data={"token": "zs_writer", "next": "/?q=政协"})
        assert right.status_code == 303
        cookie = right.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert "zs_writer" not in cookie
        assert browser.get(right.headers["location"], headers=HTML).status_code == 200
        assert browser.get(f"{API}/status").status_code == 200
        assert browser.post(f"{API}/ingest", params={"name": "a"}, content=b"x").status_code == 401
        assert sample.uploads == []
        value = browser.cookies["zongshu_session"]
        for other in (value[:-1] + ("0" if value[-1] != "0" else "1"), "a.b", "a.1.b", "", value.replace(".", ".9", 1), "\xff..", "政"):
            answer = httpx.get(f"{guarded.base_url}{API}/status", headers={"Cookie": f"zongshu_session={other}".encode()})
            assert answer.status_code == 401, other
        assert browser.post("/logout").status_code == 303
        assert browser.get(f"{API}/status").status_code == 401


def test_a_form_of_another_site_is_refused_and_leads_nowhere_else(guarded: httpx.Client) -> None:
    answer = guarded.post("/login", data={"token": "zs_reader"}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    for address in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", "/\n/x", ""):
        answer = guarded.post("/login", data={"token": "zs_reader", "next": address})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert guarded.post("/login", content=b"x" * 100_000).status_code == 401
    guarded.cookies.clear()


def test_on_this_machine_alone_another_name_cannot_write(sample: Library) -> None:
    with asked(sample, access(reading=False, writing=False, local=True)) as client:
        for host, status in (
            ("rebound.example", 403),
            ("127.0.0.1:80", 202),
            ("localhost", 202),
            ("[::1]:80", 202),
            ("127.0.0.1.evil.example", 403),
        ):
            assert client.post(f"{API}/ingest", params={"name": "a"}, content=b"x", headers={"Host": host}).status_code == status
        sample.uploads.clear()


def test_a_rate_holds_for_each_asker(sample: Library) -> None:
    with asked(sample, access(reading=False), rate=0.5, burst=3) as client:
        answers = [client.get(f"{API}/suggest", params={"q": "政"}) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        last = answers[-1]
        assert last.json()["code"] == "query_rate"
        assert 1 <= int(last.headers["retry-after"]) <= 2
        assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0"]
        assert client.get(f"{API}/status", headers=bearing("zs_reader")).status_code == 200
        assert client.get("/health").status_code == 200


def test_a_bucket_fills_as_time_goes_on() -> None:
    now = 0.0
    buckets = Buckets(2.0, 3, lambda: now)
    assert [buckets.take("a").allowed for _ in range(5)] == [True, True, True, False, False]
    assert buckets.take("b").remaining == 2
    now = 0.5
    assert buckets.take("a").allowed
    assert buckets.take("a").wait == pytest.approx(0.5)
    now = 100.0
    assert [buckets.take("a").allowed for _ in range(4)] == [True, True, True, False]
    for number in range(10_050):
        buckets.take(str(number))
    assert len(buckets._askers) == 10_000


class Slow:
    """An index that answers when it is told to."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def ask(self, request: object) -> None:
        self.go.wait(20)
        raise EngineUnavailable("engine_unreachable", place="here", why="slow")

    def view(self, name: str | None = None) -> None:
        self.ask(name)


def test_a_flood_waits_is_refused_and_passes(sample: Library, tokenizer: Any) -> None:
    slow = Slow()
    search = Search(slow, sample.holdings, {}, tokenizer)  # type: ignore[arg-type] # an index that answers late
    with served(create_app(search, sample.holdings, WebSettings(at_once=1, seconds=1.0))) as address:
        codes: list[str] = []

        def ask() -> None:
            codes.append(httpx.get(f"{address}{API}/search", params={"q": "政协"}, timeout=30).json()["code"])

        threads = [threading.Thread(target=ask) for _ in range(14)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(codes) == ["query_busy"] * 3 + ["query_slow"] * 11
        slow.go.set()
        time.sleep(0.3)
        assert httpx.get(f"{address}{API}/search", params={"q": "政协"}).json()["code"] == "engine_unreachable"


def test_addresses_are_bounded(guarded: httpx.Client) -> None:
    host, port = guarded.base_url.host, guarded.base_url.port
    answer = guarded.get(f"{API}/search", params={"q": "x" * 60_000}, headers=bearing("zs_reader"))
    assert (answer.status_code, answer.json()["code"]) == (414, "query_address_long")
    with socket.create_connection((host, port or 80), timeout=10) as client:
        client.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 200_000)
        assert b" 400 " in client.recv(4_096)
