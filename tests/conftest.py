"""What every test may use, and what is left out where this machine lacks something (nothing, where ZONGSHU_CI is set)."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from storage.ledger import database

# No test asserts a timing: a busy machine is no fault of the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

pytest_plugins = ["servers.fixtures"]

# No test takes the power away: ledgers of the tests' own processes are not flushed, but where a test asks for `as_shipped`.
_SHIPPED = database.FLUSHED
database.FLUSHED = database.UNFLUSHED

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("ZONGSHU_CORPUS", ROOT.parent / "shared" / "data")).resolve()

#: Programs a `system` test may name, with the way to get each.
PROGRAMS = {
    "chromium": "apt install chromium (or set CHROMIUM)",
    "nginx": "apt install nginx",
    "openssl": "apt install openssl",
    "promtool": "apt install prometheus",
    "redis-server": "apt install redis-server",
    "strace": "apt install strace",
    "systemd-analyze": "apt install systemd",
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine cannot run; in CI it runs, and fails where something is missing."""
    if os.environ.get("ZONGSHU_CI"):
        return
    for item in items:
        if item.get_closest_marker("corpus") and not CORPUS.is_dir():
            item.add_marker(pytest.mark.skip(reason="no corpus of real pages: set ZONGSHU_CORPUS"))
        for marker in item.iter_markers("system"):
            missing = [name for name in marker.args if not program(name)]
            if missing:
                item.add_marker(pytest.mark.skip(reason=f"needs {missing[0]}: {PROGRAMS[missing[0]]}"))


def program(name: str) -> str | None:
    """Where a program of the system is: named by an environment variable (CHROMIUM, REDIS_SERVER), else on PATH."""
    return os.environ.get(name.upper().replace("-", "_")) or shutil.which(name)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real pages and reports; a test that asks for it is marked `corpus`."""
    if not CORPUS.is_dir():
        pytest.fail(f"the corpus is not at {CORPUS}: set ZONGSHU_CORPUS")
    return CORPUS


@pytest.fixture
def as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ledgers flush what they acknowledge, as everywhere but in tests."""
    monkeypatch.setattr(database, "FLUSHED", _SHIPPED)
