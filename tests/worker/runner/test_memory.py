"""Free memory goes back to the system; a bound of memory holds for one computation and is lifted after it."""

import ctypes
import resource
import subprocess
import sys

import pytest

from articles.errors import Unreadable
from worker.runner import within
from worker.runner.memory import trim

#: Many small pieces freed but for the last: the allocator keeps them all until it is asked.
_PIECES = """
import ctypes, psutil
from worker.runner.memory import trim
library = ctypes.CDLL(None)
library.malloc.restype, library.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
library.free.argtypes = [ctypes.c_void_p]
pieces = [library.malloc(4096) for _ in range(30_000)]
for piece in pieces:
    ctypes.memset(piece, 1, 4096)
for piece in pieces[:-1]:
    library.free(piece)
held = psutil.Process().memory_info().rss
trim()
print(held - psutil.Process().memory_info().rss)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="the C library has no malloc_trim")
def test_free_memory_is_given_back() -> None:
    told = subprocess.run([sys.executable, "-c", _PIECES], capture_output=True, check=True, timeout=60).stdout
    assert int(told) > 60 * 2**20


def _fill(megabytes: int) -> int:
    return len(bytearray(megabytes * 2**20))


def test_a_bound_of_memory_is_lifted_again() -> None:
    trim()  # what earlier tests have freed is no part of the bound
    before = resource.getrlimit(resource.RLIMIT_AS)
    assert within(128, _fill, 16) == 16 * 2**20
    with pytest.raises(Unreadable) as caught:
        within(128, _fill, 200)
    assert caught.value.key == "read_memory"
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert _fill(200) == 200 * 2**20


def test_the_job_s_own_errors_pass() -> None:
    with pytest.raises(KeyError):
        within(256, {}.__getitem__, "none")
