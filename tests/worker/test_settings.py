"""Settings: where they come from, which wins, what is refused, what is never shown."""

from pathlib import Path

import pytest

from articles.errors import SettingsError
from worker.settings import load, names


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, _ in names():
        monkeypatch.delenv(f"ZONGSHU_{name.replace('.', '__').upper()}", raising=False)


def test_the_later_source_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert load().fetch.tries == 3
    Path("zongshu.toml").write_text('lang = "en"\nhome = "there"\n[fetch]\ntries = 4\ndeadline = 9\n')
    assert (load().fetch.tries, load().lang, load().home) == (4, "en", Path("there"))
    Path("there").mkdir()
    Path("there/zongshu.toml").write_text("[fetch]\ntries = 5\n")
    assert (load().fetch.tries, load().fetch.deadline) == (5, 9.0)
    monkeypatch.setenv("ZONGSHU_FETCH__TRIES", "6")
    assert (load().fetch.tries, load().fetch.deadline) == (6, 9.0)
    assert load(fetch={"tries": 7}).fetch.tries == 7
    assert load(home=tmp_path / "x").home == tmp_path / "x"
    monkeypatch.setenv("ZONGSHU_HOME", "elsewhere")
    assert load().home == Path("elsewhere")
    assert load(lang=None).lang == "en"


def test_secrets_are_files_beside_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "zongshu_broker").write_text("redis://:hush@10.0.0.5/0\n")
    (secrets / "zongshu_elasticsearch__password").write_text("hush\n")
    (secrets / "zongshu_alarms__mail__password").write_text("hush")
    (secrets / "postgres").write_text("not ours")
    Path("zongshu.toml").write_text('broker = "redis://other/0"\n[elasticsearch]\nuser = "me"\n')
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(secrets))
    found = load()
    assert (found.broker, found.elasticsearch.user) == ("redis://:hush@10.0.0.5/0", "me")
    assert found.elasticsearch.password is not None
    assert found.elasticsearch.password.get_secret_value() == "hush"
    assert found.alarms.mail.password is not None
    assert found.alarms.mail.password.get_secret_value() == "hush"
    assert "hush" not in str(found.redacted())
    monkeypatch.setenv("ZONGSHU_BROKER", "redis://third/0")
    assert load().broker == "redis://third/0"
    (secrets / "zongshu_brokr").write_text("slip")
    with pytest.raises(SettingsError) as caught:
        load()
    assert caught.value.facts["setting"] == str(secrets / "zongshu_brokr")


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ('lang = "fr"', "lang"),
        ("[fetch]\ntries = 0", "fetch.tries"),
        ('[fetch]\ntries = "many"', "fetch.tries"),
        ("[web]\nport = 99999", "web.port"),
        ("[fetch]\ntreis = 3", "fetch.treis"),
        ("colour = 1", "colour"),
        ("fetch = 3", "fetch"),
    ],
)
def test_a_wrong_or_unknown_setting_is_named(text: str, setting: str) -> None:
    Path("zongshu.toml").write_text(text)
    with pytest.raises(SettingsError) as caught:
        load()
    assert caught.value.facts["setting"] == setting
    assert setting in caught.value.message("zh")
    assert setting in caught.value.message("en")


def test_a_misspelt_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZONGSHU_FETCH__TREIS", "3")
    with pytest.raises(SettingsError) as caught:
        load()
    assert caught.value.facts["setting"] == "ZONGSHU_FETCH__TREIS"


@pytest.mark.parametrize("content", [b"= 3", b"\xff\xfe", b"[fetch\n"])
def test_a_file_that_is_no_toml_is_named(content: bytes) -> None:
    Path("zongshu.toml").write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        load()
    assert caught.value.facts["file"] == "zongshu.toml"


def test_passwords_are_not_shown() -> None:
    shown = load(ledger="postgresql+psycopg://me:secret@host/db", broker="redis://:secret@host/0").redacted()
    assert "secret" not in repr(shown)
    assert shown["ledger"] == "postgresql+psycopg://me:***@host/db"


def test_every_setting_is_described() -> None:
    assert all(description.endswith(".") for _, description in names())


def test_the_user_agent_names_us_and_the_contact() -> None:
    assert load().user_agent("1.0") == "Mozilla/5.0 (compatible; Zongshu/1.0)"
    assert load(contact="https://a.example").user_agent("1.0") == "Mozilla/5.0 (compatible; Zongshu/1.0; +https://a.example)"
