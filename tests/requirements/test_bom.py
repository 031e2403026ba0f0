"""The bill of materials is that of the pins, and holds to its schema."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from requirements import bom
from requirements.licences import rows
from requirements.pins import pins_of
from zongshu import __version__

HELD = json.loads(bom.PATH.read_text("utf-8"))


def test_the_bill_is_made_of_the_pins() -> None:
    assert bom.PATH.read_text("utf-8") == bom.bill(), "./run bom writes it"


def test_the_bill_holds_every_pin_with_address_licence_and_hashes() -> None:
    pins = {pin.address: pin for pin in pins_of("servers")}
    parts = {part["purl"]: part for part in HELD["components"]}
    assert parts.keys() == pins.keys()
    for address, part in parts.items():
        (files,) = part["externalReferences"]
        assert {one["content"] for one in files["hashes"]} == set(pins[address].hashes)
        assert part["licenses"]
    assert {address for address, part in parts.items() if part["scope"] == "required"} == {pin.address for pin in pins_of("app")}
    assert HELD["metadata"]["component"]["version"] == __version__
    (whole,) = HELD["dependencies"]
    assert {"pkg:pypi/tantivy@0.27.0", "pkg:pypi/jieba@0.42.1"} <= set(whole["dependsOn"]) <= parts.keys()


def test_the_bill_holds_to_the_schema_of_cyclonedx() -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(HELD)) is None
    broken = {**HELD, "components": [{"name": "without a type"}]}
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(broken)) is not None


def test_the_bill_names_no_registry_and_no_moment() -> None:
    addresses = {text for text in json.dumps(HELD).split('"') if "://" in text}
    assert addresses == {"http://cyclonedx.org/schema/bom-1.6.schema.json"}
    assert "timestamp" not in HELD["metadata"]
    assert "serialNumber" not in HELD


def test_a_licence_nobody_allowed_ends_with_a_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, ruled: Callable[..., None]
) -> None:
    monkeypatch.setattr(bom, "PATH", tmp_path / "bom.json")
    ruled(shipped={"MIT": "permissive"})
    assert bom.main() == 1
    assert "certifi: MPL-2.0" in capsys.readouterr().err
    assert not bom.PATH.exists()


def test_every_row_is_a_pin_once() -> None:
    found = [(row.pin.name, row.pin.version) for row in rows()]
    assert len(found) == len(set(found))
    assert set(found) == {(pin.name, pin.version) for pin in pins_of("tests")}
