"""The doctor: looks at everything a home runs on and says what is wrong. It changes nothing, and waits for nobody long.

`rooms(settings)` gives what there is to look at, each a name and a function of its findings, which may be called side by side.
"""

from worker.doctor.finding import Finding, failed
from worker.doctor.rooms import rooms

__all__ = ["Finding", "failed", "rooms"]
