"""A secret of any setting stands in no message, log or file: recognisable ones are set everywhere, and everything said is searched."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from articles.errors import SettingsError
from worker.cli.face import Face
from worker.cli.program import ended as run
from worker.settings import Settings, load, names

SECRET = "S3cr3tS3cr3t"
#: Every setting that holds a secret, with one in it, where nobody answers.
HELD = {
    "ZONGSHU_BROKER": f"redis://user:{SECRET}@127.0.0.1:9/0",
    "ZONGSHU_INDEX": f"http://user:{SECRET}@127.0.0.1:9",
    "ZONGSHU_ELASTICSEARCH__PASSWORD": SECRET,
    "ZONGSHU_ELASTICSEARCH__API_KEY": SECRET,
    "ZONGSHU_FETCH__PROXY": f"http://user:{SECRET}@127.0.0.1:9",
    "ZONGSHU_ALARMS__WEBHOOK": f"http://127.0.0.1:9/hooks/{SECRET}",
    "ZONGSHU_ALARMS__WEBHOOK_KEY": SECRET,
    "ZONGSHU_ALARMS__HEARTBEAT_URL": f"http://127.0.0.1:9/ping/{SECRET}",
    "ZONGSHU_SAVED__WEBHOOK": f"http://127.0.0.1:9/saved/{SECRET}",
    "ZONGSHU_SAVED__WEBHOOK_KEY": SECRET,
    "ZONGSHU_ALARMS__MAIL__PASSWORD": SECRET,
    "ZONGSHU_ALARMS__MAIL__HOST": "127.0.0.1",
    "ZONGSHU_ALARMS__MAIL__PORT": "9",
    "ZONGSHU_ALARMS__MAIL__TO": "a@b.example",
}
LEDGER = {"ZONGSHU_LEDGER": f"postgresql+psycopg://user:{SECRET}@127.0.0.1:9/db"}


def _secret_fields(model: Any = Settings, prefix: str = "") -> set[str]:
    found = set()
    for name, field in model.model_fields.items():
        if hasattr(field.annotation, "model_fields"):
            found |= _secret_fields(field.annotation, f"{prefix}{name}.")
        elif "SecretStr" in str(field.annotation):
            found.add(f"{prefix}{name}")
    return found


def test_every_secret_setting_is_held() -> None:
    assert {f"ZONGSHU_{name.replace('.', '__').upper()}" for name in _secret_fields()} <= set(HELD)
    assert {"fetch.proxy", "alarms.webhook"} <= _secret_fields() <= {name for name, _ in names()}


def test_settings_shown_hide_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {**HELD, **LEDGER}.items():
        monkeypatch.setenv(name, value)
    found = load(home=tmp_path)
    assert isinstance(found.fetch.proxy, SecretStr)
    assert SECRET not in json.dumps(found.redacted())
    assert SECRET not in repr(found.fetch) + repr(found.elasticsearch) + repr(found.alarms)


WRONG = {
    "ZONGSHU_BROKER": f"amqp://user:{SECRET}@host",
    "ZONGSHU_LEDGER": f"mysql://user:{SECRET}@host/db",
    "ZONGSHU_INDEX": f"https://user:{SECRET}@host:port",
    "ZONGSHU_FETCH__PROXY": f"ftp://user:{SECRET}@host",
    "ZONGSHU_FETCH__PROXY ": f"http://user:{SECRET}",
    "ZONGSHU_ALARMS__WEBHOOK": f"ftp://host/{SECRET}",
    "ZONGSHU_ALARMS__HEARTBEAT_URL": f"not an address {SECRET}",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_told_without_it(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name.strip(), WRONG[name])
    run(Face(), ["--home", str(tmp_path), "status"])
    run(Face(), ["--home", str(tmp_path), "doctor"])
    out, err = capfd.readouterr()
    assert SECRET not in out + err
    with contextlib.suppress(SettingsError):
        assert SECRET not in json.dumps(load(home=tmp_path).redacted())


@pytest.mark.parametrize("words", ["doctor", "search 政协", "status", "crawl rmrb --latest", "alarms test"])
def test_what_fails_is_told_without_it(
    words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    home, log = tmp_path / "home", tmp_path / "log"
    quick = {"ZONGSHU_LOG__LEVEL": "debug", "ZONGSHU_LOG__FILE": str(log), "ZONGSHU_FETCH__TRIES": "1", "ZONGSHU_FETCH__RETRY_WAIT": "0"}
    here = ("ZONGSHU_BROKER", "ZONGSHU_INDEX") if words.startswith("crawl") else ()
    given = {**HELD, **(LEDGER if words == "status" else {}), **quick}
    for name, value in given.items():
        if name not in here:
            monkeypatch.setenv(name, value)
    run(Face(), ["--home", str(home), *words.split()])
    out, err = capfd.readouterr()
    assert out + err
    assert SECRET not in out + err
    assert SECRET not in (log.read_text("utf-8") if log.exists() else "")
    assert [file for file in home.rglob("*") if file.is_file() and SECRET.encode() in file.read_bytes()] == []
