"""Rebuilds of the index that were asked for: done by whoever may write it, told in the ledger, at a pace that leaves searches theirs."""

import time
from collections.abc import Callable

from articles.errors import ZongshuError
from worker.steps import BUILD, Kit, reindex

#: The longest rest between two batches, in seconds.
_LONGEST = 10.0


class Pace:
    """Keeps work to a `share` of the time: called after each piece, it rests as long as that took in proportion."""

    def __init__(self, share: float, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep) -> None:
        self._share, self._clock, self._sleep = share, clock, sleep
        self._since = clock()

    def __call__(self) -> None:
        """Rest; what comes then is the next piece."""
        rest = (self._clock() - self._since) * (1 / self._share - 1)
        if rest > 0:
            self._sleep(min(rest, _LONGEST))
        self._since = self._clock()


def build_asked(
    kit: Kit,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
    enough: Callable[[], bool] = lambda: False,
    unread: Callable[[], bool] = lambda: False,
    rest: Callable[[], None] = lambda: None,
    retried: bool = False,
) -> str | None:
    """Build for all who asked until now, and end their runs; the generation that is live then, None where it was `enough` or nobody asks.

    Where it fails their runs end as failed, unless the error passes and the build is `retried` by the caller. Raises as `reindex` does.
    """
    runs, clock = kit.ledger.runs, kit.clock
    asked = runs.open(BUILD)
    if not asked:
        return None

    def told(done: int, total: int) -> None:
        runs.note(asked[0], {"done": done, "total": total, "at": int(clock().timestamp())})
        progress(done, total)

    try:
        name = reindex(kit, told, enough, unread, rest)
    except ZongshuError as error:
        if not (retried and error.retried):
            _end(kit, asked, {"failed": 1})
        raise
    if name:
        _end(kit, asked, {})
    return name


def _end(kit: Kit, asked: list[int], counts: dict[str, int]) -> None:
    for number in asked:
        kit.ledger.runs.end(number, counts, kit.clock())
