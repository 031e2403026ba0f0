"""A process that crawls: `python crawler.py HOME PORT COUNT`. Plans that many sample issues and drives them to their end."""

import datetime as dt
import sys
from itertools import zip_longest
from pathlib import Path

from scrapers.sample import PAPERS, calendar
from worker.home import Home
from worker.runner import drive, open_kit, settled
from worker.settings import Settings, load
from worker.steps import plan


def settings(home: Path, port: int) -> Settings:
    return load(home=home, sample_port=port, read={"processes": 1})


def issues(count: int) -> list[tuple[str, dt.date]]:
    """The newest `count` issues of the sample papers, taken in turn."""
    newest = [[(paper, date) for date in reversed(calendar(paper))] for paper in PAPERS]
    return [one for row in zip_longest(*newest) for one in row if one][:count]


def main(home: Path, port: int, count: int) -> None:
    with open_kit(settings(home, port)) as kit:
        keys = []
        for paper in PAPERS:
            dates = [date for code, date in issues(count) if code == paper]
            plan(kit, paper, dates)
            keys += [f"{paper}-{date:%Y%m%d}" for date in dates]
        drive(Home(home), kit, 1, settled(kit, keys))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
