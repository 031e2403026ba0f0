"""How many steps were run, what came of them, and how long they took: counted in this process."""

import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counted:
    """Steps of a kind that ended alike: how many, and the seconds they took together."""

    count: int
    seconds: float


class Tally:
    """Counts steps by kind and outcome; any thread may note."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, str], int] = defaultdict(int)
        self._seconds: dict[tuple[str, str], float] = defaultdict(float)

    def __call__(self, step: str, outcome: str, seconds: float) -> None:
        """Count a step."""
        with self._lock:
            self._counts[step, outcome] += 1
            self._seconds[step, outcome] += seconds

    def all(self) -> Mapping[tuple[str, str], Counted]:
        """What was counted so far."""
        with self._lock:
            return {key: Counted(number, self._seconds[key]) for key, number in self._counts.items()}

    def take(self) -> Mapping[tuple[str, str], Counted]:
        """What was counted since it was taken last; it begins anew."""
        with self._lock:
            found = {key: Counted(number, self._seconds[key]) for key, number in self._counts.items()}
            self._counts.clear()
            self._seconds.clear()
            return found
