"""Machines that may be asked though they are not public, the forms an address may take, and a proxy that connects for us."""

import socket
import ssl
import threading

import pytest

from articles.errors import Blocked, Unreachable, UnsafeAddress
from scrapers.fetch import Allowed, Fetcher, check_address, check_proxy
from scrapers.fetch.addresses import is_local, literal

FORMS = ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "017700000001", "127.1", "127.0.1", "0x7f.1", "0X7F.0.0.1", "127.0.0.1."]


@pytest.mark.parametrize("host", FORMS)
def test_every_spelling_of_an_address_is_seen(host):
    assert literal(host) == "127.0.0.1"
    with pytest.raises(UnsafeAddress) as caught:
        check_address(f"http://{host}/")
    assert caught.value.facts["peer"] == "127.0.0.1"


@pytest.mark.parametrize(
    "host", ["[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "[::127.0.0.1]", "[fe80::1%25eth0]"]
)
def test_every_wrapping_of_an_address_is_seen(host):
    with pytest.raises(UnsafeAddress):
        check_address(f"http://{host}/")


@pytest.mark.parametrize("host", ["paper.example", "1.example", "0x7f.example", "a", "127.0.0.1.example", "256.256.256.256", "1.2.3.4.5"])
def test_names_are_no_addresses(host):
    assert literal(host) is None


def test_public_addresses_pass_however_spelt():
    for host in ("1.1.1.1", "16843009", "[2400:3200::1]"):
        assert check_address(f"https://{host}/x").hostname


def test_what_the_operator_allows_and_no_more():
    allowed = Allowed.of(["10.1.0.0/16", "192.168.7.7", "fd00::/8", "archive.internal"], ["paper.sample"])
    assert all(allowed.may("x.example", peer) for peer in ("10.1.2.3", "192.168.7.7", "fd12::1", "1.1.1.1", "::ffff:10.1.9.9"))
    assert not any(allowed.may("x.example", peer) for peer in ("10.2.0.1", "192.168.7.8", "127.0.0.1", "169.254.169.254", "fe80::1"))
    assert allowed.may("archive.internal", "172.16.0.9")
    assert allowed.may("ARCHIVE.internal", "127.0.0.1")
    assert not any(allowed.may("archive.internal", peer) for peer in ("224.0.0.1", "0.0.0.0", "ff02::1"))
    assert allowed.may("paper.sample", "127.0.0.1")
    assert not allowed.may("paper.sample", "10.9.9.9")


@pytest.mark.parametrize("entry", ["", "10.0.0.0/99", "http://x/", "a b", "127.1", "x_/y", "2130706433", "-x.example"])
def test_an_entry_that_is_none_is_refused(entry):
    with pytest.raises(ValueError, match=r".*"):
        Allowed.of([entry])


def test_a_machine_allowed_is_connected_to(server):
    server.page("/", b"ok")
    port = server.target.rpartition(":")[2]
    with Fetcher("test", Allowed.of(["127.0.0.0/8"])) as fetcher:
        assert fetcher.fetch(f"http://127.0.0.1:{port}/").payload == b"ok"
        assert fetcher.fetch(f"http://localhost:{port}/").payload == b"ok"
    with Fetcher("test", Allowed.of(["127.0.0.2"])) as fetcher, pytest.raises(UnsafeAddress):
        fetcher.fetch(f"http://127.0.0.1:{port}/")
    assert server.connections == 2


@pytest.mark.parametrize("name", ["localhost", "a.localhost", "printer", "nas.local", "x.internal", "box.home.arpa", "a.lan", "x.onion"])
def test_names_of_private_networks_are_known_by_their_form(name):
    assert is_local(name)
    assert is_local(name.upper() + ".")
    assert not is_local("paper.example")


@pytest.mark.parametrize("url", ["proxy:3128", "socks5://proxy:1080", "http://proxy", "http://:3128", "", "http://proxy:port"])
def test_a_proxy_that_is_none_is_refused(url):
    with pytest.raises(ValueError, match=r".*"):
        check_proxy(url)


@pytest.fixture
def behind(server):
    """A fetcher that asks through the server as its proxy."""
    with Fetcher("test", proxy=f"http://me:secret@{server.target}") as made:
        yield made


def test_pages_come_through_the_proxy(server, behind):
    server.page("http://paper.example/a.html", b"through", Set_Cookie="a=b")
    server.page("http://paper.example/b.html", status="302 Found", Location="/c.html")
    assert behind.fetch("http://paper.example/a.html").payload == b"through"
    assert behind.fetch("http://paper.example/b.html").target == "http://paper.example/c.html"
    assert server.seen[0].startswith("GET http://paper.example/a.html HTTP/1.1")
    assert "Proxy-Authorization: Basic bWU6c2VjcmV0" in server.seen[0]
    assert "Host: paper.example" in server.seen[0]
    assert server.connections == 1


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://10.0.0.1/", "http://2130706433/", "http://localhost/", "http://nas.local/", "http://intranet/"],
)
def test_the_proxy_is_not_led_into_its_own_network(server, behind, address):
    with pytest.raises(UnsafeAddress):
        behind.fetch(address)
    assert server.connections == 0


def test_a_name_allowed_is_asked_through_the_proxy(server):
    server.page("http://intranet/", b"inside")
    with Fetcher("test", Allowed.of(["intranet"]), proxy=f"http://{server.target}") as fetcher:
        assert fetcher.fetch("http://intranet/").payload == b"inside"


def test_a_proxy_that_is_down_or_refuses_is_named(server, behind):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        target = f"127.0.0.1:{gone.getsockname()[1]}"
    with Fetcher("test", proxy=f"http://{target}") as fetcher, pytest.raises(Unreachable):
        fetcher.fetch("http://paper.example/")
    server.page("paper.example:443", status="407 Proxy Authentication Required")
    with pytest.raises(Unreachable) as caught:
        behind.fetch("https://paper.example/")
    assert caught.value.key == "fetch_proxy"
    assert "secret" not in str(caught.value)
    server.page("http://paper.example/", status="403 Forbidden")
    with pytest.raises(Blocked):
        behind.fetch("http://paper.example/")


@pytest.mark.system("openssl")
def test_tls_is_verified_through_the_proxy(server, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)

    def tunnel(client: socket.socket, _: str) -> None:
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with context.wrap_socket(client, server_side=True) as inner:
            inner.recv(65536)
            inner.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecure")

    server.raw("paper.example:443", tunnel)
    with Fetcher("test", proxy=f"http://{server.target}", authorities=str(certificate[0])) as trusting:
        assert trusting.fetch("https://paper.example/").payload == b"secure"
    with Fetcher("test", proxy=f"http://{server.target}") as distrusting, pytest.raises(Unreachable):
        distrusting.fetch("https://paper.example/")
    assert threading.active_count() < 50
