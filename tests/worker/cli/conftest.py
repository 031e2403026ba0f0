"""The real program, in processes of its own, and the sample newspapers it crawls."""

import json
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from servers.nursery import environment, nursery

from scrapers.sample import Running, calendar, serve

ROOT = Path(__file__).resolve().parents[3]
#: Days of the sample's provincial paper that the shared home holds.
DAYS = calendar("ljrb")[-8:-4]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines; nothing else may stand there."""
        found = [json.loads(line) for line in self.out.splitlines()]
        assert all(isinstance(line, dict) for line in found)
        return found


class Program:
    """Runs command lines in one home; the sample's sites are on `port`."""

    def __init__(self, home: Path, port: int | None = None) -> None:
        self.home = home
        self.fixed = {"ZONGSHU_SAMPLE_PORT": str(port)} if port else {}

    @property
    def given(self) -> dict[str, str]:
        """The home, and where the sites are."""
        return {"ZONGSHU_HOME": str(self.home), **self.fixed}

    def start(self, *args: str, limit: Callable[[], None] | None = None, **more: str) -> subprocess.Popen[str]:
        """A command running in the background; `limit` runs in it before it starts."""
        env = environment({**self.given, **more})
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        line = [sys.executable, "-m", "zongshu", *args]
        return subprocess.Popen(line, env=env, encoding="utf-8", cwd=self.home.parent, preexec_fn=limit, **pipes)  # noqa: PLW1509

    def __call__(self, *args: str, limit: Callable[[], None] | None = None, **more: str) -> Ended:
        """A command, to its end; forked from a program that is loaded, where nothing but settings is asked of its process."""
        if limit or not all(name.startswith("ZONGSHU_") for name in more):
            return self.end(self.start(*args, limit=limit, **more))
        with tempfile.TemporaryDirectory() as folder:
            out, err = (Path(folder) / name for name in ("out", "err"))
            process = nursery().fork(args, environment({**self.given, **more}), self.home.parent, out, err)
            try:
                return _ended(process.wait(300), out.read_text("utf-8"), err.read_text("utf-8"))
            finally:
                process.kill()

    def end(self, process: subprocess.Popen[str], number: int | None = None) -> Ended:
        """Send a signal where one is given, and wait."""
        if number is not None:
            process.send_signal(number)
        try:
            out, err = process.communicate(timeout=300)
        finally:
            process.kill()
        return _ended(process.returncode, out, err)


def _ended(code: int, out: str, err: str) -> Ended:
    assert "Traceback" not in err, err
    return Ended(code, out, err)


@pytest.fixture
def zongshu(tmp_path: Path) -> Program:
    """A home of its own, without sites."""
    return Program(tmp_path / "home")


@pytest.fixture(scope="session")
def sites() -> Iterator[Running]:
    """The sample's sites, well behaved."""
    with serve() as running:
        yield running


@pytest.fixture(scope="session")
def _crawled(tmp_path_factory: pytest.TempPathFactory, sites: Running) -> tuple[Path, Ended]:
    program = Program(tmp_path_factory.mktemp("crawled") / "home", sites.port)
    first, last = DAYS[0].isoformat(), DAYS[-1].isoformat()
    return program.home, program("crawl", "ljrb", "--from", first, "--to", last, "--json")


@pytest.fixture
def crawled(_crawled: tuple[Path, Ended], tmp_path: Path, sites: Running) -> Program:
    """A home that holds four issues, the test's own copy."""
    shutil.copytree(_crawled[0], tmp_path / "home")
    return Program(tmp_path / "home", sites.port)


@pytest.fixture(scope="session")
def crawl_ended(_crawled: tuple[Path, Ended]) -> Ended:
    """How the crawl that filled the shared home ended."""
    return _crawled[1]


@pytest.fixture
def running(zongshu: Program, sites: Running) -> Iterator[tuple[Program, str]]:
    """`up` in a home of its own, whose disk is too small, and the address of its page; told to stop at the end."""
    program = Program(zongshu.home, sites.port)
    process = program.start("up", "--port", "0", "--json", ZONGSHU_ALARMS__DISK_GIGABYTES="1000000")
    assert process.stdout is not None
    yield program, str(json.loads(process.stdout.readline())["address"])
    assert program.end(process, signal.SIGTERM).code == 0
