"""Mail over TLS, with a login: refused where the certificate is not trusted, and no password in what is said of a failure."""

import ssl
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult

from articles.errors import Unreachable
from tests.worker.alarms.receivers import Postbox, postbox
from worker.alarms.mail import Mailing


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A self-signed certificate for this machine, made by openssl."""
    files = tmp_path / "cert.pem", tmp_path / "key.pem"
    line = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run([*line.split(), "-out", str(files[0]), "-keyout", str(files[1])], check=True, capture_output=True)
    return files


def _login(server: object, session: object, envelope: object, mechanism: object, data: object) -> AuthResult:
    del server, session, envelope, mechanism
    return AuthResult(success=getattr(data, "password", b"") == b"geheim", handled=False)


def mailing(box: Postbox, **changed: object) -> Mailing:
    plain = Mailing("localhost", box.port, "none", None, None, None, "z@paper.example", ("a@paper.example",))
    return replace(plain, **changed)  # type: ignore[arg-type] # its fields


@pytest.mark.system("openssl")
def test_mail_is_sent_over_tls_with_a_login(certificate: tuple[Path, Path]) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    given = {"security": "starttls", "user": "z", "password": "geheim"}
    with postbox(tls_context=context, require_starttls=True, authenticator=_login, auth_required=True) as box:
        mailing(box, ca_file=certificate[0], **given).send("一", "二\n", "id-1")
        [letter] = box.letters
        assert (letter["Subject"], letter["Message-ID"], letter.get_content().strip()) == ("一", "<id-1@paper.example>", "二")
        for wrong in ({"password": "falsch", "ca_file": certificate[0]}, {"ca_file": None}, {"security": "none"}):
            with pytest.raises(Unreachable) as caught:
                mailing(box, **{**given, "ca_file": certificate[0], **wrong}).send("一", "二\n", "id-2")
            assert caught.value.key == "mail_refused"
            assert "geheim" not in caught.value.message("zh")
            assert "falsch" not in caught.value.message("zh")
        assert len(box.letters) == 1


def test_a_server_that_is_down_is_named() -> None:
    with postbox() as box:
        down = mailing(box)
    with pytest.raises(Unreachable) as caught:
        down.send("一", "二\n", "id-1")
    assert f"localhost:{down.port}" in caught.value.message("en")
