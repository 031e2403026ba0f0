"""Whether a disk has room for one more generation, told before it is built."""

import math

from articles.errors import StorageFull

#: What a build takes at the most, of what the live generation takes: merges hold old segments and new ones side by side.
NEEDED = 1.5


def check_room(place: str, live: int, begun: int, free: int) -> None:
    """StorageFull where a build may take more than is `free`: bytes of the `live` generation, and of one that is `begun` already."""
    needed = NEEDED * live - begun
    if needed > free:
        raise StorageFull("reindex_no_room", path=place, needed=math.ceil(needed / 1e6), free=free // 1_000_000)
