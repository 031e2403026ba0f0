"""A reconciliation noted in the ledger as it goes: killed, another process goes on with it from where it was."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from storage.ledger import Run
from worker.home import alive
from worker.steps.kit import Kit
from worker.steps.reconciling.model import Place, Reconciled, Scope
from worker.steps.reconciling.walking import Told, walk

#: The kind of run.
RUN = "reconcile"
_NUMBERS = ("issues", "articles", "records", "busy")


class Going:
    """A run of a scope. `resumed`: it goes on with one whose process is dead, and what was touched before is not known.

    `by` is the process; empty where any may go on, one at a time (a schedule's).
    """

    def __init__(self, kit: Kit, scope: Scope, by: str | None = None) -> None:
        self._kit, self.scope = kit, scope
        self._by = kit.owner if by is None else by
        dead = [one for one in _open(kit) if _about(one) == _said(scope) and bool(_by(one)) == bool(self._by) and not alive(_by(one))]
        self.resumed = bool(dead)
        self.number = dead[0].id if dead else kit.ledger.runs.start(RUN, {**_said(scope), "by": self._by}, kit.clock())
        what: Mapping[str, Any] = (dead[0].what or {}) if dead else {}
        self._place = Place(what.get("phase", "issues"), what.get("after", ""))
        self.done = _done(what)

    @classmethod
    def under_way(cls, kit: Kit) -> bool:
        """Whether one that any process may go on with has not come to its end."""
        return any(not _by(one) for one in _open(kit))

    def steps(self, told: Told, progress: Callable[[int, int], None] = lambda done, total: None) -> Iterator[None]:
        """Go on, a moment at a time; `progress` is told issues done, and issues in all."""
        kit, runs = self._kit, self._kit.ledger.runs
        total = sum(sum(paper.outcomes.values()) for paper in kit.ledger.reports.status() if self.scope.paper in (None, paper.paper))
        for place in walk(kit, self.scope, self.done, told, self._place):
            self._place = place
            runs.about(self.number, {**_said(self.scope), "by": self._by, "phase": place.phase, "after": place.after, **_kept(self.done)})
            runs.note(self.number, {"done": self.done.issues, "total": max(total, self.done.issues), "at": int(kit.clock().timestamp())})
            progress(self.done.issues, max(total, self.done.issues))
            yield

    def end(self, left: int) -> None:
        """It is through, with so many differences left."""
        counts = {"issues": self.done.issues, "found": self.done.found.total(), "mended": self.done.mended.total(), "left": left}
        self._kit.ledger.runs.end(self.number, counts, self._kit.clock())


def _open(kit: Kit) -> list[Run]:
    return [kit.ledger.runs.get(number) for number in kit.ledger.runs.open(RUN)]


def _by(run: Run) -> str:
    return str((run.what or {}).get("by", ""))


def _said(scope: Scope) -> dict[str, object]:
    return {"paper": scope.paper, "deep": scope.deep, "repair": scope.repair}


def _about(run: Run) -> dict[str, object]:
    return {name: (run.what or {}).get(name) for name in ("paper", "deep", "repair")}


def _kept(done: Reconciled) -> dict[str, object]:
    return {**{name: getattr(done, name) for name in _NUMBERS}, "found": dict(done.found), "mended": dict(done.mended)}


def _done(what: Mapping[str, Any]) -> Reconciled:
    done = Reconciled(found=Counter(what.get("found", {})), mended=Counter(what.get("mended", {})))
    for name in _NUMBERS:
        setattr(done, name, int(what.get(name, 0)))
    return done
