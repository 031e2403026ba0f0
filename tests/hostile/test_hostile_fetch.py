"""Each face of the hostile server, asked by the fetcher: its named error, within its bound of time and memory."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from articles.errors import UnsafeAddress, ZongshuError
from hostile.conftest import ALLOWANCE, DEADLINE, HOST, PATIENCE
from hostile.faces import FACES
from hostile.server import HostileServer, reply, saying
from scrapers.fetch import Allowed, Caps, Fetcher, Moved
from storage import Response

#: Megabytes a fresh process may grow by over a fetch: the cap on the body (5), and its copies.
GROWTH = 40


def _answered(fetcher: Fetcher, address: str, deadline: float) -> Response | Moved | ZongshuError:
    try:
        return fetcher.fetch(address, deadline=deadline)
    except ZongshuError as error:
        return error


@pytest.mark.parametrize("name", FACES)
def test_a_face_is_known_by_its_error_in_time(fetcher: Fetcher, name: str) -> None:
    face, began = FACES[name], time.monotonic()
    deadline = DEADLINE if face.slow else PATIENCE
    answer = _answered(fetcher, f"http://{HOST}/{name}", deadline)
    assert time.monotonic() - began < deadline + ALLOWANCE
    if face.error is None:
        assert isinstance(answer, Response)
        assert answer.payload == b"x" * 10
        return
    assert isinstance(answer, face.error)
    assert isinstance(answer, ZongshuError)
    assert answer.key in face.keys
    assert answer.message("zh") != answer.message("en")


@pytest.mark.parametrize("name", ["bomb-gzip", "bomb-zlib", "flat", "endless", "many-headers"])
def test_a_face_costs_no_memory(hostile: HostileServer, name: str) -> None:
    """A process of its own, so that its peak is its own."""
    script = (
        "import json, resource, sys\n"
        "from articles.errors import ZongshuError\n"
        "from scrapers.fetch import Allowed, Caps, Fetcher\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "host, port, name = sys.argv[1:]\n"
        "with Fetcher('t', Allowed(loopback=frozenset([host])), {host: f'127.0.0.1:{port}'}, Caps(deadline=20)) as fetcher:\n"
        "    before = peak()\n"
        "    try:\n"
        "        fetcher.fetch(f'http://{host}/{name}')\n"
        "        key = None\n"
        "    except ZongshuError as error:\n"
        "        key = error.key\n"
        "    print(json.dumps([key, peak() - before]))\n"
    )
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", script, HOST, str(hostile.port), name]
    key, grown = json.loads(subprocess.run(command, capture_output=True, check=True, cwd=root, timeout=60).stdout)
    assert key in FACES[name].keys
    assert grown <= GROWTH


def test_cookies_are_never_sent_back() -> None:
    jar = saying(reply("200 OK", b"<p>x</p>", {"Set-Cookie": "id=1; Path=/; Max-Age=99999", "Set-Cookie2": "id=2"}))
    with HostileServer({"jar": jar}) as server:
        agent = "Mozilla/5.0 (compatible; Zongshu/test)"
        with Fetcher(agent, Allowed(loopback=frozenset([HOST])), {HOST: f"127.0.0.1:{server.port}"}) as fetcher:
            for _ in range(3):
                answer = fetcher.fetch(f"http://{HOST}/jar")
                assert isinstance(answer, Response)
                assert answer.header("Set-Cookie") is None
        assert [request.header("Cookie") for request in server.seen] == [None] * 3


PRIVATE = [
    "http://2130706433:{0}/", "http://0x7f000001:{0}/", "http://0177.0.0.1:{0}/", "http://127.1:{0}/", "http://127.0.0.1:{0}/",
    "http://0.0.0.0:{0}/", "http://[::1]:{0}/", "http://[::ffff:127.0.0.1]:{0}/", "http://[::ffff:7f00:1]:{0}/", "http://[::]:{0}/",
    "http://[64:ff9b::127.0.0.1]:{0}/", "http://[2002:7f00:1::]:{0}/", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/",
    "http://192.168.1.1/", "http://[fe80::1]/", "http://[fc00::1]/", "http://224.0.0.1/", "http://localhost:{0}/", "http://LOCALHOST.:{0}/",
    "//127.0.0.1:{0}/x", "file:///etc/passwd", "ftp://127.0.0.1:{0}/", "javascript:alert(1)", "gopher://127.0.0.1:{0}/", "data:text/html,x",
    "http://user:pass@127.0.0.1:{0}/", "http://127.0.0.1:{0}\\@paper.example/", "http://①②⑦.⓪.⓪.①:{0}/",
]  # fmt: skip


@pytest.mark.parametrize("target", PRIVATE)
def test_a_redirect_to_a_private_form_goes_nowhere(target: str) -> None:
    """The redirect is an answer; asking for what it leads to is refused before anything is sent."""
    with HostileServer() as inner, HostileServer() as server:
        location = target.format(inner.port).encode().decode("latin-1")
        server.paths = {"away": saying(reply("302 Found", b"", {"Location": location}))}
        allowed, connect = Allowed(loopback=frozenset([HOST])), {HOST: f"127.0.0.1:{server.port}"}
        with Fetcher("t", allowed, connect, Caps(deadline=3)) as fetcher:
            leads = _answered(fetcher, f"http://{HOST}/away", 3)
            if isinstance(leads, Moved):
                leads = _answered(fetcher, leads.target, 3)
        assert isinstance(leads, UnsafeAddress)
        assert inner.seen == []


def test_a_name_that_changes_its_mind_is_not_followed_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the name leads to a public machine first and home afterwards, or to both at once. The resolver is ours."""
    real, answers = socket.getaddrinfo, [["1.1.1.1"], ["127.0.0.1"], ["10.0.0.9", "::1", "127.0.0.1"], ["127.0.0.1", "1.1.1.1"]]
    tried: list[str] = []

    def resolver(host: str, port: int, *args: object, **options: object) -> object:
        if host != "rebind.example":
            return real(host, port, *args, **options)  # type: ignore[arg-type] # as they came
        return [found for ip in answers.pop(0) for found in real(ip, port, type=socket.SOCK_STREAM)]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    connect = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", lambda sock, address: (tried.append(address[0]), connect(sock, address))[1])
    with HostileServer() as inner, Fetcher("t", caps=Caps(connect=0.2, deadline=0.5)) as fetcher:
        for _ in range(4):
            with pytest.raises(ZongshuError):
                fetcher.fetch(f"http://rebind.example:{inner.port}/")
        assert inner.seen == []
    assert set(tried) <= {"1.1.1.1"}
