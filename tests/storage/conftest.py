"""An archive, and a disk of one megabyte where this machine lets us mount one."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import Archive


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a tmpfs of 1 MB. Needs root and the right to mount; elsewhere the limit on file sizes is tested alone."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no small disk here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive that holds nothing yet."""
    return Archive(tmp_path / "archive", "Zongshu/test")
