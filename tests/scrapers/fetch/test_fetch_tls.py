"""TLS is verified, and a slow peer of it is under the deadline too."""

import socket
import ssl
import threading
import time

import pytest

from articles.errors import Timeout, Unreachable
from scrapers.fetch import Allowed, Fetcher

HOST = "paper.example"
ANYWHERE = Allowed.of(["127.0.0.0/8"])


@pytest.mark.system("openssl")
def test_tls_is_verified_and_under_the_deadline(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    listener = socket.create_server(("127.0.0.1", 0))
    target = f"127.0.0.1:{listener.getsockname()[1]}"

    def serve() -> None:
        while True:
            try:
                client = context.wrap_socket(listener.accept()[0], server_side=True)
            except ssl.SSLError:
                continue
            except OSError:
                return
            with client:
                slow = b"/slow" in client.recv(65536)
                client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n" + (b"o" if slow else b"ok"))
                time.sleep(1 if slow else 0)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    address = f"https://{HOST}/"
    with Fetcher("test", ANYWHERE, {HOST: target}) as distrusting, pytest.raises(Unreachable) as caught:
        distrusting.fetch(address)
    assert caught.value.key == "fetch_tls"
    with Fetcher("test", ANYWHERE, {HOST: target}, authorities=str(certificate[0])) as trusting:
        assert trusting.fetch(address).payload == b"ok"
        with pytest.raises(Timeout):
            trusting.fetch(address + "slow", deadline=0.4)
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()
