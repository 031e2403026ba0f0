"""The runner of one machine: it claims due steps from the ledger and runs them; the ledger is the list of work.

- `open_kit(settings)`: a context manager that gives the `Kit` (ledger, archive, files, papers, network, index);
- `drive(home, kit, processes, until, on_look)`: do the planned work here, or follow the process that owns the home;
- `settled(kit, keys, entries)`: an `until` for `drive`: nothing of those issues (and entries) is left to be done now;
- `brought_in(kit, number)`: the same of a back-fill; `at_rest(kit, backfill)`: the host it waits for; `paused(kit, keys, entries)`;
- `resting(kit, keys, entries)`: the host that keeps all the rest waiting for long, and until when;
- `run_here(kit, processes, until, on_look)`: for a process that owns the home already (`up`); `Runner` itself.
"""

from worker.runner.drive import drive, run_here
from worker.runner.memory import within
from worker.runner.pool import Pool
from worker.runner.runner import Runner
from worker.runner.tools import open_kit, processes, utc_now
from worker.runner.waiting import at_rest, brought_in, idle, paused, resting, settled

__all__ = [
    "Pool",
    "Runner",
    "at_rest",
    "brought_in",
    "drive",
    "idle",
    "open_kit",
    "paused",
    "processes",
    "resting",
    "run_here",
    "settled",
    "utc_now",
    "within",
]
