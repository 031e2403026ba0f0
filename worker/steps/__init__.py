"""The steps of the way: plain functions over a `Kit`, each closing with one ledger transaction; idempotent, safe to kill anywhere.

- `plan(kit, paper, dates, again=)`, `plan_latest(kit, paper)`, `retry(kit, keys)`: rows of what is due;
- `backfill(kit, range)`: a range of days, kept and planned a window at a time; `refill(kit)`: the next windows;
- `fetch(kit, host)`: the next due address of a host's lane;
- `read(kit)`: a fetched issue into its article file; `died(kit, key)`: a reader died over one;
- `index(kit)`: read issues into every open generation; `reindex(kit, progress)`: a new generation, checked and made live;
  `left_out(kit)`: what it had to do without;
- `take(kit, name, payload, beside)`: a file given to us, and what is known beside it; `ingest(kit, name, payload)`: its key;
- `compared(kit, issues, at_once)`: what the present reader would change, nothing written; `older`: which issues that may be;
- `rebuild(kit, scratch, progress)`: the ledger from the archive;
- `reconcile(kit, scope, told)`: ledger, article files, archive and index compared and mended; `walk`: in steps, `Going`: noted as it goes;
- `remove(kit, id, reason, record=)`: an article taken away on request; `proof`, `take_back`;
- `open_generations(kit)`, `ask_probes(kit)`: what the owner of a home sees to at the start and in its sweep.
"""

from worker.steps.asked import Asked
from worker.steps.backfill import backfill, refill
from worker.steps.build import BUILD, reindex
from worker.steps.comparing import Compared, compared, older
from worker.steps.entries import ask_probes
from worker.steps.fetch import fetch
from worker.steps.index import index, open_generations
from worker.steps.ingest import Receipt, ingest, printable, take
from worker.steps.kit import Kit, Policy, here, today
from worker.steps.leftout import left_out
from worker.steps.plan import plan, plan_latest, retry
from worker.steps.read import died, read
from worker.steps.rebuild import REBUILD, Rebuilt, rebuild
from worker.steps.reconciling import RUN as RECONCILE
from worker.steps.reconciling import Difference, Going, Place, Reconciled, Scope, reconcile, walk
from worker.steps.removing import Removed, proof, remove, take_back

__all__ = [
    "BUILD",
    "REBUILD",
    "RECONCILE",
    "Asked",
    "Compared",
    "Difference",
    "Going",
    "Kit",
    "Place",
    "Policy",
    "Rebuilt",
    "Receipt",
    "Reconciled",
    "Removed",
    "Scope",
    "ask_probes",
    "backfill",
    "compared",
    "died",
    "fetch",
    "here",
    "index",
    "ingest",
    "left_out",
    "older",
    "open_generations",
    "plan",
    "plan_latest",
    "printable",
    "proof",
    "read",
    "rebuild",
    "reconcile",
    "refill",
    "reindex",
    "remove",
    "retry",
    "take",
    "take_back",
    "today",
    "walk",
]
