"""What every test may use."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real pages and reports; a test that asks for it is marked `corpus`."""
    folder = Path(os.environ.get("ZONGSHU_CORPUS", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.fail(f"the corpus is not at {folder}: set ZONGSHU_CORPUS, or leave these tests out with -m 'not corpus'")
    return folder.resolve()
