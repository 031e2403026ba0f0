"""The steps as Celery tasks on Redis: for several processes or machines. Needs the extra `servers`.

The ledger stays the list of work; messages only wake, and carry a key. A lost or doubled one changes nothing: the sweep wakes again
whatever the ledger says is due, and a step that finds its work done or taken does nothing.

- `Broker(settings)`: sends wake-ups, tells how long queues are and when a task ran last;
- `follow(kit, broker, until, on_look, silent)`: wait until others have done the work;
- `sweep(kit, broker)`: wake all that is due;
- `silent(queues, wanted, now, limit)`: the first queue for which nobody works;
- `run_worker(settings, queues, concurrency)`, `run_beat(settings)`: a worker and the beat in this process.
"""

from worker.tasks.broker import Broker
from worker.tasks.follow import follow
from worker.tasks.health import silent
from worker.tasks.options import QUEUES
from worker.tasks.serve import run_beat, run_worker
from worker.tasks.waking import sweep

__all__ = ["QUEUES", "Broker", "follow", "run_beat", "run_worker", "silent", "sweep"]
