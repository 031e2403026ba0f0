"""Memory: a bound on what one computation may take beyond what its process has, and giving back what is free."""

import contextlib
import ctypes
import sys
from collections.abc import Callable, Iterator
from typing import TypeVar

import psutil

from articles.errors import Unreadable

Job = TypeVar("Job")
Result = TypeVar("Result")


def within(megabytes: int, function: Callable[[Job], Result], job: Job) -> Result:
    """The function's result. Unreadable where it wants more than `megabytes` of address space beyond what the process has now.

    The bound holds for the whole process while the function runs, where the system can (not on Windows): run nothing beside it.
    """
    with contextlib.suppress(MemoryError), _bounded(megabytes):
        return function(job)
    raise Unreadable("read_memory", megabytes=megabytes)


def trim() -> None:
    """Give free memory back to the system, where the C library can (glibc).

    Its allocator keeps what many threads have freed in pieces: over 20,000 pages some hundred megabytes that nothing holds any more.
    """
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "malloc_trim"):
        library.malloc_trim(0)


@contextlib.contextmanager
def _bounded(megabytes: int) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = psutil.Process().memory_info().vms + megabytes * 2**20
    allowed = [limit for limit in (soft, hard, most) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(allowed), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
