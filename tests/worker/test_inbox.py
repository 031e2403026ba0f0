"""The inbox: what rests is taken once, moved by what became of it, and nothing is lost by a kill between any two steps."""

import contextlib
import datetime as dt
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from givenfiles import saved_issue, word

from articles.errors import StorageError, StorageFull
from worker.inbox import Inbox, Moved, moving
from worker.runner import open_kit
from worker.settings import load
from worker.steps import Kit, index, open_generations, read

TEXT = "政协澄浦市委员会2023年工作综述\n\n2023年，市政协召开全体会议1次，提交提案312件，立案286件。\n"


class Ticks:
    """Seconds that go on when told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Box:
    """An inbox, what is put there, and the steps that read."""

    def __init__(self, kit: Kit, folder: Path) -> None:
        self.kit, self.folder, self.ticks = kit, folder, Ticks()
        self.box = self.fresh()
        self.box.make()

    def fresh(self) -> Inbox:
        """As another process would see it."""
        return Inbox(self.kit, self.folder, "zh", ticks=self.ticks, still=float("inf"))

    def put(self, name: str | bytes, payload: str | bytes) -> Path:
        path = self.folder / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(payload if isinstance(payload, bytes) else payload.encode())
        return path

    def read(self) -> None:
        while read(self.kit) or index(self.kit):
            pass

    def look(self) -> list[Moved]:
        self.ticks.now += 3
        return self.box.look()

    def through(self) -> dict[str, Moved]:
        """Look, read and look until nothing is left to do."""
        found: dict[str, Moved] = {}
        for _ in range(4):
            found |= {one.name: one for one in self.look()}
            self.read()
        return found

    def lie(self, where: str = "") -> set[str]:
        top = self.folder / where
        return {one.relative_to(top).as_posix() for one in top.rglob("*") if not one.is_dir() and not one.name.startswith(".")}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Box]:
    with open_kit(load(home=tmp_path / "home")) as kit:
        open_generations(kit)
        yield Box(kit, tmp_path / "home" / "inbox")


def test_a_file_is_taken_once_it_rests_and_moved_once_it_is_read(here: Box) -> None:
    path = here.put("报告.txt", TEXT[:20])
    assert here.look() == []
    path.write_text(TEXT)
    assert here.look() == []
    assert here.kit.ledger.issues.many([]) == {}
    here.look()
    assert here.lie() == {"报告.txt"}
    assert here.kit.ledger.reports.progress().open == 1
    here.read()
    [moved] = here.look()
    assert (moved.name, moved.state, moved.place, moved.articles, moved.known, moved.error) == (
        "报告.txt",
        "done",
        "done/报告.txt",
        1,
        False,
        None,
    )
    assert here.lie() == {"done/报告.txt"}
    assert here.kit.index.count() == 1
    assert here.look() == []
    assert not here.box.pending


def test_what_fails_has_its_reason_beside_it(here: Box) -> None:
    here.box.lang = "en"
    here.put("图.png", b"\x89PNG\r\n" * 20)
    here.put("空.txt", b"")
    found = here.through()
    assert {name: one.state for name, one in found.items()} == {"图.png": "failed", "空.txt": "failed"}
    assert here.lie("failed") == {"图.png", "图.png.reason.txt", "空.txt", "空.txt.reason.txt"}
    reason = (here.folder / "failed/空.txt.reason.txt").read_text("utf-8")
    for words in ("空.txt", found["空.txt"].key, "请查看文件是否完整", "Check that the file is whole"):
        assert str(words) in reason


def test_the_same_bytes_are_one_and_nothing_is_overwritten(here: Box) -> None:
    here.put("a.txt", TEXT)
    here.put("b.txt", TEXT)
    found = here.through()
    assert sorted(one.known for one in found.values()) == [False, True]
    here.put("a.txt", TEXT)
    assert here.through()["a.txt"].known
    here.put("a.txt", "别的内容，说的是另一年的工作。")
    assert not here.through()["a.txt"].known
    assert here.lie("done") == {"a.txt", "a-2.txt", "a-3.txt", "b.txt"}
    assert here.kit.index.count() == 2


def test_what_is_still_written_or_hidden_is_left(here: Box) -> None:
    for name in (".a.txt", "a.txt.part", "b.txt.crdownload", "c.tmp", "~$a.docx", "d.txt~", "d.txt", "d.txt.part"):
        here.put(name, TEXT)
    here.put("整/1.txt", TEXT)
    here.put("整/2.txt.part", TEXT)
    assert here.through() == {}
    assert len(here.lie()) == 9
    (here.folder / "整/2.txt.part").rename(here.folder / "整/2.txt")
    assert set(here.through()) == {"整/1.txt", "整/2.txt"}


def test_a_folder_is_taken_as_a_whole_with_its_names(here: Box) -> None:
    pages = {f"旧报/{address.rpartition('/')[2]}": body for address, (_, body) in saved_issue("ljrb", dt.date(2023, 1, 17)).items()}
    for name, payload in pages.items():
        here.put(name, payload)
    found = here.through()
    assert {one.state for one in found.values()} == {"done"}
    assert here.lie("done") == set(pages)
    held = [article for one in found.values() if one.key for article in here.kit.files.read(one.key)]
    assert len(held) > 8
    assert all(one.page and one.page.name and one.source.address.startswith("旧报/") for one in held)


def test_a_neighbour_says_paper_date_and_page(here: Box) -> None:
    here.put("a.txt", TEXT)
    here.put("a.toml", 'paper = "cpwb"\ndate = 2023-01-05\npage = "A02"\n')
    here.put("b.docx", word("澄浦小事", "这一年的小事。"))
    here.put("b.docx.json", '{"paper": "澄浦晚报", "date": "2023-01-06"}')
    here.put("c.txt", "第三份文字，说的是别的事情。")
    here.put("c.json", '{"paper": "没有的报"}')
    here.put("d.txt", "第四份文字，说的是别的事情。")
    here.put("d.toml", "paper = ")
    here.put("lone.toml", 'paper = "cpwb"\n')
    found = here.through()
    assert {name: one.state for name, one in found.items()} == {"a.txt": "done", "b.docx": "done", "c.txt": "failed", "d.txt": "failed"}
    ids = [here.kit.files.read(found[name].key or "")[0].id for name in ("a.txt", "b.docx")]
    assert ids == ["cpwb-20230105-pA02-1", "cpwb-20230106-p0-1"]
    assert here.lie("done") == {"a.txt", "a.toml", "b.docx", "b.docx.json"}
    assert {"c.txt", "c.txt.reason.txt", "c.json", "d.txt", "d.toml"} <= here.lie("failed")
    assert "neighbour_value" in (found["c.txt"].error.key if found["c.txt"].error else "")
    assert here.lie() - here.lie("done") >= {"lone.toml"}
    here.ticks.now += 100
    [alone] = here.look()
    assert (alone.name, alone.state, alone.error.key if alone.error else "") == ("lone.toml", "failed", "neighbour_alone")


def test_hostile_names_and_things_that_are_no_files(here: Box, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(TEXT)
    (here.folder / "link.txt").symlink_to(secret)
    (here.folder / "folder").symlink_to(tmp_path)
    (here.folder / "gone").symlink_to("nowhere")
    os.mkfifo(here.folder / "pipe.txt")
    names = [b"a\nb\x1b[31m.txt", b"\xff\xfe.txt", ("长" * 83).encode() + b".txt", b"..a..txt"[1:], b"-rf.txt", ("é" * 127).encode()]
    for number, name in enumerate(names):
        here.put(name, f"第{number}份文字，说的是澄浦一年的工作。")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(here.folder / "s")) if len(str(here.folder / "s")) < 100 else os.mkfifo(here.folder / "s")
        found = here.through()
    failed = {name for name, one in found.items() if one.state == "failed"}
    assert failed == {"link.txt", "folder", "gone", "pipe.txt", "s"}
    assert {one.error.key if one.error else "" for one in found.values() if one.state == "failed"} == {"inbox_no_file"}
    assert len(found) == 5 + len(names) - 1
    assert here.lie() - {one.place for one in found.values()} == {f"failed/{name}.reason.txt" for name in failed}
    assert secret.read_text() == TEXT
    assert here.kit.index.count() == len(names) - 1


def test_a_failed_file_put_there_again_is_read_again(here: Box) -> None:
    here.put("a.txt", b"")
    first = here.through()["a.txt"]
    here.put("a.txt", b"")
    again = here.through()["a.txt"]
    assert (first.place, again.place, again.known) == ("failed/a.txt", "failed/a-2.txt", True)


def test_a_full_disk_leaves_the_file_where_it_is(here: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StorageFull("storage_full", path="x", why="No space left on device")

    here.put("a.txt", TEXT)
    here.look()
    with monkeypatch.context() as patched:
        patched.setattr(here.kit.archive, "append", full)
        assert here.look() == []
    assert (here.lie(), type(here.box.trouble)) == ({"a.txt"}, StorageFull)
    assert here.through()["a.txt"].state == "done"


def test_done_that_is_a_link_is_refused(here: Box, tmp_path: Path) -> None:
    (here.folder / "done").rmdir()
    (here.folder / "done").symlink_to(tmp_path)
    with pytest.raises(StorageError) as caught:
        here.look()
    assert caught.value.key == "inbox_unusable"


def test_processes_that_take_turns_come_to_the_same_end(here: Box) -> None:
    """Each look is another process's, as with workers: nobody sees a file twice."""
    here.put("a.txt", TEXT)
    here.put("b.txt", b"")
    found: list[Moved] = []
    for _ in range(4):
        here.box = here.fresh()
        here.box.still = 0.0
        found += here.look()
        here.read()
    assert {(one.name, one.state, one.known) for one in found} == {("a.txt", "done", False), ("b.txt", "failed", False)}
    assert len(found) == 2


def test_two_that_watch_do_it_once(here: Box) -> None:
    here.put("a.txt", TEXT)
    other = here.fresh()
    with here.box._alone() as mine:
        assert mine is not None
        assert other.look() == []
    assert here.through()["a.txt"].articles == 1


@pytest.mark.parametrize("step", ["taken", "read", "reason", "rename", "neighbour"])
def test_a_kill_between_any_two_steps_loses_nothing_and_does_nothing_twice(here: Box, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def kill(*_: object, **__: object) -> None:
        raise Killed

    def written(reason: Path, text: str) -> None:
        write(reason, text)
        raise Killed

    write = moving._write
    here.put("a.txt", TEXT)
    here.put("a.toml", 'paper = "cpwb"\ndate = 2023-01-05\n')
    here.put("b.txt", b"")
    here.look()
    with monkeypatch.context() as patched:
        if step == "taken":
            patched.setattr(Inbox, "_settle", kill)
        elif step == "reason":
            patched.setattr(moving, "_write", written)
        elif step == "rename":
            patched.setattr(Path, "rename", kill)
        elif step == "neighbour":
            patched.setattr(Inbox, "_moved", kill)
        for _ in range(3):
            with contextlib.suppress(Killed):
                here.look()
            here.read()
    here.box = here.fresh()
    here.through()
    assert here.lie("done") == {"a.txt", "a.toml"}
    assert here.lie("failed") == {"b.txt", "b.txt.reason.txt"}
    assert here.lie() == {f"done/{name}" for name in here.lie("done")} | {f"failed/{name}" for name in here.lie("failed")}
    assert here.kit.index.count() == 1
    assert [issue.outcome for issue in here.kit.ledger.issues.many(here.kit.files.keys()).values()] == ["indexed"]
    assert here.kit.ledger.readings.article("cpwb-20230105-p0-1") is not None
