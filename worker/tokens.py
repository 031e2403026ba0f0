"""Tokens of the web server: a file in the home that only its owner may read. Tokens are kept as digests, never themselves.

The file lies in the home because several machines over one home share its folder; a change holds for running servers at once.
"""

import datetime as dt
import hashlib
import hmac
import json
import os
import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.errors import SettingsError, StorageError, StorageFull

if TYPE_CHECKING:
    from search.api import Grant

_NAME = re.compile(r"[\w.@-]{1,50}")
_BEGIN = "zs_"
_FULL = frozenset({28, 27, 122})  # ENOSPC, EFBIG, EDQUOT
Signature = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept: whose it is, whether it may write, since when, and its SHA-256."""

    name: str
    write: bool
    added: str
    digest: str


class Tokens:
    """The tokens in a file, and the secret that seals cursors and cookies. Any number of threads and processes may use it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._seen: Signature = None
        self._kept: tuple[Token, ...] = ()

    def add(self, name: str, write: bool, now: dt.datetime) -> str:
        """A new token, told this once. SettingsError where the name is taken or makes no sense."""
        if not _NAME.fullmatch(name):
            raise SettingsError("token_name", name=name)
        token = _BEGIN + secrets.token_urlsafe(36)
        with self._changing() as kept:
            if any(one["name"] == name for one in kept["tokens"]):
                raise SettingsError("token_taken", name=name)
            kept["tokens"].append(asdict(Token(name, write, now.isoformat(timespec="seconds"), _digest(token))))
        return token

    def revoke(self, name: str) -> None:
        """Let a token be good for nothing. SettingsError where nobody has the name."""
        with self._changing() as kept:
            left = [one for one in kept["tokens"] if one["name"] != name]
            if len(left) == len(kept["tokens"]):
                raise SettingsError("token_unknown", name=name, known=", ".join(one["name"] for one in left) or "–")
            kept["tokens"] = left

    def all(self) -> tuple[Token, ...]:
        """The tokens, as the file has them now. StorageError where it cannot be read."""
        with self._lock:
            seen = self._signature()
            if seen != self._seen:
                self._kept = tuple(Token(**one) for one in self._read()["tokens"])
                self._seen = seen
            return self._kept

    def secret(self) -> bytes:
        """What seals cursors and cookies, made when it is first asked for."""
        with self._changing() as kept:
            return bytes.fromhex(kept["secret"])

    def granted(self, token: str) -> "Grant | None":
        """What a token allows, None where it is none of ours. Every one is compared, so that time tells nothing."""
        digest = _digest(token)
        found = [one for one in self.all() if hmac.compare_digest(one.digest, digest)]
        return _grant(found[0]) if found else None

    def named(self, name: str) -> "Grant | None":
        """What the token of that name allows."""
        return next((_grant(one) for one in self.all() if one.name == name), None)

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        """What is kept, to be changed by one process at a time; the file is replaced whole, or not at all."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.with_suffix(".lock").open("w") as lock:
                flock(lock, LOCK_EX)
                kept = self._read()
                before = json.dumps(kept)
                kept.setdefault("secret", secrets.token_hex(32))
                yield kept
                if json.dumps(kept) != before:
                    self._write(json.dumps(kept, ensure_ascii=False, indent=1))
        except OSError as error:
            kind = StorageFull if error.errno in _FULL else StorageError
            raise kind("token_file", path=str(self._path), why=error.strerror or str(error)) from error

    def _read(self) -> dict[str, Any]:
        try:
            kept: dict[str, Any] = json.loads(self._path.read_text("utf-8"))
            _ = [Token(**one) for one in kept["tokens"]], bytes.fromhex(kept["secret"])
        except FileNotFoundError:
            return {"tokens": []}
        except (OSError, ValueError, KeyError, TypeError) as error:
            why = error.strerror if isinstance(error, OSError) else type(error).__name__
            raise StorageError("token_file", path=str(self._path), why=why or "") from error
        return kept

    def _write(self, text: str) -> None:
        new = self._path.with_suffix(".new")
        new.unlink(missing_ok=True)
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)

    def _signature(self) -> Signature:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StorageError("token_file", path=str(self._path), why=error.strerror or str(error)) from error
        return status.st_mtime_ns, status.st_ino, status.st_size


def _digest(token: str) -> str:
    """SHA-256 is enough: a token is 288 bits of chance, nothing a dictionary holds."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _grant(token: Token) -> "Grant":
    from search.api import Grant

    return Grant(token.name, token.write, token.digest[:16])
