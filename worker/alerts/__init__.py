"""Alerts: new hits of saved searches, each told once.

- `Alerts(search, ledger, settings)`: `look()` now and then, `once()` at once; one process at a time;
- `ways_of(settings)`: how new hits can be told.
"""

from worker.alerts.look import Alerts as Alerts
from worker.alerts.look import Done as Done
from worker.alerts.telling import ways_of as ways_of
