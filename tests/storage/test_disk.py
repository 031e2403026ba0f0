import errno
import threading
import time

import pytest

from articles.errors import StorageFull
from storage.disk import locked, room_for


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EDQUOT])
def test_a_full_disk_has_a_name(tmp_path, number):
    with pytest.raises(StorageFull) as caught, room_for(tmp_path):
        raise OSError(number, "full")
    assert str(tmp_path) in str(caught.value)


def test_other_faults_keep_theirs(tmp_path):
    with pytest.raises(PermissionError), room_for(tmp_path):
        raise PermissionError(errno.EACCES, "no")


def test_the_lock_goes_with_the_file_through_a_rename(tmp_path):
    names = (tmp_path / "final", tmp_path / "part")
    order: list[str] = []

    def second() -> None:
        with locked(names):
            order.append("second")

    with locked(names) as handle:
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.05)
        names[1].write_bytes(b"x")
        names[1].rename(names[0])
        order.append("first")
        assert handle >= 0
    waiting.join()
    assert order == ["first", "second"]
    assert [name.exists() for name in names] == [True, False]


def test_a_file_removed_while_one_waits_is_made_anew(tmp_path):
    name = tmp_path / "part"
    held: list[bool] = []

    def second() -> None:
        with locked((name,)):
            held.append(name.exists())

    with locked((name,)):
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.05)
    waiting.join()
    assert held == [True]
    assert not name.exists()
