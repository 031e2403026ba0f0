"""Homes of past versions, opened by the present code: nothing is lost, nothing has another name."""

import json
import tarfile
from pathlib import Path

import pytest

from indexing import Request
from indexing.engines.protocol import Everything
from storage import verify
from worker.runner import open_kit
from worker.settings import load
from worker.steps import index, open_generations, read, reindex

HOMES = sorted((Path(__file__).resolve().parent.parent / "homes").glob("*.tar.xz"))


def test_there_are_homes() -> None:
    assert any("0.1.0" in path.name for path in HOMES)
    assert all(path.stat().st_size < 180_000 for path in HOMES)


@pytest.mark.parametrize("saved", HOMES, ids=lambda path: path.name.removesuffix(".tar.xz"))
def test_a_home_of_a_past_version_is_read_searched_and_rebuilt(saved: Path, tmp_path: Path) -> None:
    with tarfile.open(saved) as archive:
        archive.extractall(tmp_path, filter="data")
    home = tmp_path / saved.name.removesuffix(".tar.xz")
    held: dict[str, int] = json.loads((home / "held.json").read_text("utf-8"))
    edited = [id_ for id_, revision in held.items() if revision == 2]
    assert len(edited) == 1
    with open_kit(load(home=home)) as kit:
        assert dict(kit.ledger.readings.ids()) == held
        assert {article.id: article.revision for key in list(kit.files.keys()) for article in kit.files.read(key)} == held
        assert not [checked for checked in verify(kit.archive) if checked.damage]
        if kit.index.rebuild_needed:  # the old generation serves on
            assert kit.index.ask(Request(Everything(), limit=100)).total == len(held)
        open_generations(kit)
        reindex(kit, lambda done, total: None)
        assert not kit.index.rebuild_needed
        assert {hit.id for hit in kit.index.ask(Request(Everything(), limit=100)).hits} == held.keys()
        kit.ledger.issues.reread(None, kit.clock())  # the present reader, over what is kept
        while read(kit) or index(kit):
            pass
        assert {id_ for id_, _ in kit.ledger.readings.ids()} == held.keys()
