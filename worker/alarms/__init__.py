"""Alarms: what is wrong, told once, and that it is over.

- `problems(state, limits)`: a pure function from what is known to what is wrong;
- `Watch(kit, settings, broker)`: `look()` now and then, `once()` at once; one process at a time;
- `ways(settings)`: log, webhook, mail; `Note` is what they tell;
- `idle(ledger, broker, begun, now, longest)`: whether steps that are due are not done;
- `STEP`: how the ledger's marks of steps begin.
"""

from worker.alarms.looking import STEP, idle
from worker.alarms.notes import Note
from worker.alarms.problems import problems
from worker.alarms.state import Limits, State
from worker.alarms.watch import Watch
from worker.alarms.ways import SIGNATURE, Way, signed, ways

__all__ = ["SIGNATURE", "STEP", "Limits", "Note", "State", "Watch", "Way", "idle", "problems", "signed", "ways"]
