import errno
import threading
import time

import pytest

from articles.errors import StorageFull
from storage.disk import locked, put, room_for


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EDQUOT])
def test_a_full_disk_has_a_name(tmp_path, number):
    with pytest.raises(StorageFull) as caught, room_for(tmp_path):
        raise OSError(number, "full")
    assert str(tmp_path) in str(caught.value)


def test_other_faults_keep_theirs(tmp_path):
    with pytest.raises(PermissionError), room_for(tmp_path):
        raise PermissionError(errno.EACCES, "no")


def test_the_lock_is_for_one_at_a_time(tmp_path):
    folder, order = tmp_path / "a" / "b", list[str]()

    def second() -> None:
        with locked(folder):
            order.append("second")

    with locked(folder):
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.05)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_a_lock_is_given_back_after_a_fault(tmp_path):
    with pytest.raises(KeyError), locked(tmp_path):
        raise KeyError
    with locked(tmp_path):
        assert (tmp_path / ".lock").is_file()


def test_what_is_put_replaces_what_was_there(tmp_path):
    put(tmp_path / "a", b"one")
    (tmp_path / ".a.part").write_bytes(b"half of a longer one")
    put(tmp_path / "a", b"two")
    assert (tmp_path / "a").read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
