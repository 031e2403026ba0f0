"""Cases run one after the other: how each ends, how long it takes; what fails is kept so that it can be read again."""

import random
import resource
import signal
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType

from tests.fuzz.target import Ready, Target, ended

SEED = 20260705
#: What no case may take: seconds of processor time, and megabytes above what the process has.
SECONDS, MEGABYTES = 2.0, 500.0
#: Seconds of processor time at which a case is broken off.
_STUCK = 20.0
#: Failures kept of a target: what comes after them says nothing new.
_KEPT = 20


class Stuck(BaseException):
    """A case goes on and on; no error, so that nothing on the way takes it for one."""


@dataclass(frozen=True)
class Failure:
    """A case that failed: its number, why, and the file it is kept in."""

    case: int
    why: str
    file: str


@dataclass
class Outcome:
    """What came of a target's cases: the slowest in milliseconds, the peak of memory above the beginning in megabytes, ends by key."""

    target: str
    seed: int
    cases: int = 0
    slowest: float = 0.0
    slowest_case: int = 0
    seconds: float = 0.0
    peak: float = 0.0
    unnamed: int = 0
    slow: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    def data(self) -> dict[str, object]:
        """As JSON."""
        return {**vars(self), "ends": dict(self.ends), "failures": [asdict(one) for one in self.failures]}


def made(ready: Ready, target: str, seed: int, case: int) -> bytes:
    """A case by its number."""
    return ready.made(random.Random(f"{target} {seed} {case}"))


def run(target: Target, cases: range, seed: int, keep: Path) -> Outcome:
    """Every case of a range of numbers; failing ones are kept in the folder `keep`."""
    outcome = Outcome(target.name, seed)
    clock = time.perf_counter if target.apart else time.process_time
    with target.opened() as ready, _alarmed(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = _memory()
        for case in cases:
            payload = made(ready, target.name, seed, case)
            began = clock()
            why = _why(ready, payload, outcome)
            taken = clock() - began
            outcome.cases += 1
            outcome.seconds += taken
            if taken * 1e3 > outcome.slowest:
                outcome.slowest, outcome.slowest_case = taken * 1e3, case
            if why is None and taken > SECONDS and not target.apart:
                outcome.slow += 1
                why = f"{taken:.1f} s"
            if why and len(outcome.failures) < _KEPT:
                outcome.failures.append(Failure(case, why, _kept(keep, target.name, seed, case, payload)))
        outcome.peak = _memory() - before
    return outcome


def _why(ready: Ready, payload: bytes, outcome: Outcome) -> str | None:
    """Why a case failed, None where it ended as it may."""
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, _STUCK)
        outcome.ends[ended(ready.reads, payload)] += 1
    except Stuck:
        outcome.slow += 1
        return f"not ended within {_STUCK:.0f} s"
    except Exception as error:  # noqa: BLE001 # what is looked for
        outcome.unnamed += 1
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:200]} ({Path(last.filename).name}:{last.lineno})"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return None


def _kept(folder: Path, target: str, seed: int, case: int, payload: bytes) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{target}-{seed}-{case}.case"
    file.write_bytes(payload)
    return str(file)


def _memory() -> float:
    """The most memory this process, or one of its children, ever had, in megabytes."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


@contextmanager
def _alarmed() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Stuck

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGVTALRM, before)
