"""A unit of systemd, read and run as systemd would: its environment, readiness, watchdog, restarts and stopping."""

import contextlib
import os
import shlex
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path

#: Where the units say that Zongshu and its state lie.
PROGRAM, STATE = "/opt/zongshu/bin/zongshu", "/var/lib/zongshu"
_UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0}


def parsed(text: str) -> list[tuple[str, str, str]]:
    """Section, key and value of every line, in order; a key may stand there often."""
    section, found = "", []
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith(("#", ";")):
            key, _, value = line.partition("=")
            found.append((section, key.strip(), value.strip()))
    return found


def seconds(text: str) -> float:
    """A span of time as systemd writes it."""
    number = text.rstrip("abcdefghijklmnopqrstuvwxyz")
    return float(number) * _UNITS[text[len(number) :].strip() or "s"]


class Unit:
    """A service; `state` takes the place of its state directory, `drop_in` overrules lines as a drop-in file does."""

    def __init__(self, path: Path, program: Path, state: Path, drop_in: Mapping[str, str], environment: Mapping[str, str]) -> None:
        self.lines = parsed(path.read_text().replace(STATE, str(state)))
        self.options = {key: value for section, key, value in self.lines if section == "Service"} | dict(drop_in)
        self._line = [str(program) if word == PROGRAM else word for word in shlex.split(self.options["ExecStart"])]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ZONGSHU_")}
        self._environment = {**kept, **self._own(), **environment}
        self.starts, self.said = 0, list[str]()
        self.exits = list[int]()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(state / "notify"))
        self._environment |= {"NOTIFY_SOCKET": str(state / "notify")}
        if watchdog := self.options.get("WatchdogSec"):
            self._environment["WATCHDOG_USEC"] = str(int(seconds(watchdog) * 1_000_000))
        self._folder = Path(self.options["WorkingDirectory"])
        self._stopping = threading.Event()
        self._ready = threading.Event()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._listen, self._supervise)]

    def __enter__(self) -> "Unit":
        for thread in self._threads:
            thread.start()
        self.wait_ready()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(AssertionError):
            self.stop()
        self._socket.close()

    def wait_ready(self) -> None:
        """Until the service says it is; systemd gives it up otherwise."""
        assert self._ready.wait(seconds(self.options["TimeoutStartSec"]))

    def kill(self) -> None:
        """kill -9 of the main process."""
        self._ready.clear()
        self.process.kill()

    def stop(self) -> int:
        """`systemctl stop`: the main process's exit code."""
        self._stopping.set()
        if self.process.poll() is None:
            assert self.options["KillMode"] == "mixed"
            self.process.send_signal(getattr(signal, self.options["KillSignal"]))
        try:
            code = self.process.wait(seconds(self.options["TimeoutStopSec"]))
        finally:
            self._end_group()
        self._threads[1].join()
        return code

    def _own(self) -> dict[str, str]:
        pairs = [word.partition("=") for _, key, value in self.lines if key == "Environment" for word in shlex.split(value)]
        return {name: value for name, _, value in pairs}

    def _supervise(self) -> None:
        assert self.options["Restart"] == "on-failure"
        while not self._stopping.is_set():
            self.starts += 1
            self.process = subprocess.Popen(
                self._line, cwd=self._folder, env=self._environment, start_new_session=True, stdin=subprocess.DEVNULL
            )
            code = self.process.wait()
            self.exits.append(code)
            self._end_group()
            if code == 0:
                return
            self._stopping.wait(seconds(self.options["RestartSec"]))

    def _end_group(self) -> None:
        """What is left of the service's processes is killed."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while message := self._socket.recv(4096).decode():
                self.said += message.split("\n")
                if "READY=1" in message:
                    self._ready.set()


def until(condition, patience: float = 60.0) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
