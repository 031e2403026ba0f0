"""Back-fills: ranges of days kept in the ledger, planned a window at a time as issues end. Ledger rows only; nothing is fetched here."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from scrapers import Paper
from storage.ledger import Backfill, Due, Found, Month, Range
from worker.steps.kit import Kit
from worker.steps.months import ask_months, known, list_of, says
from worker.steps.plan import due_issue
from worker.steps.turns import backfill_turn, ordered, rank

#: A range of so many days or fewer is asked for day by day, without the site's lists.
_SHORT = 7
#: Lists of months asked for together, ahead of the days that are planned.
_AHEAD = 12
#: Days of a back-fill planned in one transaction.
_AT_ONCE = 300
#: A host that is to be left alone for longer, and for longer than two of its waits, gets nothing planned.
_REST = dt.timedelta(seconds=60)


def backfill(kit: Kit, wanted: Range) -> Backfill:
    """Keep a range and plan its first window; one that is asked for again goes on where it is. UnknownPaper."""
    kit.paper(wanted.paper)
    row = kit.ledger.backfills.start(wanted, kit.clock())
    refill(kit, wanted.paper)
    return row


def refill(kit: Kit, code: str | None = None) -> int:
    """Plan the next days of the back-fills that have room (or of those of a paper); how many issues became due.

    Of a paper the oldest range goes first, alone; one that rests gets nothing, nor does a host that is to be left alone. A paper that is
    no longer known is passed over.
    """
    oldest: dict[str, Backfill] = {}
    for row in kit.ledger.backfills.open(code):
        oldest.setdefault(row.range.paper, row)
    resting = kit.ledger.pauses.all() if oldest else {}
    return sum(_refilled(kit, kit.papers[paper], row) for paper, row in oldest.items() if paper in kit.papers and paper not in resting)


def _refilled(kit: Kit, paper: Paper, row: Backfill) -> int:
    """Plan what there is room for, window by window, until the range, the room or what is known of the months is at its end."""
    planned = 0
    days = ordered(row.range.first, row.range.last, oldest=row.range.order == "oldest", season=row.range.season)
    while row.ended is None and (room := _room(kit, paper)) > 0:
        window = _Window(kit, paper, row, days)
        dues = list(window.take(room))
        if window.position > row.position:
            keys = kit.ledger.backfills.plan(row, dues, window.position, kit.clock())
            if keys is None:
                return planned
            planned += len(keys)
            for host in sorted({due.first.host for due in dues if due.first and due.key in set(keys)}):
                kit.wake("fetch", host)
        ask_months(kit, paper, window.lacking)
        if window.lacking:
            return planned
        row = kit.ledger.backfills.get(row.id)
    return planned


def _room(kit: Kit, paper: Paper) -> int:
    """How many issues more may be planned: one for a host in trouble, none for one that is to be left alone."""
    load = kit.ledger.backfills.load(paper.code, paper.hosts)
    pause = max(_REST, 2 * max(dt.timedelta(seconds=kit.pace(host).wait) for host in paper.hosts))
    if load.due >= kit.policy.due or (load.free_at and load.free_at > kit.clock() + pause):
        return 0
    return (1 if load.failures else kit.policy.window) - load.open


@dataclass
class _Window:
    """The next days of a back-fill; `lacking` are lists of months that are to be asked for before the days behind `position`."""

    kit: Kit
    paper: Paper
    row: Backfill
    days: list[dt.date]
    position: int = field(init=False)
    lacking: list[Found] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.position = self.row.position
        self._known: dict[str, Month | None] = {}

    def take(self, room: int) -> Iterator[Due]:
        """Issues up to the room, days without one beside them."""
        turn = rank(self.paper.code, self.kit.policy.priority)
        for day in self.days[self.row.position : self.row.position + _AT_ONCE]:
            listed, where = self._listed(day)
            if self.lacking or not room:
                return
            self.position += 1
            due = due_issue(self.kit, self.paper, day, listed, where, backfill_turn(self.position, turn), self.row.range.focus)
            room -= due.first is not None
            yield due

    def _listed(self, day: dt.date) -> tuple[bool | None, str]:
        """Whether the site's list has the day, and where that list is; the lists ahead are lacking where this one is."""
        if day < self.paper.first_issue or len(self.days) <= _SHORT:
            return None, ""
        asked = list_of(self.paper, day)
        if asked is None:
            return None, ""
        month = self._month(asked.address)
        if month is None:
            self.lacking = list(self._ahead())
        return says(month, day), asked.address

    def _ahead(self) -> Iterator[Found]:
        """The lists of this month and of those that come next, where they are not known."""
        seen: set[str] = set()
        for day in self.days[self.position :]:
            asked = list_of(self.paper, day) if day >= self.paper.first_issue else None
            if asked is None or asked.address in seen:
                continue
            seen.add(asked.address)
            if self._month(asked.address) is None:
                yield asked
            if len(seen) >= _AHEAD:
                return

    def _month(self, address: str) -> Month | None:
        """What the list at an address said, looked up once."""
        if address not in self._known:
            self._known[address] = known(self.kit, address)
        return self._known[address]
