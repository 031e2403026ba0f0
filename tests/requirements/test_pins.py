"""Everything that is installed is pinned with hashes, and so is what builds it."""

import re
from pathlib import Path

import pytest
from servers.artefact import EIGHT, NINE

from requirements.pins import SETS, pins_of, read_pins

ROOT = Path(__file__).resolve().parents[2]
#: Files that install something: who takes a new way adds it here.
INSTALLS = ["run", "deploy/Dockerfile", "docs/operating.md"]


def test_every_pin_has_a_version_and_hashes_and_each_set_holds_the_one_before() -> None:
    app, servers, tests = (set(pins_of(chosen)) for chosen in SETS)
    build = {(pin.name, pin.version) for pin in pins_of("build")}
    assert len(app) > 50
    assert app <= servers
    assert {(pin.name, pin.version) for pin in servers} <= {(pin.name, pin.version) for pin in tests}
    assert build <= {(pin.name, pin.version) for pin in app}


@pytest.mark.parametrize("entry", ["click>=8 --hash=sha256:" + "0" * 64, "click==8.1", "click==8.1 --hash=md5:00"])
def test_an_entry_without_version_or_hash_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match=r"click.*requirements/lock\.sh"):
        read_pins(entry)


def test_no_file_of_pins_names_a_registry() -> None:
    for chosen in (*SETS, "build"):
        text = (ROOT / "requirements" / f"{chosen}.txt").read_text("utf-8")
        assert "://" not in text
        assert "--index-url" not in text


@pytest.mark.parametrize("name", INSTALLS)
def test_whoever_installs_pins_asks_for_hashes_and_builds_with_what_is_pinned(name: str) -> None:
    lines = [line for line in (ROOT / name).read_text("utf-8").splitlines() if re.search(r"-r \"?requirements/", line)]
    assert lines
    for line in lines:
        assert "--require-hashes" in line
    text = (ROOT / name).read_text("utf-8")
    installs = [line for line in text.splitlines() if re.search(r"pip\b.* install ", line) and "build.txt" not in line]
    assert installs
    for line in installs:
        assert "--no-build-isolation" in line, line


def test_what_builds_is_pinned() -> None:
    wanted = {"hatchling", "editables", "setuptools"}
    assert wanted <= {pin.name for pin in pins_of("build")}


def test_artefacts_of_the_tests_are_pinned_by_digest() -> None:
    for release in (EIGHT, NINE):
        assert re.fullmatch(r"[0-9a-f]{64}", release.sha256)
        assert re.fullmatch(r"[0-9a-f]{40}", release.sha1)
