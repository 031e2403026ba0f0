"""What the suite tells processes under attack: a file for each fault, in a folder, there as long as the fault holds."""

import datetime as dt
import fcntl
import json
import os
import uuid
from pathlib import Path
from typing import Any

#: The variable that names the folder to the processes.
VARIABLE = "CHAOS_CONTROL"


class Control:
    """The faults in force, for those who set them and those who suffer them. Any number of processes may share a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def set(self, fault: str, **how: object) -> None:
        """Let a fault hold from now on."""
        part = self.folder / f".{uuid.uuid4().hex}"
        part.write_text(json.dumps(how))
        part.replace(self.folder / fault)

    def clear(self, fault: str) -> None:
        """Let it hold no more; nothing where it did not."""
        (self.folder / fault).unlink(missing_ok=True)

    def get(self, fault: str) -> dict[str, Any] | None:
        """How a fault holds, None where it does not."""
        try:
            return dict(json.loads((self.folder / fault).read_text()))
        except FileNotFoundError:
            return None

    def spend(self, fault: str) -> dict[str, Any] | None:
        """How a fault holds that strikes only so many `times`, one of them used up; None where none is left."""
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            how = self.get(fault)
            if not how or how["times"] < 1:
                return None
            self.set(fault, **{**how, "times": how["times"] - 1})
            return how

    def struck(self, fault: str) -> None:
        """Write down that a fault was met."""
        handle = os.open(self.folder / ".struck", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.write(handle, f"{fault}\n".encode())
        os.close(handle)

    def met(self) -> list[str]:
        """The faults that were met inside processes, in order."""
        try:
            return (self.folder / ".struck").read_text().split()
        except FileNotFoundError:
            return []


def now() -> dt.datetime:
    """The instant of the clock in this process, which jumps when `clock` is set."""
    how = Control(Path(os.environ[VARIABLE])).get("clock")
    return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=how["seconds"] if how else 0)
