"""The bench of rebuilds under live writes in its small form: nothing differs, no search is wrong, on both engines."""

from dataclasses import replace
from pathlib import Path

import pytest

from bench.live.homes import cloned, made
from bench.live.trial import Trial, run


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["tantivy", "elasticsearch"])
def test_a_rebuild_under_writers_and_searchers(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    url = None if engine == "tantivy" else request.getfixturevalue("elasticsearch_server").url
    base = Trial(tmp_path / "base", url, f"live-{tmp_path.name}-base".lower(), 0, 400, 1, 2, 1, share=1.0)
    made(base)
    trial = replace(base, home=tmp_path / "one", prefix=f"live-{tmp_path.name}-one".lower(), seed=1)
    with cloned(base, trial):
        found = run(trial)
    assert (found.stale, found.missing, found.zombies, found.faults) == (0, 0, 0, ())
    assert found.written
    assert found.searches
