"""Tokens through the real program: given out, listed, taken back, and what a server asks of whom."""

import json
import signal
import socket
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from articles.errors import SettingsError, StorageError
from worker.cli.face import Face
from worker.cli.patience import Patient
from worker.cli.program import ended
from worker.tokens import Tokens

TEXT = "关于政协履职的报告\n过去一年，市政协共立案提案三百二十件，办复率百分之九十九。\n".encode()


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_tokens_are_given_out_once_and_taken_back(zongshu) -> None:
    added = zongshu("tokens", "add", "张三", "--write", "--json")
    (line,) = added.lines
    assert line["token"].startswith("zs_")
    assert len(line["token"]) > 40
    file = zongshu.home / "tokens.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert line["token"] not in file.read_text()
    plain = zongshu("tokens", "add", "reader").out.strip()
    assert plain.startswith("zs_")
    listed = zongshu("tokens", "list", "--json").lines
    assert [(one["name"], one["write"]) for one in listed] == [("张三", True), ("reader", False)]
    again = zongshu("tokens", "add", "reader")
    assert (again.code, again.out) == (1, "")
    assert zongshu("tokens", "revoke", "reader").code == 0
    assert [one["name"] for one in zongshu("tokens", "list", "--json").lines] == ["张三"]


def test_wrong_use_of_tokens_is_told(tmp_path: Path) -> None:
    for code, words in (
        (2, ("add",)),
        (2, ("list", "x")),
        (2, ("revoke",)),
        (2, ("revoke", "x", "--write")),
        (2, ("lend", "x")),
        (1, ("revoke", "x")),
        (1, ("add", "two words")),
    ):
        assert ended(Face(), ["--home", str(tmp_path), "tokens", *words]) == code, words


def test_a_page_that_others_can_reach_asks_for_tokens(zongshu) -> None:
    process = zongshu.start("up", "--host", "0.0.0.0", "--port", "0", "--json", "--lang", "en")
    assert process.stdout is not None
    address = json.loads(process.stdout.readline())["address"].replace("0.0.0.0", "127.0.0.1")
    status, file = f"{address}api/v1/status", f"{address}api/v1/ingest?name=a.txt"
    assert httpx.get(status).status_code == 401
    assert httpx.post(file, content=TEXT).status_code == 401
    reader, writer = (zongshu("tokens", "add", *args).out.strip() for args in (("reader",), ("writer", "--write")))
    assert httpx.get(status, headers=bearing(reader)).status_code == 200
    assert httpx.post(file, content=TEXT, headers=bearing(reader)).status_code == 403
    assert httpx.post(file, content=TEXT, headers=bearing(writer)).status_code == 202
    end = time.monotonic() + 60
    while not (httpx.get(status, headers=bearing(reader)).json()["articles"] or 0):
        assert time.monotonic() < end
        time.sleep(0.1)
    assert zongshu("tokens", "revoke", "reader").code == 0
    assert httpx.get(status, headers=bearing(reader)).status_code == 401
    stopped = zongshu.end(process, signal.SIGTERM)
    assert stopped.code == 0
    assert "reading needs a token" in stopped.err
    assert "There is no token yet" in stopped.err
    assert reader not in stopped.err
    assert writer not in stopped.err


def test_a_public_page_is_read_by_all_and_written_by_none(zongshu) -> None:
    process = zongshu.start("serve", "--host", "0.0.0.0", "--public", "--port", "0", "--json", "--lang", "en")
    assert process.stdout is not None
    address = json.loads(process.stdout.readline())["address"].replace("0.0.0.0", "127.0.0.1")
    assert httpx.get(f"{address}api/v1/status").status_code == 200
    assert httpx.post(f"{address}api/v1/ingest?name=a.txt", content=TEXT).status_code == 401
    stopped = zongshu.end(process, signal.SIGTERM)
    assert "all may read" in stopped.err
    assert "no token yet that may write" in stopped.err


def test_a_torn_file_of_tokens_lets_nobody_in(tmp_path: Path) -> None:
    file = tmp_path / "tokens.json"
    for text in ("", "[]", '{"tokens": [{"name": 1}]}', '{"tokens": []}', '{"secret": "xyz", "tokens": []}'):
        file.write_text(text)
        for use in (Tokens(file).all, Tokens(file).secret, lambda: Tokens(file).granted("zs_x")):
            with pytest.raises(StorageError) as error:
                use()
            assert str(file) in str(error.value)
        assert file.read_text() == text


def test_many_at_once_lose_no_token(tmp_path: Path) -> None:
    import datetime as dt

    def add(number: int) -> None:
        Tokens(tmp_path / "tokens.json").add(f"n{number}", write=False, now=dt.datetime.now(dt.UTC))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = Tokens(tmp_path / "tokens.json")
    assert {one.name for one in kept.all()} == {f"n{number}" for number in range(12)}
    assert kept.secret() == Tokens(tmp_path / "tokens.json").secret()
    with pytest.raises(SettingsError):
        kept.add("a/b", write=False, now=dt.datetime.now(dt.UTC))


@contextmanager
def hasty() -> Iterator[int]:
    """A server that waits half a second for a request."""

    class Hasty(Patient):
        head = 0.5

    async def app(scope, receive, send) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
            await send({"type": "http.response.body", "body": b"ok"})

    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", http=Hasty, lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(10)


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: a\r\nX: "])
def test_a_client_that_says_nothing_is_let_go(begun: bytes) -> None:
    with hasty() as port:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
            client.sendall(begun)
            assert client.recv(1_000) == b""
        with httpx.Client() as quick:
            for _ in range(3):
                assert quick.get(f"http://127.0.0.1:{port}/").text == "ok"
                time.sleep(0.3)


def test_every_hit_is_streamed(crawled) -> None:
    whole = crawled("search", "政协", "--all", "--every", "--json", "--facets", "--timeline")
    summary = whole.lines[-1]["summary"]
    ids = [line["id"] for line in whole.lines[:-1]]
    assert len(ids) == len(set(ids)) == summary["total"] > 0
    printed = {str(year["year"]): year["count"] for year in summary["timeline"]["printed"] if year["count"]}
    assert printed == {one["value"]: one["count"] for one in summary["facets"]["printed_year"]}
    told = crawled("search", "政协", "--all", "--limit", "0", "--timeline")
    assert all(f"{year} {count}" in told.out for year, count in printed.items())
