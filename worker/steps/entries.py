"""A paper's entry: what its newest issue is, and what that says about issues that could not be had."""

import datetime as dt

from articles.errors import Gone, LayoutUnknown, StorageError, ZongshuError, remade
from scrapers import Paper
from scrapers.fetch import Moved, origin_of
from storage.ledger import Claim, Ending, Settlement, host_of
from worker.steps.asking import ask, moved
from worker.steps.calendars import listed
from worker.steps.kit import Kit, found, today
from worker.steps.outcomes import judged, settled
from worker.steps.pages import newest_date
from worker.steps.plan import entry, plan

_HOPS = 3
#: What says where a site's issues are now.
_ELSEWHERE = ("layout_looks_like", "layout_moved")


def follow_entry(kit: Kit, claim: Claim, paper: Paper) -> dt.datetime:
    """One hop of an entry: on to where it leads, or the newest date found, planned (role `entry`) and used to judge what waits."""
    now = kit.clock()
    try:
        answer = ask(kit, claim, paper)
        if isinstance(answer, Moved):
            return _settled(kit, claim, moved(kit, claim, answer))
        shown = newest_date(paper, today(now), answer)
        if isinstance(shown, str):
            return _hop(kit, claim, shown)
    except StorageError:
        raise
    except ZongshuError as error:
        return _failed(kit, claim, paper, error)
    kit.ledger.lanes.probed(paper.code, shown, None, now)
    if claim.address.role == "entry":
        plan(kit, paper.code, [shown])
    judge(kit, paper)
    return _settled(kit, claim, Settlement("kept", kit.free_at(claim)))


def looked_lately(kit: Kit, paper: Paper) -> bool:
    """Whether a paper's entry was looked at so lately that it need not be asked again."""
    return _lately(kit, kit.ledger.issues.newest(paper.code)[1])


def _lately(kit: Kit, probed: dt.datetime | None) -> bool:
    return probed is not None and (kit.clock() - probed).total_seconds() <= kit.policy.probe


def judge(kit: Kit, paper: Paper, *, only_fresh: bool = False) -> int:
    """End the issues of a paper that wait for a probe, by what its entry showed, and by the site's list of issues; how many.

    With `only_fresh` nothing happens unless the entry was looked at lately.
    """
    now = kit.clock()
    newest, probed, reason = kit.ledger.issues.newest(paper.code)
    if probed is None or (only_fresh and not _lately(kit, probed)):
        return 0
    error = remade(reason) if reason else None
    held = kit.ledger.troubles.newest_held(paper.code) if error else None
    ended = 0
    for issue in kit.ledger.lanes.awaiting_probe(paper.code):
        ending: Ending | None = judged(issue, paper, newest, error, now, held)
        if ending and ending.outcome == "no_issue":
            ending = listed(kit, paper, issue)
        ended += ending is not None and kit.ledger.lanes.judge(issue.key, ending, now)
    return ended


def ask_probes(kit: Kit) -> None:
    """Ask again for probes that issues wait for and nobody will make (their process died, or the entry was given up)."""
    for code in kit.ledger.reports.unprobed():
        paper = kit.paper(code)
        asked = entry(paper)
        kit.ledger.issues.ask_entry(code, asked, kit.pace(asked.host), kit.clock(), role="probe")
        kit.wake("fetch", asked.host)


def _hop(kit: Kit, claim: Claim, leads: str) -> dt.datetime:
    if claim.address.hops >= _HOPS or not host_of(leads):
        raise LayoutUnknown("entry_hops", address=claim.address.address, hops=_HOPS)
    return _settled(kit, claim, Settlement("due", kit.free_at(claim), forward=found(leads, claim.address.role, 0)))


def _settled(kit: Kit, claim: Claim, done: Settlement) -> dt.datetime:
    """Close a claim; the lane it leads on to is woken."""
    kit.ledger.lanes.settle(claim, done, kit.clock(), _no_issue)
    if done.leads_to not in (None, claim.host):
        kit.wake("fetch", done.leads_to)
    return done.free_at


def _failed(kit: Kit, claim: Claim, paper: Paper, error: ZongshuError) -> dt.datetime:
    now = kit.clock()
    done = settled(error, claim, kit.policy, now, kit.free_at(claim))
    if done.state == "due" and not done.late:
        return _settled(kit, claim, done)
    root = f"{origin_of(claim.address.address)}/"
    if isinstance(error, Gone) and claim.address.address == entry(paper).address != root:  # a redesign takes the entry along
        return _settled(kit, claim, Settlement("due", done.free_at, forward=found(root, claim.address.role, 0)))
    if claim.address.address == root != entry(paper).address and error.key not in _ELSEWHERE:
        error = Gone("entry_gone", address=entry(paper).address, root=root)
    kit.ledger.lanes.probed(paper.code, None, error.reason(), now)
    judge(kit, paper)
    return _settled(kit, claim, Settlement("failed", done.free_at, reason=error.reason(), failed=done.failed))


def _no_issue(*_: object) -> Ending:
    """An entry has no issue to end."""
    return Ending("failed")
