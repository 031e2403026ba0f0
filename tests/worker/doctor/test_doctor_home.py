"""What can be wrong with the home, its disk, the settings and the clocks."""

import datetime as dt
import os
import subprocess
from pathlib import Path

import pytest

from doctor.patient import ailing, seen
from worker.doctor.clocks import HARMFUL, NOTED, compared, difference
from worker.doctor.disk import FEW_FILES, LITTLE, NONE, judged, workable
from worker.doctor.finding import Finding
from worker.home import Home
from worker.runner import utc_now
from worker.settings import load

HOUR = dt.timedelta(hours=1)


def test_a_home_that_is_not_there_is_told_and_not_made(tmp_path) -> None:
    home = tmp_path / "deep" / "home"
    found = seen(load(home=home, contact="a@example.org"))
    assert ailing(found) == {
        "home.folder": ("warn", "home_missing"),
        "ledger.reach": ("warn", "ledger_missing"),
        "index.live": ("warn", "index_none"),
    }
    assert list(tmp_path.iterdir()) == []


def test_a_home_that_cannot_be(tmp_path) -> None:
    (tmp_path / "file").write_text("a file")
    found = seen(load(home=tmp_path / "file" / "home"))
    assert ailing(found)["home.folder"] == ("bad", "home_impossible")
    assert found["home.folder"].facts["above"] == str(tmp_path / "file")
    assert (found["index.reach"].state, found["index.reach"].key) == ("bad", "error_file_unreadable")
    assert (tmp_path / "file").read_text() == "a file"


def test_a_home_that_cannot_be_written() -> None:
    """As root too: nobody makes files in /proc."""
    assert ailing(seen(load(home=Path("/proc/self")), "home"))["home.folder"] == ("bad", "folder_unusable")


def test_an_archive_that_lies_elsewhere_and_cannot_be_written(tmp_path) -> None:
    (tmp_path / "archive").symlink_to("/proc/self")
    found = seen(load(home=tmp_path), "home")
    assert ailing(found) == {"home.folder": ("bad", "folder_unusable")}
    assert found["home.folder"].facts["folder"] == str(tmp_path / "archive")


def test_what_is_tried_in_a_folder_is_removed(tmp_path) -> None:
    assert workable("home.folder", tmp_path).state == "ok"
    assert list(tmp_path.iterdir()) == []


def test_the_owner_is_named_and_a_dead_one_is_none(tmp_path) -> None:
    settings = load(home=tmp_path)
    with Home(tmp_path).own():
        found = seen(settings, "home")["home.owner"]
        assert (found.state, found.key, found.facts["pid"]) == ("ok", "home_owned", os.getpid())
    ended = subprocess.Popen(["/bin/true"])
    ended.wait()
    (tmp_path / "owner.lock").write_text(f'{{"machine": "{os.uname().nodename}", "pid": {ended.pid}, "started": 1.0}}')
    assert seen(settings, "home")["home.owner"].key == "home_free"


@pytest.mark.parametrize(
    ("free", "files", "state"),
    [
        (LITTLE, None, "ok"),
        (LITTLE, FEW_FILES, "ok"),
        (LITTLE - 1, None, "warn"),
        (NONE - 1, None, "bad"),
        (LITTLE, FEW_FILES - 1, "warn"),
        (LITTLE, 0, "bad"),
    ],
)
def test_room_on_the_disk(free, files, state) -> None:
    assert judged("home.disk", "/a", free, 10 * LITTLE, files).state == state


def test_settings_that_want_a_hand(tmp_path) -> None:
    found = seen(load(home=tmp_path, follow={"papers": "ljrb nobody"}), "settings")
    assert ailing(found) == {"settings.contact": ("warn", "contact_none"), "settings.follow": ("bad", "follow_unknown")}
    assert found["settings.follow"].facts == {"unknown": "nobody"}
    (tmp_path / "broken.toml").write_text("code = ")
    found = seen(load(home=tmp_path, contact="a", papers_folder=tmp_path), "settings")
    assert ailing(found) == {"settings.load": ("bad", "error_settings_paper_toml")}
    words = tmp_path / "words.txt"
    words.write_text("a wrong line\n")
    assert ailing(seen(load(home=tmp_path, dictionary=words), "index"))["index.reach"] == ("bad", "error_settings_dictionary_line")


@pytest.mark.parametrize("fast", [HOUR, -HOUR])
def test_clocks_that_are_off(tmp_path, redis_url, postgres_url, elasticsearch_server, fast) -> None:
    """Real servers, and a clock of ours that is wrong."""
    settings = load(home=tmp_path, broker=redis_url, ledger=postgres_url, index=elasticsearch_server.url)
    found = seen(settings, clock=lambda: utc_now() + fast)
    for room in ("ledger", "broker", "index"):
        assert (found[f"{room}.clock"].state, found[f"{room}.clock"].key) == ("bad", "clock_off")
        assert abs(float(found[f"{room}.clock"].facts["seconds"] or 0) + fast.total_seconds()) < 10


def test_how_far_clocks_may_differ() -> None:
    """What a slow answer leaves open is not held against a clock."""

    def told(seconds: float, took: float = 0.0) -> Finding:
        now, half = utc_now(), dt.timedelta(seconds=took / 2)
        return compared("broker.clock", "Redis", difference(now - half, now + dt.timedelta(seconds=seconds), now + half))

    assert [told(sign * seconds).state for seconds in (NOTED - 0.1, NOTED + 0.1, HARMFUL + 0.1) for sign in (1, -1)] == [
        "ok",
        "ok",
        "warn",
        "warn",
        "bad",
        "bad",
    ]
    assert told(NOTED + 0.5, took=2.0).state == "ok"
    assert told(-5.0).facts == {"place": "Redis", "seconds": -5.0, "within": 0.0}
