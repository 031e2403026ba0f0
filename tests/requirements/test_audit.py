"""What an audit says of the pins: found, clean, and what nobody answered for.

The reports are such as pip-audit 2.10 writes, of invented packages.
"""

import os
from pathlib import Path

import pytest

from requirements import audit
from requirements.audit import ReportError, judge
from requirements.pins import Pin

PINS = tuple(Pin(name, version, "", ("0" * 64,)) for name, version in [("harbour-kit", "1.2.0"), ("lantern", "4.0"), ("millstone", "0.9")])


def report(name: str) -> str:
    return (Path(__file__).parent / "audits" / f"{name}.json").read_text("utf-8")


def test_a_known_vulnerability_fails() -> None:
    verdict = judge(report("found"), PINS, {})
    assert verdict.fails(strict=False)
    assert "known vulnerability: harbour-kit 1.2.0: PYSEC-2031-7 (mended in 1.2.1)" in verdict.told()
    assert "1 of 3 packages could not be audited: the service does not answer for millstone" in verdict.told()


@pytest.mark.parametrize("name", ["PYSEC-2031-7", "CVE-2031-0007"])
def test_one_that_is_accepted_is_told_with_its_reason(name: str) -> None:
    verdict = judge(report("found"), PINS, {name: "we never open harbours"})
    assert not verdict.fails(strict=False)
    assert "accepted: harbour-kit 1.2.0: PYSEC-2031-7 (mended in 1.2.1): we never open harbours" in verdict.told()


def test_a_clean_report_passes_and_says_how_many_were_looked_at() -> None:
    verdict = judge(report("clean"), PINS, {})
    assert not verdict.fails(strict=True)
    assert verdict.told() == "3 of 3 packages audited, 0 vulnerabilities known among them"


@pytest.mark.parametrize("text", [report("skipped"), None])
def test_a_service_that_does_not_answer_is_told_and_fails_a_release_only(text: str | None) -> None:
    verdict = judge(text, PINS, {})
    assert not verdict.fails(strict=False)
    assert verdict.fails(strict=True)
    assert verdict.told().startswith(
        "3 of 3 packages could not be audited: the service does not answer for harbour-kit, lantern, millstone\n0 of 3"
    )


def test_a_pin_of_another_version_than_the_report_speaks_of_was_not_audited() -> None:
    verdict = judge(report("clean"), (*PINS, Pin("lantern", "5.0", "", ("0" * 64,))), {})
    assert verdict.unknown == ("lantern",)


@pytest.mark.parametrize("text", ["[]", "{}", "not JSON", '{"dependencies": [{"name": "lantern"}]}'])
def test_a_report_nobody_can_read_is_no_pass(text: str) -> None:
    with pytest.raises(ReportError, match="cannot be read"):
        judge(text, PINS, {})


def test_pip_audit_itself_is_asked_and_a_service_out_of_reach_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setitem(os.environ, name, "http://127.0.0.1:9")  # nobody listens
    monkeypatch.setitem(os.environ, "XDG_CACHE_HOME", str(tmp_path))
    assert audit.main([]) == 0
    total = len(audit.pins_of("servers"))
    assert f"{total} of {total} packages could not be audited" in capsys.readouterr().err
    assert audit.main(["--gently"]) == 2
