"""A bound on the memory one computation may take beyond what its process has."""

import contextlib
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
