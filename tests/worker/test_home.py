"""The home and its one owner."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from articles.errors import HomeInUse, StorageError
from worker.home import Home, Owner, alive


def test_a_home_has_one_owner(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    assert home.owner() is None
    with home.own() as owner:
        assert (owner.pid, home.owner()) == (os.getpid(), owner)
        with pytest.raises(HomeInUse) as caught, Home(home.path).own():
            pass
        assert caught.value.facts["pid"] == os.getpid()
    assert home.owner() is None
    with home.own():
        pass


def test_two_processes_two_owners_is_refused(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from worker.home import Home\n"
    code += "with Home(Path(sys.argv[1])).own(): print('mine', flush=True); input()"
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "mine\n"
    with pytest.raises(HomeInUse) as caught, Home(tmp_path).own():
        pass
    assert caught.value.facts["pid"] == process.pid
    process.kill()
    process.communicate()
    with Home(tmp_path).own() as owner:
        assert owner.pid == os.getpid()


def test_a_recycled_pid_is_no_owner(tmp_path: Path) -> None:
    home = Home(tmp_path)
    me = Owner.me()
    home.lock.write_text(json.dumps({"machine": me.machine, "pid": me.pid, "started": me.started - 100}))
    assert home.owner() is None
    home.lock.write_text(json.dumps({"machine": me.machine, "pid": me.pid, "started": me.started}))
    assert home.owner() == me


@pytest.mark.parametrize("text", ["", "x", "{}", '{"machine": 1}', "[]", '{"machine": "a", "pid": "b", "started": 0}'])
def test_a_torn_lock_file_names_nobody(tmp_path: Path, text: str) -> None:
    home = Home(tmp_path)
    home.lock.write_text(text)
    assert home.owner() is None
    with home.own():
        pass


def test_owners_of_leases() -> None:
    me = Owner.me()
    assert Owner.parse(str(me)) is not None
    assert alive(str(me))
    assert alive(str(Owner("another-machine", 1, 0.0)))
    assert not alive(str(Owner(me.machine, me.pid, me.started + 50)))
    assert not alive(str(Owner(me.machine, max(psutil.pids()) + 1000, 0.0)))
    assert not alive("nonsense")


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError) as caught:
        Home(tmp_path / "file" / "home").make()
    assert caught.value.key == "home_unusable"
