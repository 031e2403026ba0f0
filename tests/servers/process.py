"""A server in a process of its own: started, awaited, killed, started again on the same port and data, stopped by its pid."""

import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import psutil

from servers import run
from servers.places import drop, fresh, removed


def free_port() -> int:
    """A TCP port of 127.0.0.1 that is free now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Server(ABC):
    """One server with its folder, port and log; a context manager that starts and stops it."""

    name: ClassVar[str]
    #: Seconds a start may take on a busy machine.
    patience: ClassVar[float] = 30
    #: What asks the server to end.
    farewell: ClassVar[signal.Signals] = signal.SIGTERM

    def __init__(self) -> None:
        self.folder = fresh(self.name)
        self.port = free_port()
        self.log = self.folder / "server.log"
        self.took = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """Where clients connect, with the password where there is one."""

    @abstractmethod
    def command(self) -> Sequence[str | Path]:
        """The program and its arguments."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether a client gets an answer; False or OSError while it does not."""

    def environment(self) -> Mapping[str, str] | None:
        """The environment of the process; None inherits ours."""
        return None

    @property
    def pid(self) -> int:
        """The pid of the process that was started."""
        assert self._process is not None, f"{self.name} is not started"
        return self._process.pid

    def start(self) -> Self:
        """Start the server on its own port and data; returns when it answers."""
        begun = time.monotonic()
        with self.log.open("ab") as log:
            options: dict[str, Any] = {**drop(), "stdout": log, "stderr": log, "stdin": subprocess.DEVNULL, "cwd": self.folder}
            command = [str(part) for part in self.command()]
            self._process = subprocess.Popen(command, env=self.environment(), start_new_session=True, **options)
        run.note(self._note, self.pid, self.folder)
        self._wait(begun + self.patience)
        self.took = time.monotonic() - begun
        return self

    def kill9(self) -> None:
        """SIGKILL to the server and its children: nothing is written, nothing is closed."""
        if self._process is not None and self._process.poll() is None:
            run.kill_tree(psutil.Process(self.pid))
            self._process.wait(timeout=20)

    def leave(self) -> None:
        """Let the process outlive this one: who began the run ends it by its note, so Python need not warn that it still runs."""
        assert self._process is not None
        self._process.returncode = 0

    def stop(self) -> None:
        """Ask the server to end, then make it; its files go too. Idempotent."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(self.farewell)
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill9()
        self._note.unlink(missing_ok=True)
        removed(self.folder)

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def _note(self) -> Path:
        return run.current() / f"server-{self.folder.name}.json"

    def _wait(self, deadline: float) -> None:
        assert self._process is not None
        while not self._answering():
            if self._process.poll() is not None or time.monotonic() > deadline:
                state = f"ended with {self._process.returncode}" if self._process.returncode is not None else "does not answer"
                raise RuntimeError(f"{self.name} {state}; its log ends:\n{self.tail()}")
            time.sleep(0.05)

    def _answering(self) -> bool:
        try:
            return self.answers()
        except OSError:
            return False

    def tail(self, lines: int = 40) -> str:
        """The end of the log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
