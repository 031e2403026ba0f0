"""A beat told to end while it waits for Redis: `python interrupted.py beat`. As redis-py may, what sends makes another error of it."""

import os
import signal
import sys
import time

import celery.beat

from worker.cli import main


def send(*_: object, **__: object) -> None:
    """Instead of a message to Redis."""
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
    except SystemExit as error:
        raise ValueError("I/O operation on closed file.") from error


if __name__ == "__main__":
    celery.beat.Scheduler.apply_async = send
    main(sys.argv[1:])
