"""A process that watches the inbox of a home and reads, until nothing is left there: for tests that kill it."""

import sys
import time
from pathlib import Path

from worker.home import Home
from worker.inbox import Inbox, folder_of
from worker.runner import Runner, open_kit
from worker.settings import load


def main(home: Path) -> None:
    settings = load(home=home)
    with open_kit(settings) as kit, Home(home).own():
        box = Inbox(kit, folder_of(settings), rest=0.2)
        due = time.monotonic()

        def look() -> None:
            nonlocal due
            if time.monotonic() >= due:
                box.look(0.5)
                due = time.monotonic() + 0.1

        Runner(kit, 1, fetching=False).run(lambda: not box.pending and kit.ledger.reports.progress().open == 0, look)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
