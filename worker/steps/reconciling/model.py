"""What a reconciliation looks at and what it finds."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

#: What does not agree; each is told by the phrase `reconcile.<kind>`.
Kind = Literal[
    "file_missing",
    "file_damaged",
    "file_differs",
    "file_unknown",
    "row_differs",
    "index_missing",
    "index_stale",
    "index_newer",
    "index_differs",
    "index_zombie",
    "generation_missing",
    "record_missing",
    "record_damaged",
    "records_unknown",
    "removal_undone",
    "part_left",
    "leftover",
]
#: What was done about it: nothing; it is read from the archive again, put into the index again, taken out of it; entered in the ledger;
#: the archive's file got its final name; what was left half written is deleted.
Mended = Literal["none", "reread", "reindexed", "buried", "entered", "settled", "deleted"]
#: Where a reconciliation is: what it looks at, and behind what.
Phase = Literal["issues", "strangers", "index"]
PHASES: tuple[Phase, ...] = ("issues", "strangers", "index")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something ledger, article files, archive and index do not agree on: what it is about, as far as that is known."""

    kind: Kind
    issue: str | None = None
    id: str | None = None
    generation: str | None = None
    #: A file of the archive and the offset of a record in it, or the path of another file.
    file: str | None = None
    offset: int | None = None
    mended: Mended = "none"


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: everything, a paper, or some issues; whole records only when `deep`; mended only on `repair`."""

    paper: str | None = None
    keys: frozenset[str] | None = None
    deep: bool = False
    repair: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """How far a reconciliation has come; another process may go on from there."""

    phase: Phase = "issues"
    after: str = ""


@dataclass
class Reconciled:
    """What was looked at and found. `busy` issues were being worked on; `touched` are those that the steps have work with now."""

    issues: int = 0
    articles: int = 0
    records: int = 0
    busy: int = 0
    found: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)
    touched: set[str] = field(default_factory=set)

    @property
    def left(self) -> int:
        """How many differences nothing was done about."""
        return self.found.total() - self.mended.total()

    def count(self, one: Difference) -> None:
        """Take a difference down."""
        self.found[one.kind] += 1
        if one.mended != "none":
            self.mended[one.mended] += 1
            if one.issue:
                self.touched.add(one.issue)
