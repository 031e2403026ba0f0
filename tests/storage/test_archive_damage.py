import gzip
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from archive_kit import AT, ISSUE, NAME, keep, made

from articles.errors import DamagedArchive, StorageFull
from storage import Archive, Position, Response, verify


def test_what_the_ledger_did_not_settle_is_cut_off(archive):
    first = keep(archive, 1)[0]
    keep(archive, 1, first.end)
    with archive.locked(NAME):
        second = archive.append(*ISSUE, made(7), first.end)
    assert second.offset == first.end
    assert [response for _, response in archive.records(NAME)] == [made(0), made(7)]


@pytest.mark.parametrize("torn", [b"\x1f\x8b\x08", b"\0" * 500, random.Random(5).randbytes(300)])
def test_a_torn_part_is_cut_and_goes_on(archive, torn):
    end = keep(archive, 2)[-1].end
    with (archive.root / f"{NAME}.part").open("ab") as file:
        file.write(torn)
    with archive.locked(NAME):
        archive.append(*ISSUE, made(9), end)
    archive.settle(NAME)
    assert [response for _, response in archive.records(NAME)] == [made(0), made(1), made(9)]


def test_a_settled_file_that_grows_is_a_part_until_settled_again(archive):
    first = keep(archive, 1)[0]
    archive.settle(NAME)
    with archive.locked(NAME):
        second = archive.append(*ISSUE, made(1), first.end)
        assert not (archive.root / NAME).exists()
        assert (archive.read(first), archive.read(second)) == (made(0), made(1))
    archive.settle(NAME)
    archive.settle(NAME)
    assert (archive.read(first), archive.read(second)) == (made(0), made(1))


def test_a_file_shorter_than_the_ledger_knows_is_damage_and_stays(archive):
    end = keep(archive, 2)[-1].end
    part = archive.root / f"{NAME}.part"
    os.truncate(part, end - 1)
    with archive.locked(NAME), pytest.raises(DamagedArchive) as caught:
        archive.append(*ISSUE, made(3), end)
    assert caught.value.facts["file"] == str(archive.root / NAME)
    assert part.stat().st_size == end - 1


def test_every_cut_and_every_flipped_byte_is_noticed(archive):
    positions = keep(archive, 3)
    archive.settle(NAME)
    path = archive.root / NAME
    whole = path.read_bytes()
    chosen = random.Random(7)
    for at in range(positions[1].offset + 1, positions[1].end):
        path.write_bytes(whole[:at])
        with pytest.raises(DamagedArchive) as caught:
            archive.read(positions[1])
        assert (caught.value.facts["offset"], caught.value.facts["file"]) == (positions[1].offset, str(path))
    missed = 0
    for at in range(positions[1].offset, positions[1].end):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ chosen.randrange(1, 256)]) + whole[at + 1 :])
        try:
            missed += archive.read(positions[1]) != made(1)
        except DamagedArchive:
            continue
    assert missed == 0


def test_verify_names_the_damage_and_goes_on_behind_it(archive):
    positions = keep(archive, 5)
    archive.settle(NAME)
    path = archive.root / NAME
    damaged = bytearray(path.read_bytes())
    for position in (positions[1], positions[3]):
        damaged[position.offset + 40] ^= 0xFF
    path.write_bytes(damaged)
    (checked,) = verify(archive)
    assert checked.records == 3
    assert [error.facts["offset"] for error in checked.damage] == [positions[1].offset, positions[3].offset]
    with pytest.raises(DamagedArchive):
        list(archive.records(NAME))


BAD = [b"", b"no gzip", *(gzip.compress(text, mtime=0) for text in (b"", b"no WARC", b"WARC/1.1\r\nContent-Length: x\r\n\r\n"))]


@pytest.mark.parametrize("content", BAD)
def test_a_file_that_is_no_archive_is_damage(archive, content):
    path = archive.root / NAME
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(DamagedArchive):
        archive.read(Position(NAME, 0, len(content)))
    assert [bool(checked.damage) for checked in verify(archive)] == [bool(content)]


def test_a_missing_file_and_a_wrong_position_are_damage(archive):
    with pytest.raises(DamagedArchive):
        archive.read(Position(NAME, 0, 10))
    position = keep(archive, 2)[1]
    offset, length = position.offset, position.length
    for wrong in (Position(NAME, offset + 1, length), Position(NAME, offset, length + 1), Position(NAME, 0, offset)):
        with pytest.raises(DamagedArchive):
            archive.read(wrong)


def test_appending_needs_the_lock_of_this_thread(archive):
    with pytest.raises(RuntimeError):
        archive.append(*ISSUE, made(), 0)
    with archive.locked(NAME):
        failures: list[Exception] = []

        def other() -> None:
            try:
                archive.append(*ISSUE, made(), 0)
            except RuntimeError as error:
                failures.append(error)

        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        assert len(failures) == 1


def test_a_thread_holds_one_file(archive):
    with archive.locked(NAME), pytest.raises(RuntimeError), archive.locked("hcrb/2023/hcrb-20230105-1.warc.gz"):
        pass
    with archive.locked(NAME):
        pass


def test_a_file_that_stands_there_twice_is_damage(archive):
    end = keep(archive, 2)[-1].end
    (archive.root / NAME).write_bytes((archive.root / f"{NAME}.part").read_bytes())
    with archive.locked(NAME), pytest.raises(DamagedArchive):
        archive.append(*ISSUE, made(3), end)
    assert (archive.root / NAME).stat().st_size == (archive.root / f"{NAME}.part").stat().st_size == end


def test_a_lock_that_kept_nothing_leaves_no_record(archive):
    with archive.locked(NAME):
        pass
    assert list(archive.names()) == []
    archive.settle(NAME)


def _grow(root: Path, times: int) -> None:
    """Append where the file ends, now and then settling it: what a ledger would know is the file's length, read under the lock."""
    archive, chance = Archive(root), random.Random(os.getpid())
    for _ in range(times):
        with archive.locked(NAME):
            sizes = [path.stat().st_size for path in (root / NAME, root / f"{NAME}.part") if path.exists()]
            archive.append(*ISSUE, made(1), max(sizes, default=0))
            if chance.random() < 0.3:
                archive.settle(NAME)


def test_processes_and_threads_take_turns(archive):
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=_grow, args=(archive.root, 30)) for _ in range(2)]
    workers += [threading.Thread(target=_grow, args=(archive.root, 30)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [response for _, response in archive.records(NAME)] == [made(1)] * 120
    assert [(checked.records, checked.damage) for checked in verify(archive)] == [(120, ())]


LOOP = """
import sys; from pathlib import Path
sys.path[:0] = [{tests!r}, {root!r}]
from test_archive import AT, ISSUE, NAME, made
from storage import Archive
archive, settled = Archive(Path(sys.argv[1])), Path(sys.argv[2])
print("go", flush=True)
while True:
    with archive.locked(NAME):
        lines = settled.read_text().split()
        position = archive.append(*ISSUE, made(len(lines)), int(lines[-1]) if lines else 0)
        with settled.open("a") as ledger:
            print(position.end, file=ledger)
"""


def test_killed_at_any_moment_no_record_is_lost_or_doubled(archive, tmp_path):
    settled = tmp_path / "settled"
    settled.touch()
    code = LOOP.format(tests=str(Path(__file__).parent), root=str(Path(__file__).parents[2]))
    chance = random.Random(3)
    for _ in range(6):
        with subprocess.Popen([sys.executable, "-c", code, archive.root, settled], stdout=subprocess.PIPE) as child:
            assert child.stdout.readline() == b"go\n"
            time.sleep(chance.uniform(0.02, 0.15))
            assert child.poll() is None
            child.send_signal(signal.SIGKILL)
    ends = [int(line) for line in settled.read_text().split()]
    with archive.locked(NAME):
        archive.append(*ISSUE, made(len(ends)), ends[-1])
    archive.settle(NAME)
    kept = list(archive.records(NAME))
    assert [response for _, response in kept] == [made(number) for number in range(len(ends) + 1)]
    assert [position.end for position, _ in kept[:-1]] == ends


FULL = """
import resource, sys; from pathlib import Path
sys.path[:0] = [{tests!r}, {root!r}]
from test_archive import ISSUE, NAME, keep, made
from articles.errors import StorageFull
from storage import Archive
import os
archive = Archive(Path(sys.argv[1]))
end = keep(archive, 3)[-1].end
resource.setrlimit(resource.RLIMIT_FSIZE, (end + 100, end + 100))
try:
    with archive.locked(NAME):
        archive.append(*ISSUE, made(0, os.urandom(100_000)), end)
except StorageFull as error:
    print(end, (archive.root / (NAME + ".part")).stat().st_size, error.key)
"""


def test_a_limit_on_file_sizes_leaves_the_part_as_it_was(archive):
    code = FULL.format(tests=str(Path(__file__).parent), root=str(Path(__file__).parents[2]))
    done = subprocess.run([sys.executable, "-c", code, archive.root], capture_output=True, text=True, check=True)
    end, size, key = done.stdout.split()
    assert (end, key) == (size, "storage_full")
    assert [response for _, response in archive.records(NAME)] == [made(0), made(1), made(2)]


def test_a_full_disk_leaves_the_part_as_it_was_and_goes_on_when_there_is_room(small_disk):
    archive = Archive(small_disk / "archive")
    end = keep(archive, 3)[-1].end
    with archive.locked(NAME), pytest.raises(StorageFull):
        archive.append(*ISSUE, made(0, random.Random(1).randbytes(2_000_000)), end)
    assert (archive.root / f"{NAME}.part").stat().st_size == end
    with archive.locked(NAME):
        archive.append(*ISSUE, made(3), end)
    assert [response for _, response in archive.records(NAME)] == [made(number) for number in range(4)]


def test_a_disk_without_room_for_a_first_record_keeps_nothing(small_disk):
    archive = Archive(small_disk / "archive")
    with archive.locked(NAME), pytest.raises(StorageFull):
        archive.append(*ISSUE, made(0, random.Random(1).randbytes(2_000_000)), 0)
    assert list(archive.names()) == []


def test_a_large_record_of_one_letter_is_whole(archive):
    for size in (1024 * 1024, 16 * 1024 * 1024, 16 * 1024 * 1024 + 1):
        with archive.locked(NAME):
            position = archive.append(*ISSUE, made(0, b"x" * size), 0)
        assert archive.read(position).payload == b"x" * size


def test_a_response_needs_an_instant_with_a_zone():
    with pytest.raises(ValueError, match="zone"):
        Response("http://a.example/", 200, (), b"", AT.replace(tzinfo=None))


def test_every_flipped_bit_is_named_by_its_record(archive):
    """Checksums cover the data; the header of a member and the padding of its last byte are compared with what was written."""
    positions = keep(archive, 3)
    archive.settle(NAME)
    path = archive.root / NAME
    whole = path.read_bytes()
    members = [0, *(position.offset for position in positions)]
    chosen = random.Random(11)
    bits = {chosen.randrange(len(whole) * 8) for _ in range(400)}
    bits |= {at * 8 + bit for start in members for at in range(start, start + 12) for bit in range(8)}
    bits |= {(position.end - 1 - at) * 8 + bit for position in positions for at in range(12) for bit in range(8)}
    for flipped in sorted(bits):
        at, bit = divmod(flipped, 8)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
        (checked,) = verify(archive)
        assert [error.facts["offset"] for error in checked.damage] == [max(start for start in members if start <= at)], flipped
    path.write_bytes(whole)
    assert [checked.damage for checked in verify(archive)] == [()]


def test_a_damaged_record_is_named_once_and_not_for_each_revisit(archive):
    first = keep(archive, 2)
    archive.settle(NAME)
    other = ("ljrb", ISSUE[1], 2, ISSUE[3])
    name = NAME.replace("-1.warc", "-2.warc")
    end = 0
    for number in range(2):
        with archive.locked(name):
            end = archive.append(*other, made(number), end, first[number]).end
    archive.settle(name)
    damaged = bytearray((archive.root / NAME).read_bytes())
    damaged[first[0].offset + 60] ^= 1
    (archive.root / NAME).write_bytes(damaged)
    assert [(one.file, [error.facts["offset"] for error in one.damage]) for one in verify(archive)] == [
        (NAME, [first[0].offset]),
        (name, []),
    ]
    (archive.root / NAME).unlink()
    assert [(one.file, len(one.damage)) for one in verify(archive)] == [(name, 2)]


def test_the_torn_tail_of_a_part_is_told_apart_from_damage(archive):
    keep(archive, 2)
    with (archive.root / f"{NAME}.part").open("ab") as file:
        file.write(b"\x1f\x8b\x08torn")
    (checked,) = verify(archive)
    assert (checked.records, checked.damage, checked.tail is not None) == (2, (), True)
    archive.settle(NAME)
    (checked,) = verify(archive)
    assert (len(checked.damage), checked.tail) == (1, None)


def test_a_ledger_that_was_lost_does_not_cut_off_what_it_knew(archive):
    """A settled file and a part of several records are appended to, though the new ledger knows nothing of them."""
    keep(archive, 3)
    with archive.locked(NAME):
        fourth = archive.append(*ISSUE, made(7), 0)
    archive.settle(NAME)
    with archive.locked(NAME):
        archive.append(*ISSUE, made(8), 0)
    with archive.locked(NAME):
        archive.append(*ISSUE, made(9), fourth.end)
    archive.settle(NAME)
    with archive.locked(NAME):  # renamed, then killed before the ledger was settled
        archive.append(*ISSUE, made(6), fourth.end)
    assert [response for _, response in archive.records(NAME)] == [made(0), made(1), made(2), made(7), made(6)]
    assert [response for _, response in archive.records(NAME)][:4] == [made(0), made(1), made(2), made(7)]
