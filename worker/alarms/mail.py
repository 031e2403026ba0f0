"""Sending a letter through the mail server of the settings."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Literal, Self

from articles.errors import Unreachable
from worker.telling import Mail

_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Mailing:
    """A mail server and how it is reached, whom letters are from and to."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    ca_file: Path | None
    user: str | None
    password: str | None
    sender: str
    to: tuple[str, ...]

    @classmethod
    def of(cls, mail: Mail) -> Self:
        """By the settings."""
        password = mail.password.get_secret_value() if mail.password else None
        return cls(mail.host or "", mail.port, mail.security, mail.ca_file, mail.user, password, mail.sender, mail.to)

    def send(self, subject: str, text: str, name: str) -> None:
        """Return once the server took it for all. Unreachable where it did not."""
        letter = EmailMessage()
        letter["Subject"], letter["From"], letter["To"] = subject, self.sender, ", ".join(self.to)
        letter["Message-ID"] = f"<{name}@{self.sender.rpartition('@')[2] or 'zongshu'}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(text)
        try:
            with self._connected() as server:
                if self.user:
                    server.login(self.user, self.password or "")
                server.send_message(letter)
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable("mail_refused", place=f"{self.host}:{self.port}", why=_said(error)) from error

    def _connected(self) -> smtplib.SMTP:
        trust = ssl.create_default_context(cafile=str(self.ca_file) if self.ca_file else None)
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=_SECONDS, context=trust)
        server = smtplib.SMTP(self.host, self.port, timeout=_SECONDS)
        if self.security == "starttls":
            try:
                server.starttls(context=trust)
            except (smtplib.SMTPException, OSError):
                server.close()
                raise
        return server


def _said(error: Exception) -> str:
    """What the server said, without what we sent."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
    return f"{type(error).__name__}: {error}"[:200]
