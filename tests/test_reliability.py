"""docs/reliability.md names only what is there, and for each promise a test."""

import re
from pathlib import Path

from bench.__main__ import names

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "reliability.md").read_text("utf-8")
_PATH = re.compile(r"`((?:tests|bench|docs|deploy|requirements)/[\w./-]+)`")


def promises() -> list[list[str]]:
    """The cells of each promise: what is promised, by what it is tested, what is not."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if line.startswith("| ")]
    return [row for row in rows if row[0] != "promise"]


def test_every_path_and_link_is_there() -> None:
    paths = _PATH.findall(TEXT)
    assert len(set(paths)) > 40
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert [path for path in re.findall(r"\]\(([^)#]+)\)", TEXT) if not (ROOT / "docs" / path).exists()] == []


def test_every_bench_and_decision_is_there() -> None:
    benches = set(re.findall(r"\./run bench (\w+)", TEXT))
    assert benches >= {"chaos", "kills", "live", "fuzz", "backup"}
    assert benches <= set(names())
    written = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")}
    assert set(re.findall(r"\b0\d{3}\b", TEXT)) <= written


def test_every_promise_names_a_test_or_the_one_above() -> None:
    rows = promises()
    assert len(rows) > 25
    for row in rows:
        assert len(row) == 3, row
        assert row[1].startswith("the same") or re.search(r"`tests/[\w/]+\.py`", row[1]), row[0]


def test_the_operating_guide_and_the_readme_lead_there() -> None:
    assert "](reliability.md)" in (ROOT / "docs" / "operating.md").read_text("utf-8")
    assert "](docs/reliability.md)" in (ROOT / "README.md").read_text("utf-8")
