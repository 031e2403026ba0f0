"""A long crawl of the sample newspapers by the real runner: the memory of its processes and its open files, sampled over the run.

The crawl runs in a process of its own; this one serves the sites and looks at it from outside.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench import Figure, Figures

ROOT = Path(__file__).resolve().parent.parent
#: Pages and articles of the issues crawled; some are advertisements and not asked for.
PAGES = 22_000
#: The sample grows with its scale; one has some 3,500 pages.
_SCALE = 6
#: Seconds between two looks; the part of the crawl that counts as warming up.
_APART, _WARM = 0.5, 0.3


@dataclass(frozen=True, slots=True)
class Look:
    """A look at the crawl: pages asked for so far, bytes resident in the runner and in its readers together, open files of the runner.

    `own` are the runner's bytes without those of mapped files, such as the index's.
    """

    pages: int
    runner: int
    own: int
    readers: int
    files: int


@dataclass(frozen=True, slots=True)
class Crawl:
    """A crawl: its looks, in order, and how long it took."""

    looks: tuple[Look, ...]
    seconds: float

    @property
    def warm(self) -> tuple[Look, ...]:
        """The looks after it has warmed up."""
        most = max(look.pages for look in self.looks)
        return tuple(look for look in self.looks if look.pages >= _WARM * most)


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The rise of the line of least squares."""
    mean_x, mean_y = (sum(column) / len(points) for column in zip(*points, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0


def measured(pages: int, scale: int = _SCALE) -> Crawl:
    """Crawl at least so many pages. RuntimeError where the crawl fails."""
    from scrapers.sample import serve

    with tempfile.TemporaryDirectory() as folder, serve(scale=scale) as site, tempfile.TemporaryFile() as told:
        start = "import sys; from bench.crawl import crawl; crawl(*sys.argv[1:])"
        command = [sys.executable, "-c", start, folder, str(site.port), str(pages), str(scale)]
        began = time.perf_counter()
        looks = []
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=told) as process:
            while process.poll() is None:
                if look := _look(process.pid, sum(list(site.asked.values()))):
                    looks.append(look)
                time.sleep(_APART)
        if process.returncode:
            told.seek(0)
            raise RuntimeError(told.read().decode("utf-8", "replace"))
        return Crawl(tuple(looks), time.perf_counter() - began)


def _look(pid: int, pages: int) -> Look | None:
    try:
        runner = psutil.Process(pid)
        readers = sum(child.memory_info().rss for child in runner.children(recursive=True))
        held = runner.memory_info()
        return Look(pages, held.rss, held.rss - getattr(held, "shared", 0), readers, runner.num_fds())
    except psutil.NoSuchProcess:
        return None


def crawl(folder: str, port: str, pages: str, scale: str) -> None:
    """In a process of its own: the newest issues of the sample that hold so many pages and articles, to their end."""
    from scrapers.sample import PAPERS, calendar, issue
    from worker.home import Home
    from worker.runner import drive, open_kit, settled
    from worker.settings import load
    from worker.steps import plan

    settings = load(home=Path(folder) / "home", sample_port=int(port))
    wanted = sorted(((date, paper) for paper in PAPERS for date in calendar(paper, int(scale))), reverse=True)
    keys: list[str] = []
    left = int(pages)
    with open_kit(settings) as kit:
        for date, paper in wanted:
            held = issue(paper, date)
            if left > 0 and held:
                keys += plan(kit, paper, [date])
                left -= sum(1 + len(page.articles) for page in held.pages)
        drive(Home(settings.home), kit, 2, settled(kit, keys))
        outcomes = kit.ledger.reports.progress(keys).outcomes
    if set(outcomes) - {"indexed", "no_issue"}:
        raise RuntimeError(str(outcomes))


def main() -> Figures:
    """A row for each tenth of the crawl; slopes after it has warmed up."""
    done = measured(PAGES)
    most = max(look.pages for look in done.looks)
    rows: dict[str, dict[str, Figure]] = {}
    for tenth in range(1, 11):
        look = min(done.looks, key=lambda look: abs(look.pages - most * tenth / 10))
        rows[f"{tenth * 10} %"] = {
            "pages": look.pages,
            "runner, MiB": round(look.runner / 2**20),
            "without mapped files, MiB": round(look.own / 2**20),
            "readers, MiB": round(look.readers / 2**20),
            "open files": look.files,
        }
    files = [look.files for look in done.warm]
    return {
        "pages": most,
        "pages/s": most / done.seconds,
        "runner, MiB more in 10,000 pages (after 30 %)": 1e4 * slope([(look.pages, look.runner / 2**20) for look in done.warm]),
        "runner without mapped files, MiB more in 10,000 pages (after 30 %)": 1e4
        * slope([(look.pages, look.own / 2**20) for look in done.warm]),
        "readers, MiB more in 10,000 pages (after 30 %)": 1e4 * slope([(look.pages, look.readers / 2**20) for look in done.warm]),
        "open files, fewest and most (after 30 %)": f"{min(files)} to {max(files)}",
        **rows,
    }
