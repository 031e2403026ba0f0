"""How much one asker may ask: a bucket of tokens each, in this process."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

#: Askers remembered, those seen last.
_MOST_ASKERS = 10_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether a request is within the bounds, how many more are at once, and in how many seconds there is room for one."""

    allowed: bool
    remaining: int
    wait: float


class Buckets:
    """Requests a second for each asker, and how many may come at once; the clock is handed in. For one event loop."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float]) -> None:
        self._rate, self.burst = rate, burst
        self._clock = clock
        self._askers: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, asker: str) -> Allowance:
        """Count a request."""
        now = self._clock()
        level, seen = self._askers.pop(asker, (float(self.burst), now))
        level = min(float(self.burst), level + (now - seen) * self._rate)
        allowed = level >= 1.0
        level -= 1.0 if allowed else 0.0
        self._askers[asker] = (level, now)
        if len(self._askers) > _MOST_ASKERS:
            self._askers.popitem(last=False)
        return Allowance(allowed, int(level), 0.0 if level >= 1.0 else (1.0 - level) / self._rate)
