"""The bill of materials is that of the pins, and every licence is one that was accepted."""

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def bom() -> Any:
    spec = importlib.util.spec_from_file_location("bom", ROOT / "requirements" / "bom.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_bill_names_every_pin_with_its_digests(bom: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert bom.main([]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    pins = "".join((ROOT / "requirements" / file).read_text("utf-8") for file in ("app.txt", "servers.txt"))
    assert {f"{one['name']}=={one['version']}" for one in found["components"]} == {
        one.lower() for one in re.findall(r"^([\w.-]+==[\w.+!-]+)", re.sub(r"\[[^\]]*\]==", "==", pins), re.MULTILINE)
    }
    assert len(found["components"]) > 60
    assert {digest["value"] for one in found["components"] for digest in one["properties"]} == set(re.findall(r"sha256:(\w{64})", pins))
    assert all(one["licenses"][0]["expression"] for one in found["components"])
    assert len({one["bom-ref"] for one in found["components"]}) == len(found["components"])


def test_the_page_of_licences_is_up_to_date(bom: Any) -> None:
    assert (ROOT / "docs" / "licences.md").read_text("utf-8") == bom.table(), "./run bom --licences writes it"


def test_an_unknown_licence_is_refused(bom: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(bom, "named", lambda package: "GPL-3.0" if package == "jinja2" else "MIT")
    assert bom.main([]) == 1
    assert "jinja2: GPL-3.0 is not accepted" in capsys.readouterr().err
    monkeypatch.setattr(bom, "named", lambda _: "")
    with pytest.raises(bom.UnknownLicence, match="no licence"):
        bom.table()
