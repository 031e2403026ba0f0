"""The ledger: which issues are due, done, missing or failed, and why; the list of work of everything that crawls, reads and indexes.

`Ledger(url)` opens (and upgrades) it: `sqlite:///path/ledger.sqlite3` or `postgresql+psycopg://…`. Its parts, each a few queries wide:

- `ledger.issues`: `plan(dues, again, now)`, `get(key)`, `many(keys)`, `addresses(key)`, `retry(now, paper=, outcomes=, keys=)`,
  `reread(keys, now, since=, paper=)`, `keep_file(…)`, `ask_entry(…)`, `newest(paper)`, `delete(key)`;
- `ledger.lanes`: `ready(now)`, `free_at(host, now)`, `rests(papers, soon)`, `claim(host, owner, now, until)`,
  `settle(claim, settlement, now, finish)`, probes and calendars;
- `ledger.robots`: `get(origin)`, `keep(known, host, delay)`, `borrow(host, wait, now)`;
- `ledger.readings`: `waiting(now, limit)`, `claim(owner, now, until)`, `settle(issue, rows, digest, ending, now)`, `article(id)`,
  `articles(issue)`, `records(id)`, `ids()`;
- `ledger.indexing`: `claim(owner, now, until)`, `settle(issues, generations, tombstones, now, refused)`, `generations()`,
  `open_generations()`, `add_generation(…)`, `set_live(name)`, `missing_in(name)`, `note(name, issues, refused)`, `refused(name)`,
  `tombstones()`, `bury(ids, now)`, `forget()`;
- `ledger.building`: `lacking(name, limit)`, `begin(name, keys)`, `end(name)`, `forget(name, keys)`, `graves(keys)`, `holding(name)`: what a
  build of the index has to know;
- `ledger.reports`: `status()`, `coverage(paper, first, last)`, `failures(paper)`, `gaps(key)`, `refused(key)`,
  `missing(papers, first, last)`, `progress(keys)`, `entry_due(paper)`;
- `ledger.troubles`: `by_cause(paper, last)`, `newest_held(paper)`, `since(first, papers)`;
- `ledger.yields`: `usual(paper, but)`, `of(keys)`, `doubtful(most, garbled, before)`: how much readings gave;
- `ledger.alarms`: `observe(problems, now, ways=, calm=, blind=)`, `open()`, `past(limit)`, `due(way, now)`, `tellings(…)`,
  `told(ids, now)`, `untold(ids, reason, not_before)`; `ledger.marks`: `done(name, now)`, `latest(prefix)`, `take(…)`, `give_back(…)`;
- `ledger.revisions`: `of(id)`, `reading(issue, number)`, `standing(issue)`, `absences(id)`, `records(issue)`,
  `changes(paper, first, last)`;
- `ledger.restoring`: `attempt(attempt, records, now)`, `finish(key, rows, end, now)`, `forget(key)`: the ledger from the archive;
- `ledger.reconciling`: `behind(key, limit, paper)`, `known(keys)`, `living(ids)`, `bury(graves, now)`, `raised(id, revision)`: what is
  compared with files, archive and index, and how it is mended; `ledger.removing`: articles taken away on request;
- `ledger.backfills`: `start(range, now)`, `open(paper)`, `standing(backfill)`, `load(paper, hosts)`, `plan(backfill, dues, position, now)`;
- `ledger.months`: `get(address)`, `keep(…)`, `ask(…)`: the sites' own lists of a month's issues;
- `ledger.pauses`: `all()`, `of(paper)`, `pause(paper, why, now)`, `resume(paper, now)`, `stop(paper, why, reason, now)`;
- `ledger.arrivals`: `of(ids)`, `newest(limit, before)`, `moved(limit)`: what came in when; `ledger.saved`: `add(…)`, `all()`, `get(name)`,
  `remove(key)`, `fresh(row, since, after, limit)`, `note(row, hits, digest, now)`, `due(now)`, `notes(key)`, `told(…)`, `untold(…)`;
- `ledger.runs`: `start(kind, what, now)`, `note(number, counts)`, `open(kind)`, `end(number, counts, now)`, `latest(limit)`,
  `recover(alive, now)`;
- `ledger.watching`: `hosts(now)`, `due(now)`, `succeeded()`, `fates(paper, first, last)`, `worked()`, `entries()`, `lag()`,
  `archived()`, `gaps(keys)`, `refused(keys)`: what operators watch.

`look(url)` tells what a ledger is without opening, making or upgrading it; `dump(database, found)` and `load(url, lines)` move one, from
whichever database to whichever.

Every instant is aware and handed in; nothing here looks at a clock. Raises SettingsError (the URL), StorageError (not reachable, broken,
made by a newer version), StorageFull, and the signals LostLease where a claim is no longer the caller's, TakenIds
where an id is another issue's.
"""

from storage.ledger.alarms import AlarmRow, Alarms, Event, Telling
from storage.ledger.arrivals import Arrival, Arrivals, Moment
from storage.ledger.backfills import Backfill, Backfills, Order, Range, Standing
from storage.ledger.building import Building, Holding
from storage.ledger.database import Database
from storage.ledger.indexing import BATCH, Indexing
from storage.ledger.issues import Issues, issue_key
from storage.ledger.lanes import Lanes
from storage.ledger.look import Seen, look
from storage.ledger.marks import Marks
from storage.ledger.months import Month, Months
from storage.ledger.moving import Dumped, check_version, dump, load
from storage.ledger.pauses import Pause, Pauses
from storage.ledger.reading import Readings
from storage.ledger.reconciling import Known, Reconciling
from storage.ledger.removing import Removing
from storage.ledger.reports import Reports
from storage.ledger.restoring import Attempt, Listed, Restored, Restoring
from storage.ledger.revisions import Absence, Cause, Change, ChangeKind, History, Made, PastReading, RevisionRow, Revisions
from storage.ledger.robots import RobotsTexts
from storage.ledger.rows import (
    BAD_OUTCOMES,
    FOCUSES,
    OPEN_OUTCOMES,
    SHANGHAI,
    Address,
    ArticleRow,
    Claim,
    Counts,
    Due,
    Ending,
    Found,
    Generation,
    Issue,
    Kept,
    LostLease,
    Missing,
    Outcome,
    Pace,
    PaperStatus,
    Progress,
    Reading,
    Reason,
    Refusal,
    Robots,
    Role,
    Run,
    Settlement,
    State,
    Tombstone,
    host_of,
)
from storage.ledger.runs import Runs
from storage.ledger.saved import ALERTS, Alert, Saved, SavedNote, SavedRow
from storage.ledger.taken import TakenIds
from storage.ledger.troubles import Trouble, Troubles
from storage.ledger.watching import Entry, HostRow, Lag, Watching
from storage.ledger.yields import Doubtful, Yield, Yields

__all__ = [
    "ALERTS",
    "BAD_OUTCOMES",
    "BATCH",
    "FOCUSES",
    "OPEN_OUTCOMES",
    "SHANGHAI",
    "Absence",
    "Address",
    "AlarmRow",
    "Alert",
    "Arrival",
    "Arrivals",
    "ArticleRow",
    "Attempt",
    "Backfill",
    "Cause",
    "Change",
    "ChangeKind",
    "Claim",
    "Counts",
    "Doubtful",
    "Due",
    "Dumped",
    "Ending",
    "Entry",
    "Event",
    "Found",
    "Generation",
    "History",
    "Holding",
    "HostRow",
    "Issue",
    "Kept",
    "Known",
    "Lag",
    "Ledger",
    "Listed",
    "LostLease",
    "Made",
    "Missing",
    "Moment",
    "Month",
    "Order",
    "Outcome",
    "Pace",
    "PaperStatus",
    "PastReading",
    "Pause",
    "Progress",
    "Range",
    "Reading",
    "Reason",
    "Refusal",
    "Restored",
    "Restoring",
    "RevisionRow",
    "Robots",
    "Role",
    "Run",
    "SavedNote",
    "SavedRow",
    "Seen",
    "Settlement",
    "Standing",
    "State",
    "TakenIds",
    "Telling",
    "Tombstone",
    "Trouble",
    "Yield",
    "check_version",
    "dump",
    "host_of",
    "issue_key",
    "load",
    "look",
]


class Ledger:
    """An open ledger; close it, or use it as a context manager. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.issues = Issues(self.database)
        self.lanes = Lanes(self.database)
        self.robots = RobotsTexts(self.database)
        self.readings = Readings(self.database)
        self.indexing = Indexing(self.database)
        self.building = Building(self.database)
        self.reports = Reports(self.database)
        self.restoring = Restoring(self.database)
        self.reconciling = Reconciling(self.database)
        self.removing = Removing(self.database)
        self.revisions = Revisions(self.database)
        self.runs = Runs(self.database)
        self.backfills = Backfills(self.database)
        self.months = Months(self.database)
        self.pauses = Pauses(self.database)
        self.troubles = Troubles(self.database)
        self.yields = Yields(self.database)
        self.alarms = Alarms(self.database)
        self.marks = Marks(self.database)
        self.watching = Watching(self.database)
        self.arrivals = Arrivals(self.database)
        self.saved = Saved(self.database)

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give up all connections."""
        self.database.close()
