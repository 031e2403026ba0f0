"""TLS: a certificate nobody signed, of another name, or expired, is an answer we do not take; nothing is sent then."""

import subprocess
from pathlib import Path

import pytest

from articles.errors import Unreachable
from hostile.conftest import HOST
from hostile.server import HostileServer, reply, saying
from scrapers.fetch import Allowed, Caps, Fetcher
from storage import Response

_CONFIG = """[ca]
default_ca = here
[here]
database = {folder}/index.txt
serial = {folder}/serial
new_certs_dir = {folder}
default_md = sha256
policy = any
[any]
commonName = supplied
[names]
subjectAltName = DNS:{name}
basicConstraints = critical,CA:TRUE
"""
PAST, NOW = ("20200101000000Z", "20200201000000Z"), ("20200101000000Z", "20991231000000Z")


def made(folder: Path, name: str, dates: tuple[str, str]) -> tuple[Path, Path]:
    """A self-signed certificate for a name and a time, and its key."""
    folder.mkdir()
    (folder / "ca.cnf").write_text(_CONFIG.format(folder=folder, name=name))
    (folder / "index.txt").touch()
    (folder / "serial").write_text("01")
    cert, key, request = folder / "cert.pem", folder / "key.pem", folder / "request.pem"
    ask = ["req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", str(key), "-out", str(request)]
    sign = ["ca", "-batch", "-selfsign", "-notext", "-config", str(folder / "ca.cnf"), "-extensions", "names", "-keyfile", str(key)]
    sign += ["-in", str(request), "-out", str(cert), "-startdate", dates[0], "-enddate", dates[1]]
    for command in (ask, sign):
        subprocess.run(["openssl", *command], check=True, capture_output=True)
    return cert, key


@pytest.mark.system("openssl")
@pytest.mark.parametrize(
    ("name", "dates", "trusted", "why"),
    [
        (HOST, NOW, False, "self-signed"),
        ("other.example", NOW, True, "match"),
        (HOST, PAST, True, "expired"),
        (HOST, NOW, True, None),
    ],
    ids=["self-signed", "wrong name", "expired", "good"],
)
def test_a_certificate_is_looked_at(tmp_path: Path, name: str, dates: tuple[str, str], trusted: bool, why: str | None) -> None:
    cert, key = made(tmp_path / "tls", name, dates)
    with HostileServer({"page": saying(reply("200 OK", b"<p>x</p>"))}, certificate=(cert, key)) as server:
        allowed, connect = Allowed(loopback=frozenset([HOST])), {HOST: f"127.0.0.1:{server.port}"}
        with Fetcher("t", allowed, connect, Caps(deadline=10), authorities=str(cert) if trusted else None) as fetcher:
            if why is None:
                answer = fetcher.fetch(f"https://{HOST}/page")
                assert isinstance(answer, Response)
                assert answer.payload == b"<p>x</p>"
                return
            with pytest.raises(Unreachable) as caught:
                fetcher.fetch(f"https://{HOST}/page")
            assert caught.value.key == "fetch_tls"
            assert why in str(caught.value)
        assert server.seen == []
