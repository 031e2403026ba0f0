"""`doctor` on the command line: a list, JSON lines, exit codes; a home is not made, a password not told, a dead server not waited for."""

import socket
import sqlite3

import pytest

SECRET = "geheim"


def test_a_healthy_home(crawled) -> None:
    ended = crawled("doctor", "--json", ZONGSHU_CONTACT="https://example.org/")
    assert ended.code == 0
    assert {line["state"] for line in ended.lines if not line["check"].endswith(".disk")} == {"ok"}
    assert all(set(line) == {"check", "state", "message", "mend", "facts"} for line in ended.lines)
    assert all(line["mend"] is None for line in ended.lines if line["state"] == "ok")
    assert ended.err == ""


@pytest.mark.parametrize(("lang", "seen", "mend"), [("zh", "还没有主目录", "自会建立"), ("en", "There is no home at", "which make it")])
def test_a_home_that_is_not_there_is_told_and_not_made(zongshu, lang, seen, mend) -> None:
    ended = zongshu("doctor", "--lang", lang)
    assert ended.code == 0
    lines = ended.out.splitlines()
    (at,) = [number for number, line in enumerate(lines) if seen in line]
    assert lines[at].startswith("! home.folder ")
    assert lines[at + 1].startswith("    → ")
    assert mend in lines[at + 1]
    assert not zongshu.home.exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_bad_ends_with_1_and_tells_no_secret(crawled, lang) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        servers = {
            "ZONGSHU_BROKER": f"redis://:{SECRET}@127.0.0.1:{port}/0",
            "ZONGSHU_LEDGER": f"postgresql://zongshu:{SECRET}@127.0.0.1:{port}/zongshu",
            "ZONGSHU_INDEX": f"http://elastic:{SECRET}@127.0.0.1:{port}",
        }
        plain, lines = (crawled("doctor", "--lang", lang, *json_, **servers) for json_ in ((), ("--json",)))
    for ended in (plain, lines):
        assert ended.code == 1
        assert SECRET not in ended.out + ended.err
    bad = {line["check"]: line for line in lines.lines if line["state"] == "bad"}
    assert set(bad) == {"ledger.reach", "broker.reach", "index.reach"}
    assert all(line["message"] and line["mend"] for line in bad.values())
    assert plain.out.count("✗ ") == 3
    assert "/6" in plain.err, "what takes longer than two seconds shows how far it is"
    assert plain.err.splitlines()[-1].rstrip().endswith(("有误 3 项。", "3 bad."))


def test_a_setting_that_is_wrong_is_a_finding(crawled) -> None:
    ended = crawled("doctor", "--json", ZONGSHU_WEB__PORT="many")
    assert ended.code == 1
    (line,) = ended.lines
    assert (line["check"], line["state"]) == ("settings.load", "bad")
    assert "web.port" in line["message"]


def test_a_ledger_of_a_newer_version_is_bad_and_left_as_it_is(crawled) -> None:
    path = crawled.home / "ledger.sqlite3"
    with sqlite3.connect(path) as ledger:
        ledger.execute("UPDATE alembic_version SET version_num = '9999'")
    ledger.close()
    before = path.read_bytes()
    ended = crawled("doctor", "--json")
    assert ended.code == 1
    assert {line["check"] for line in ended.lines if line["state"] == "bad"} == {"ledger.migration"}
    assert path.read_bytes() == before
