import datetime as dt
import gzip
import socket
import threading
import time
import zlib

import pytest

from articles.errors import Blocked, FetchError, Gone, Timeout, TooLarge, Unreachable, UnsafeAddress
from scrapers.fetch import Allowed, Caps, Fetcher, Moved

HOST = "paper.example"
AT = f"http://{HOST}"
ANYWHERE = Allowed.of(["127.0.0.0/8"])


def test_a_page_comes_with_headers_instant_and_final_address(server, fetcher):
    server.page("/a.html", "文".encode(), Content_Type="text/html; charset=utf-8", ETag='"7"', Set_Cookie="id=1", X_Name="报")
    before = dt.datetime.now(dt.UTC)
    response = fetcher.fetch(f"{AT}/a.html")
    assert (response.status, response.payload, response.address) == (200, "文".encode(), f"{AT}/a.html")
    assert response.final == response.address
    assert response.header("etag") == '"7"'
    assert response.header("x-name") == "报"
    assert response.header("Set-Cookie") is None
    assert before <= response.fetched_at <= dt.datetime.now(dt.UTC)


def test_the_request_is_honest_and_names_the_public_host(server, fetcher):
    server.page("/")
    fetcher.fetch(f"{AT}/")
    request = server.seen[0]
    assert f"Host: {HOST}\r\n" in request + "\r\n"
    assert "User-Agent: Mozilla/5.0 (compatible; Zongshu/test)" in request
    assert "Accept-Encoding: gzip, deflate" in request
    assert "Cookie" not in request


def test_cookies_are_not_sent_back_and_the_connection_is_kept(server, fetcher):
    server.page("/1", Set_Cookie="id=1; Path=/")
    server.page("/2")
    fetcher.fetch(f"{AT}/1")
    fetcher.fetch(f"{AT}/2")
    assert "Cookie" not in server.seen[1]
    assert server.connections == 1


def test_proxies_and_passwords_of_the_environment_are_ignored(server, fetcher, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text(f"machine {HOST} login me password secret")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    server.page("/", b"direct")
    assert fetcher.fetch(f"{AT}/").payload == b"direct"
    assert "Authorization" not in server.seen[0]


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"x" * 3_000_000)),
        ("x-gzip", gzip.compress(b"x" * 1_500_000) + gzip.compress(b"x" * 1_500_000)),
        ("gzip", gzip.compress(b"x" * 3_000_000) + b"\0" * 100),
        ("deflate", zlib.compress(b"x" * 3_000_000)),
        ("deflate", zlib.compress(b"x" * 3_000_000, wbits=-15)),
        ("identity", b"x" * 3_000_000),
    ],
    ids=["gzip", "members", "padded", "zlib", "raw", "identity"],
)
def test_content_encodings_are_undone_and_the_headers_say_so(server, fetcher, encoding, packed):
    server.page("/", packed, Content_Encoding=encoding)
    response = fetcher.fetch(f"{AT}/")
    assert response.payload == b"x" * 3_000_000
    assert response.header("content-length") == "3000000"
    assert response.header("content-encoding") is None


@pytest.mark.parametrize(
    "packed",
    [b"no gzip at all", gzip.compress(b"text" * 1000)[:-9], gzip.compress(b"ab" * 99)[:-8] + b"\0" * 8],
    ids=["none", "torn", "wrong"],
)
def test_damaged_compression_is_named(server, fetcher, packed):
    server.page("/", packed, Content_Encoding="gzip")
    with pytest.raises(Unreachable) as caught:
        fetcher.fetch(f"{AT}/")
    assert caught.value.key == "fetch_garbled"


def test_an_encoding_we_did_not_ask_for_is_named(server, fetcher):
    server.page("/", b"?", Content_Encoding="br")
    with pytest.raises(Unreachable) as caught:
        fetcher.fetch(f"{AT}/")
    assert caught.value.key == "fetch_encoding"


def test_chunked_bodies_are_joined(server, fetcher):
    server.page("/", b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", Transfer_Encoding="chunked")
    response = fetcher.fetch(f"{AT}/")
    assert response.payload == b"abcde"
    assert response.header("transfer-encoding") is None


def test_an_empty_page_is_returned(server, fetcher):
    server.page("/", b"")
    assert fetcher.fetch(f"{AT}/").payload == b""


def test_the_cap_counts_decoded_bytes(server):
    server.page("/bomb", gzip.compress(b"\0" * 300_000_000, 9), Content_Encoding="gzip")
    server.page("/fits", b"x" * 1000)
    server.page("/over", b"x" * 1001)
    with Fetcher("test", ANYWHERE, {HOST: server.target}, Caps(body=1000)) as fetcher:
        for path in ("/bomb", "/over"):
            with pytest.raises(TooLarge):
                fetcher.fetch(AT + path)
        assert len(fetcher.fetch(f"{AT}/fits").payload) == 1000


def _drip(piece: bytes, head: bytes = b"") -> object:
    def answer(client: socket.socket, _: str) -> None:
        client.sendall(head)
        while True:
            client.sendall(piece)
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"),
        (b"", b""),
    ],
    ids=["length", "close", "chunk-size", "header", "headers", "silence"],
)
def test_a_slow_drip_ends_at_the_deadline(server, fetcher, head, piece):
    server.raw("/", _drip(piece, head))
    with pytest.raises((Timeout, Unreachable)) as caught:
        fetcher.fetch(f"{AT}/", deadline=0.4)
    assert isinstance(caught.value, Timeout) or head.endswith(b"OK\r\n")  # a hundred headers are refused before the time is over


def test_silence_longer_than_the_read_cap_ends_it(server):
    server.raw("/", lambda client, _: time.sleep(5))
    with Fetcher("test", ANYWHERE, {HOST: server.target}, Caps(read=0.2)) as fetcher, pytest.raises(Timeout):
        fetcher.fetch(f"{AT}/")


def test_a_kept_connection_comes_under_the_new_deadline(server, fetcher):
    server.page("/first", b"1")
    server.raw("/slow", _drip(b"x", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"))
    fetcher.fetch(f"{AT}/first")
    with pytest.raises(Timeout):
        fetcher.fetch(f"{AT}/slow", deadline=0.4)
    server.page("/again", b"2")
    assert fetcher.fetch(f"{AT}/again").payload == b"2"


def _cut(payload: bytes) -> object:
    def answer(client: socket.socket, _: str) -> None:
        client.sendall(payload)
        client.shutdown(socket.SHUT_RDWR)

    return answer


@pytest.mark.parametrize(
    "payload",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 999,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
        b"SSH-2.0-OpenSSH\r\n",
        b"",
    ],
)
def test_a_torn_answer_is_not_a_page(server, fetcher, payload):
    server.raw("/", _cut(payload))
    with pytest.raises(Unreachable) as caught:
        fetcher.fetch(f"{AT}/")
    assert caught.value.key == "fetch_broken"


def test_a_redirect_is_an_answer_and_not_followed(server, fetcher):
    server.page("/old", status="302 Found", Location="/文 new.html#part")
    answer = fetcher.fetch(f"{AT}/old")
    assert answer == Moved(f"{AT}/old", f"{AT}/文 new.html", 302)
    server.page("/%E6%96%87%20new.html", b"here")
    assert fetcher.fetch(answer.target).payload == b"here"
    assert len(server.seen) == 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("next.html", "/a/next.html"),
        ("../up.html?x=1#y", "/up.html?x=1"),
        ("//paper.example/z", "/z"),
        ("?page=2", "/a/old?page=2"),
        ("  /padded  ", "/padded"),
    ],
)
def test_where_redirects_lead(server, fetcher, status, location, target):
    server.page("/a/old", status=f"{status} Moved", Location=location)
    assert fetcher.fetch(f"{AT}/a/old").target == AT + target


def test_a_redirect_that_names_nothing_is_odd(server, fetcher):
    server.page("/", status="302 Found")
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(f"{AT}/")
    assert caught.value.key == "fetch_odd_status"
    server.page("/", status="302 Found", Location="http://[::1")
    with pytest.raises(UnsafeAddress):
        fetcher.fetch(f"{AT}/")


def test_the_instant_a_request_went_out_is_told(server, fetcher):
    server.raw("/", lambda client, _: (time.sleep(0.3), client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")))
    assert fetcher.sent is None
    before = dt.datetime.now(dt.UTC)
    response = fetcher.fetch(f"{AT}/")
    assert before <= fetcher.sent <= response.fetched_at - dt.timedelta(seconds=0.25)
    with pytest.raises(UnsafeAddress):
        fetcher.fetch("ftp://x/")
    assert fetcher.sent is None


def test_the_body_of_a_redirect_is_not_read(server, fetcher):
    def endless(client: socket.socket, _: str) -> None:
        client.sendall(b"HTTP/1.1 302 Found\r\nLocation: /next\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            client.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    server.raw("/", endless)
    assert fetcher.fetch(f"{AT}/", deadline=5).target == f"{AT}/next"


def test_a_body_can_be_cut_off(server, fetcher):
    server.page("/robots.txt", gzip.compress(b"\0" * 300_000_000, 9), Content_Encoding="gzip")
    assert fetcher.fetch(f"{AT}/robots.txt", most=1000).payload == b"\0" * 1000


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://paper.example/",
        "gopher://x/",
        "http://user:pw@paper.example/",
        "//localhost/",
        "http://127.0.0.1:1/",
        "http://[::1]/",
    ],
)
def test_what_a_redirect_leads_to_is_held_to_the_same_rules(server, fetcher, target):
    server.page("/", status="302 Found", Location=target)
    answer = fetcher.fetch(f"{AT}/")
    with pytest.raises(UnsafeAddress):
        fetcher.fetch(answer.target)
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "no address",
        "ftp://a.example/",
        "http://",
        "http:///path",
        "http://a.example:port/",
        "http://a@b.example/",
        "http://a.example\\@b/",
        "http://a.example/\r\nX: 1",
        "http://[::1",
        "http://a..b/",
    ],
)
def test_an_address_that_is_none_is_refused(fetcher, address):
    with pytest.raises(UnsafeAddress):
        fetcher.fetch(address)


def test_nothing_is_sent_to_a_machine_that_is_not_public(server):
    port = server.target.rpartition(":")[2]
    with Fetcher("test") as fetcher:
        for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1", "127.1"):
            with pytest.raises(UnsafeAddress):
                fetcher.fetch(f"http://{host}:{port}/")
    assert server.connections == 0


def test_loopback_is_for_the_hosts_it_is_allowed_to(server):
    server.page("/", b"ok")
    with Fetcher("test", Allowed(loopback=frozenset([HOST])), {HOST: server.target, "other.example": server.target}) as fetcher:
        assert fetcher.fetch(f"{AT}/").payload == b"ok"
        with pytest.raises(UnsafeAddress) as caught:
            fetcher.fetch("http://other.example/")
    assert caught.value.facts["peer"] == "127.0.0.1"


def test_no_server_and_no_such_name_are_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        target = f"127.0.0.1:{gone.getsockname()[1]}"
    with Fetcher("test", ANYWHERE, {HOST: target}) as fetcher:
        with pytest.raises(Unreachable) as caught:
            fetcher.fetch(f"{AT}/")
        assert caught.value.key == "fetch_connect"
        with pytest.raises(Unreachable) as caught:
            fetcher.fetch("http://nowhere.invalid/")
        assert caught.value.key == "fetch_name"


def test_validators_bring_a_304_and_only_then(server, fetcher):
    server.page("/", status="304 Not Modified", ETag='"7"')
    response = fetcher.fetch(f"{AT}/", etag='"7"', last_modified="Mon, 01 Jan 2024 00:00:00 GMT")
    assert (response.status, response.payload) == (304, b"")
    assert 'If-None-Match: "7"' in server.seen[0]
    assert "If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT" in server.seen[0]
    with pytest.raises(FetchError):
        fetcher.fetch(f"{AT}/")


@pytest.mark.parametrize(
    ("status", "error", "retried"),
    [(404, Gone, False), (410, Gone, False), (401, Blocked, False), (403, Blocked, False), (451, Blocked, False)]
    + [(status, Unreachable, True) for status in (408, 429, 500, 502, 503, 504, 599)]
    + [(status, FetchError, False) for status in (204, 206, 300, 400, 418)],
)
def test_each_status_has_its_error(server, fetcher, status, error, retried):
    server.page("/", b"", f"{status} Whatever")
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(f"{AT}/")
    assert type(caught.value) is error
    assert caught.value.retried is retried
    assert caught.value.facts["status"] == status
    assert caught.value.message("en") != caught.value.message("zh")


@pytest.mark.parametrize(("header", "seconds"), [("120", 120), ("0", 0), ("999999999999", 604800), ("Mon, 01 Jan 2001 00:00:00 GMT", 0)])
def test_retry_after_is_a_fact(server, fetcher, header, seconds):
    for status in (429, 503):
        server.page("/", b"", f"{status} Later", Retry_After=header)
        with pytest.raises(Unreachable) as caught:
            fetcher.fetch(f"{AT}/")
        assert caught.value.facts["retry_after"] == seconds


def test_one_fetcher_takes_one_fetch_at_a_time(server, fetcher):
    for number in range(8):
        server.page(f"/{number}", str(number).encode())
    got: dict[int, bytes] = {}
    threads = [threading.Thread(target=lambda n=n: got.__setitem__(n, fetcher.fetch(f"{AT}/{n}").payload)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {number: str(number).encode() for number in range(8)}
