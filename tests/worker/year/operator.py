"""An operator's year over the sites of a world: schedule, lanes, reading and index, by a clock that jumps to whatever is next."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from scrapers import Paper, papers
from scrapers.papers.model import Expect, Layout
from storage.ledger import SHANGHAI
from worker.alarms import Note, Watch
from worker.runner import open_kit
from worker.schedule import Schedule
from worker.settings import Settings, load
from worker.steps import Kit, ask_probes, fetch, index, open_generations, read, refill
from year.world import KEPT, MOVED, World

#: Seconds between two requests to a host.
WAIT = 2.0
#: When the calendars are looked at, where nothing else is due.
_HOURS = (7, 13, 19)
#: How often the watch looks.
_WATCHED = dt.timedelta(minutes=1)


def followed(world: World, *, mended: bool) -> Mapping[str, Paper]:
    """The papers as the operator's files have them; `mended` once the file of the one that moved was."""
    expect = Expect(pages_min=2, articles_min=4, articles_max=400, max_age_days=9)
    made = {
        code: replace(papers()[code], weekdays=days, wait=WAIT, expect=expect, time_of_day=dt.time(6))
        for code, days in world.weekdays.items()
    }
    made["cpwb"] = replace(made["cpwb"], archive_days=KEPT)
    if mended:
        new = Layout(MOVED.since, "founder.pad", f"http://{MOVED.host}{MOVED.prefix}", "01", "seen by the operator", "seen")
        made["ljrb"] = replace(made["ljrb"], layouts=(*made["ljrb"].layouts, new))
    return made


@dataclass
class Pager:
    """Somebody who is told, and writes down when."""

    world: World
    name: ClassVar[str] = "pager"
    most: ClassVar[int] = 1000
    heard: list[tuple[dt.datetime, Note]] = field(default_factory=list)

    def tell(self, notes: Sequence[Note]) -> None:
        """Take notes."""
        self.heard += [(self.world.now, note) for note in notes]


class Operator:
    """A kit over the world, what is done with it, and who is told when something is wrong."""

    def __init__(self, world: World, kit: Kit, settings: Settings) -> None:
        self.world, self.kit, self._opened, self._settings = world, kit, kit, settings
        self.pager = Pager(world)
        self.mend(mended=False)

    def mend(self, *, mended: bool = True) -> None:
        """Take the papers' files as they are now."""
        self.kit = replace(self._opened, papers=followed(self.world, mended=mended), open_index=lambda: self._opened.index)
        self._schedule = Schedule(self.kit, sorted(self.kit.papers), 3, ticks=lambda: self.world.now.timestamp())  # noqa: PLW0108 - `now` changes

        self._watch = Watch(self.kit, self._settings, told_by=[self.pager])
        self._watched = self.world.now - _WATCHED

    def until(self, day: dt.date) -> None:
        """Work on to the beginning of a day."""
        end = dt.datetime.combine(day, dt.time(), SHANGHAI)
        while self.world.now < end:
            self.look()
            self.world.now = min(self._next(), end)

    def look(self) -> None:
        """All that is due now."""
        self._schedule.look()
        ask_probes(self.kit)
        refill(self.kit)
        while self._lanes():
            pass
        while read(self.kit) or index(self.kit):
            pass
        if self.world.now >= self._watched + _WATCHED:
            self._watched = self.world.now
            self._watch.once()

    def _lanes(self) -> bool:
        """One turn of every lane that is free now."""
        now = self.world.clock()
        free = [host for host, at in self.kit.ledger.lanes.ready(now).items() if at <= now]
        turns = [fetch(self.kit, host) for host in free]
        return any(turns)

    def _next(self) -> dt.datetime:
        """When something is due next: a lane, or a look at the calendars."""
        local = self.world.now.astimezone(SHANGHAI)
        days = (local.date() + dt.timedelta(more) for more in (0, 1))
        hours = [at for date in days for hour in _HOURS if (at := dt.datetime.combine(date, dt.time(hour), SHANGHAI)) > local]
        lanes = [at for at in self.kit.ledger.lanes.ready(self.world.clock()).values() if at > self.world.now]
        return min([*hours, *lanes])


@contextmanager
def working(world: World, home: Path) -> Iterator[Operator]:
    """An operator with an empty home."""
    follow = {"papers": sorted(world.weekdays)}
    made = load(home=home, sample_port=world.port, fetch={"retry_wait": 5.0}, follow=follow)
    with open_kit(made, world.clock) as kit:
        open_generations(kit)
        yield Operator(world, kit, made)
