"""A backup names only files inside it: what somebody else wrote into its list leads nowhere."""

import pytest
from pydantic import ValidationError

from storage.backup import Entry

_REST = {"size": 1, "mtime": 1, "mode": 0o600, "sha256": "0" * 64}


@pytest.mark.parametrize("path", ["home/archive/a.warc.gz", "ledger.jsonl.gz", "home/corrections/期/..a.json"])
def test_places_inside_a_backup(path: str) -> None:
    assert Entry(path=path, **_REST).path == path


@pytest.mark.parametrize("path", ["", ".", "..", "/etc/passwd", "home/../../x", "home/..", "home//x", "home/./x", "home/x/", "home/\0"])
def test_no_place_outside(path: str) -> None:
    with pytest.raises(ValidationError):
        Entry(path=path, **_REST)


@pytest.mark.parametrize("change", [{"mode": 0o4755}, {"size": -1}, {"sha256": "A" * 64}, {"more": 1}])
def test_nothing_strange_is_taken(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Entry(path="home/x", **(_REST | change))
