"""Where Elasticsearch is and how to log in: plain arguments, never printed, never logged."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self
from urllib.parse import SplitResult, unquote, urlsplit

from articles.errors import SettingsError

_PORT = 9200


@dataclass(frozen=True, slots=True)
class ElasticsearchOptions:
    """Nodes of one cluster as `https://host:port`, a login (API key, or user and password), and whom to trust.

    Certificates are checked against the system's authorities, else `ca_file`, else the SHA-256 `fingerprint` of one certificate of the
    chain. `prefix` begins the names of all indices and aliases; `timeout` is in seconds.
    """

    hosts: tuple[str, ...]
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)
    ca_file: Path | None = None
    fingerprint: str | None = None
    prefix: str = "zongshu"
    shards: int = 1
    replicas: str = "0-1"
    timeout: float = 30.0

    @classmethod
    def of(cls, urls: str | Sequence[str], **options: Any) -> Self:  # noqa: ANN401 - the fields above
        """Options from addresses (several may stand in one text, parted by commas or spaces); a user and password in them are taken out.

        SettingsError where an address or a pair of options makes no sense; the message holds no secret.
        """
        texts = urls.replace(",", " ").split() if isinstance(urls, str) else list(urls)
        split = [_split(text) for text in texts]
        if not split:
            raise SettingsError("engine_address", address="")
        made = cls(tuple(f"{one.scheme}://{_host(one)}:{one.port or _PORT}" for one in split), **options)
        named = next((one for one in split if one.username), None)
        if named is not None and made.user is None:
            made = replace(made, user=unquote(named.username or ""), password=made.password or unquote(named.password or ""))
        return made._checked()

    @property
    def place(self) -> str:
        """The nodes, for messages: without any secret."""
        return ", ".join(self.hosts)

    def _checked(self) -> Self:
        if self.api_key and self.user:
            raise SettingsError("engine_two_logins")
        if self.user and not self.password:
            raise SettingsError("engine_no_password", user=self.user)
        if (self.ca_file or self.fingerprint) and any(host.startswith("http:") for host in self.hosts):
            raise SettingsError("engine_no_tls", place=self.place)
        if self.ca_file and not self.ca_file.is_file():
            raise SettingsError("engine_no_ca_file", path=str(self.ca_file))
        return self


def _split(text: str) -> SplitResult:
    try:
        split = urlsplit(text)
        good = split.scheme in ("http", "https") and split.hostname and (split.port is None or split.port > 0)
    except ValueError:
        good, split = None, urlsplit("")
    if not good or split.path.strip("/") or split.query or split.fragment:
        raise SettingsError("engine_address", address=text.rpartition("@")[2])
    return split


def _host(split: SplitResult) -> str:
    name = split.hostname or ""
    return f"[{name}]" if ":" in name else name
