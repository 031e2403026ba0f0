"""Ledger, article files, archive and index compared by id, revision and digest, and mended: `reconcile(kit, scope, told)`."""

from worker.steps.reconciling.going import RUN as RUN
from worker.steps.reconciling.going import Going as Going
from worker.steps.reconciling.model import Difference as Difference
from worker.steps.reconciling.model import Place as Place
from worker.steps.reconciling.model import Reconciled as Reconciled
from worker.steps.reconciling.model import Scope as Scope
from worker.steps.reconciling.walking import reconcile as reconcile
from worker.steps.reconciling.walking import walk as walk
