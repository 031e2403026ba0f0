"""The papers: whose sites were redesigned, and what their files would have to say."""

from collections.abc import Iterator

from storage.ledger import Ledger, look
from worker.doctor.finding import Finding, ok, warn
from worker.redesigns import proposals


def check_papers(url: str) -> Iterator[Finding]:
    """Its findings; nothing where there is no ledger of this version to ask. StorageError."""
    seen = look(url)
    if seen is None or not seen.current:
        return
    with Ledger(url) as ledger:
        found = proposals(ledger.troubles.by_cause())
    if not found:
        yield ok("papers.layouts", "papers_known")
    for one in found:
        facts = {"paper": one.paper, "platform": one.platform, "since": one.since.isoformat()}
        entry = (one.entry or "").replace("\n", "; ")
        yield (
            warn("papers.layouts", "papers_entry", **facts, entry=entry)
            if one.entry
            else warn("papers.layouts", "papers_look_like", **facts)
        )
