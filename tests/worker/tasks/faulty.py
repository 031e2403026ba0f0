"""A program whose readers misbehave over one issue: `python faulty.py HOW KEY COMMAND …`; all else is the real one.

`die` kills the reading process, `sleep` keeps it, `stuck` keeps it deaf to the signal that tells it to stop, `die_once` kills it when a
file of that name is not there yet.
"""

import os
import signal
import sys
import time
from importlib import import_module
from pathlib import Path

from worker.cli import main
from worker.steps.reading import ReadJob, ReadResult, read_job


def misbehave(how: str, mark: Path) -> None:
    if how == "die_once" and mark.exists():
        return
    mark.touch()
    if how in ("die", "die_once"):
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "stuck":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    time.sleep(120)


def faulty(how: str, key: str) -> None:
    """Put the fault into this process and those it will fork."""

    def read_faulty(job: ReadJob) -> ReadResult:
        if job.key == key:
            misbehave(how, job.files.parent / "misbehaved")
        return read_job(job)

    vars(import_module("worker.steps.read"))["read_job"] = read_faulty


if __name__ == "__main__":
    faulty(sys.argv[1], sys.argv[2])
    main(sys.argv[3:])
