"""Requests made to harm: every answer has its headers, a head without end is refused by name, and no path leads out."""

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from articles.errors import DamagedArchive
from indexing import Tokenizer, load_words, open_index
from scrapers.sample import articles
from search import Holdings, Search
from search.api import Access, Taken, WebSettings, create_app
from search.api.headers import PAGE_POLICY
from storage import Archive, ArticleFiles, Position
from storage.ledger import Ledger
from worker.cli.patience import Patient

SECRET = "zs_recognisable"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A guarded server as the program runs it."""
    folder, tokenizer = tmp_path_factory.mktemp("requests"), Tokenizer(load_words(()))
    index = open_index(folder / "index", tokenizer)
    index.create()
    index.write(list(articles(5)))
    with Ledger(f"sqlite:///{folder}/ledger.sqlite3") as ledger:
        holdings = Holdings(ledger, Archive(folder / "archive"))
        options = WebSettings(upload=1_000, rate=0.01, burst=150)
        search = Search(index, holdings, {"ljrb": "岚江日报"}, tokenizer)
        app = create_app(search, holdings, options, lambda _: Taken("files-0123456789ab"), None, Access(writing=True))
        server = uvicorn.Server(uvicorn.Config(app, port=0, http=Patient, log_config=None, access_log=False, ws="none"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
    index.close()


def safe(answer: httpx.Response) -> None:
    headers = answer.headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert policy.startswith("sandbox") or "script-src 'self';" in policy
    assert policy.startswith("sandbox") or "frame-ancestors 'none'" in policy
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")
    assert (headers["cross-origin-opener-policy"], headers["cross-origin-resource-policy"]) == ("same-origin", "same-origin")


def raw(address: str, payload: bytes) -> httpx.Response:
    """What a socket gets, whatever it sends."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as client:
        client.sendall(payload)
        parts = []
        while piece := client.recv(65_536):
            parts.append(piece)
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    return httpx.Response(int(status.split()[1]), headers=[tuple(one.split(": ", 1)) for one in lines], content=body)  # type: ignore[misc] # pairs


def asked(first: str, tag: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Requests of every kind, by what they end in."""
    return [
        ("GET", "/", {}),
        ("HEAD", "/", {}),
        ("GET", f"/articles/{first}", {}),
        ("GET", "/static/style.css", {}),
        ("GET", "/static/none.css", {}),
        ("GET", "/static/", {}),
        ("POST", "/static/style.css", {}),
        ("GET", "/nowhere", {}),
        ("DELETE", "/api/v1/search", {}),
        ("GET", "/api/v1/search?limit=x", {}),
        ("GET", "/api/v1/search?q=(", {}),
        ("GET", "/?q=(", {"headers": {"Accept": "text/html"}}),
        ("GET", f"/api/v1/articles/{first}", {"headers": {"If-None-Match": tag}}),
        ("POST", "/api/v1/ingest?name=a", {"content": b"x"}),
        ("GET", "/api/v1/search?q=" + "x" * 60_000, {}),
        ("GET", "/openapi.json", {}),
        ("GET", "/health", {}),
        ("GET", "/metrics", {}),
        ("POST", "/login", {"data": {"token": "x"}}),
        ("POST", "/logout", {}),
        ("OPTIONS", "/api/v1/search", {}),
        ("TRACE", "/", {}),
        ("GET", "/api/v1/search", {"headers": {"Authorization": f"Bearer {SECRET}"}}),
        ("GET", "/favicon.ico", {}),
    ]


def test_every_answer_whatever_it_is_has_the_headers(address: str) -> None:
    first = next(iter(articles(1))).id
    seen = {}
    with httpx.Client(base_url=address) as client:
        tag = client.get(f"/api/v1/articles/{first}").headers["etag"]
        for method, path, more in asked(first, tag):
            answer = client.request(method, path, **more)
            safe(answer)
            assert SECRET not in answer.text
            seen[answer.status_code] = path
    assert {200, 303, 304, 400, 401, 404, 405, 414, 422} <= set(seen)
    assert PAGE_POLICY.count("'self'") == 5


@pytest.mark.parametrize(
    ("payload", "status"),
    [
        (b"GET /?q=" + b"x" * 400_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 300_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % at for at in range(20_000)) + b"\r\n", 431),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
    ],
    ids=["address", "header", "headers", "ssh", "length", "null", "no host"],
)
def test_a_head_that_is_none_is_answered_by_name(address: str, payload: bytes, status: int) -> None:
    answer = raw(address, payload)
    assert answer.status_code == status
    safe(answer)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = json.loads(answer.content)
    assert (problem["status"], problem["code"]) == (status, f"query_status_{status}")
    assert "{" not in problem["detail"]


@pytest.mark.parametrize("up", ["../", "..%2f", "%2e%2e/", "..\\", "..%5c", "%2e%2e%2f", "....//", "/", "%00", "..%c0%af"])
def test_no_path_leads_out(address: str, up: str) -> None:
    for start in ("/static/", "/articles/", "/api/v1/articles/", "/api/v1/ingest/", "/"):
        answer = raw(address, f"GET {start}{up * 8}etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        assert answer.status_code in (400, 404, 422)
        assert b"root:" not in answer.content


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "ljrb/../../x", "a\0b", "..\\x", ".."])
def test_a_name_of_an_archive_leads_out_of_nothing(tmp_path: Path, name: str) -> None:
    """A record may name another file as where its payload stands."""
    (tmp_path / "x").write_bytes(b"secret")
    archive = Archive(tmp_path / "archive")
    with pytest.raises(DamagedArchive):
        archive.read(Position(name, 0, 10))
    with pytest.raises(ValueError, match="no key"):
        ArticleFiles(tmp_path / "articles").path(f"{name}-20200102")


def test_who_asks_too_much_is_told_with_the_headers(address: str) -> None:
    with httpx.Client(base_url=address) as client:
        answers = [client.get("/api/v1/status") for _ in range(150)]
    safe(answers[-1])
    assert (answers[-1].status_code, answers[-1].json()["code"]) == (429, "query_rate")
    assert int(answers[-1].headers["retry-after"]) > 0
