"""What the doctor says, by the name of the check."""

from worker.doctor import Finding, rooms
from worker.doctor.clocks import Clock
from worker.runner import utc_now
from worker.settings import Settings

_WORSE = ("ok", "warn", "bad")


def seen(settings: Settings, *names: str, clock: Clock = utc_now) -> dict[str, Finding]:
    """The worst finding of each check, of the rooms named or of all."""
    found: dict[str, Finding] = {}
    for name, findings in rooms(settings, clock).items():
        for finding in findings() if not names or name in names else ():
            known = found.get(finding.check)
            if known is None or _WORSE.index(finding.state) > _WORSE.index(known.state):
                found[finding.check] = finding
    return found


def ailing(found: dict[str, Finding]) -> dict[str, tuple[str, str]]:
    """State and key of what is not ok; how full the disks of the machine are that the tests run on is left out."""
    return {check: (one.state, one.key) for check, one in found.items() if one.state != "ok" and not check.endswith(".disk")}
