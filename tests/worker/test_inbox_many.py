"""Many mixed files arrive while the inbox is watched (ZONGSHU_TEST_INBOX of them): all accounted for, each with the right reason."""

import hashlib
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from inbox_files import Sent, mixed

from storage import verify
from worker.inbox import Inbox, Moved
from worker.runner import Runner, open_kit
from worker.settings import load
from worker.steps import Kit

COUNT = int(os.environ.get("ZONGSHU_TEST_INBOX", "96"))


def _arrive(folder: Path, sent: list[Sent]) -> None:
    """Files come one by one, as a copying program leaves them: some written in two goes, some under another name first."""
    for number, one in enumerate(sent):
        path = folder / one.name
        path.parent.mkdir(exist_ok=True)
        if one.beside:
            path.with_name(f"{path.name}.toml").write_text(one.beside)
        if one.payload is None:
            path.symlink_to("/etc/hostname")
        elif number % 3 == 0:
            part = path.with_name(f"{path.name}.part")
            part.write_bytes(one.payload)
            part.rename(path)
        else:
            with path.open("wb") as file:
                file.write(one.payload[: len(one.payload) // 2])
                file.flush()
                file.write(one.payload[len(one.payload) // 2 :])


def _worked_off(kit: Kit, folder: Path, sent: list[Sent]) -> dict[str, list[Moved]]:
    """A runner works and the inbox is watched while files arrive; what became of each."""
    found: dict[str, list[Moved]] = {}
    box = Inbox(kit, folder, rest=0.3)
    box.make()
    arriving = threading.Thread(target=_arrive, args=(folder, sent))
    looks = time.monotonic()

    def look() -> None:
        nonlocal looks
        if time.monotonic() >= looks:
            for one in box.look():
                found.setdefault(one.name, []).append(one)
            looks = time.monotonic() + 0.2

    arriving.start()
    Runner(kit, 2).run(lambda: not arriving.is_alive() and not box.pending and kit.ledger.reports.progress().open == 0, look)
    arriving.join()
    return found


@pytest.fixture
def kit(tmp_path: Path):
    with open_kit(load(home=tmp_path / "home")) as kit:
        yield kit


def test_all_are_accounted_for_and_every_reason_is_right(kit: Kit, tmp_path: Path) -> None:
    folder, sent = tmp_path / "inbox", list(mixed(COUNT))
    found = _worked_off(kit, folder, sent)
    assert set(found) == {one.name for one in sent}
    assert all(len(times) == 1 for times in found.values())
    ends = {name: (one.error.key if one.error else "done") for name, [one] in found.items()}
    assert {one.name: (ends[one.name], one.ends) for one in sent if ends[one.name] != one.ends} == {}
    _lie_right(folder, sent, {name: one for name, [one] in found.items()})
    _held_once(kit, sent, {name: one for name, [one] in found.items()})
    counts = dict(sorted(Counter(ends.values()).items()))
    sys.stdout.write(f"\n{len(sent)} files: {counts}; {kit.index.count()} articles found\n")


def _lie_right(folder: Path, sent: list[Sent], found: dict[str, Moved]) -> None:
    """Every file lies in one place, byte for byte, with its reason beside it; nothing else lies there."""
    places = {one.place for one in found.values()}
    assert len(places) == len(found)
    reasons = {f"{one.place}.reason.txt" for one in found.values() if one.error}
    neighbours = {f"{found[one.name].place}.toml" for one in sent if one.beside}
    lie = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()} - {".lock"}
    assert lie == places | reasons | neighbours
    for one in sent:
        place = folder / found[one.name].place
        assert place.is_symlink() if one.payload is None else place.read_bytes() == one.payload
        error = found[one.name].error
        if error:
            assert error.message("zh") in (folder / f"{found[one.name].place}.reason.txt").read_text("utf-8")
        assert found[one.name].state == ("done" if one.articles else "failed")


def _held_once(kit: Kit, sent: list[Sent], found: dict[str, Moved]) -> None:
    """Every file but links is in the archive and the ledger once, and every article in the index."""
    digests = {hashlib.sha256(one.payload).hexdigest()[:12]: one for one in sent if one.payload is not None}
    issues = kit.ledger.issues.many([f"files-{digest}" for digest in digests])
    assert len(issues) == len(digests)
    assert len(list(kit.archive.names())) == len(digests)
    for digest, one in digests.items():
        issue = issues[f"files-{digest}"]
        assert (issue.outcome, issue.articles) == (("indexed", one.articles) if one.articles else ("failed", 0))
        assert found[one.name].key == issue.key
    assert kit.index.count() == sum(one.articles for one in digests.values()) == len(set(dict(kit.ledger.readings.ids())))
    doubled = len([one for one in sent if one.payload is not None]) - len(digests)
    assert sum(one.known for one in found.values()) == doubled


def test_kill_9_at_any_moment_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    """A real process, killed whenever some more files have been moved; the last one works off the rest."""
    home, sent = tmp_path / "home", list(mixed(COUNT // 4))
    (home / "inbox").mkdir(parents=True)
    _arrive(home / "inbox", sent)
    left = len(sent)
    for share in (0.8, 0.5, 0.2):
        process = _process(home)
        deadline = time.monotonic() + 60
        while process.poll() is None and left > share * len(sent) and time.monotonic() < deadline:
            time.sleep(0.02)
            left = _left(home / "inbox", sent)
        process.kill()
        process.wait()
    assert 0 < left < len(sent)
    assert _process(home).wait(timeout=120) == 0
    _ends_as_one_run(home, sent)


def _process(home: Path) -> "subprocess.Popen[bytes]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZONGSHU_")}
    line = [sys.executable, str(Path(__file__).with_name("inbox_process.py")), str(home)]
    return subprocess.Popen(line, env={**kept, "PYTHONPATH": str(Path(__file__).parents[2])})


def _left(folder: Path, sent: list[Sent]) -> int:
    return sum(os.path.lexists(folder / one.name) for one in sent)


def _ends_as_one_run(home: Path, sent: list[Sent]) -> None:
    """Each file lies where it belongs, and nothing was kept or read twice."""
    lie = {path.relative_to(home / "inbox").as_posix() for path in (home / "inbox").rglob("*") if not path.is_dir() or path.is_symlink()}
    places = {f"{'done' if one.articles else 'failed'}/{one.name}": one for one in sent}
    reasons = {f"{place}.reason.txt" for place, one in places.items() if one.ends != "done"}
    neighbours = {f"{place}.toml" for place, one in places.items() if one.beside}
    assert lie == {*places, *reasons, *neighbours, ".lock"}
    digests = {hashlib.sha256(one.payload).hexdigest()[:12]: one for one in sent if one.payload is not None}
    with open_kit(load(home=home)) as kit:
        assert not [checked for checked in verify(kit.archive) if checked.damage]
        assert [checked.records for checked in verify(kit.archive)] == [1] * len(digests)
        issues = kit.ledger.issues.many([f"files-{digest}" for digest in digests])
        assert {key: issue.articles for key, issue in issues.items()} == {
            f"files-{digest}": one.articles for digest, one in digests.items()
        }
        assert kit.index.count() == sum(one.articles for one in digests.values())
