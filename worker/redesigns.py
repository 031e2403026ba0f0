"""What a paper's file would have to say where its site was redesigned, from what the ledger knows of it. Pure."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

from storage.ledger import Reason, Trouble


@dataclass(frozen=True, slots=True)
class Proposal:
    """The platform a paper's pages look like since a day; prefix and node of the first page, as far as they are known."""

    paper: str
    since: dt.date
    platform: str
    prefix: str | None
    first_page: str | None
    address: str

    @property
    def entry(self) -> str | None:
        """The entry to be added to the paper's file, to be looked at by somebody; None where its prefix is not known."""
        if not (self.prefix and self.first_page):
            return None
        fields = {"platform": self.platform, "prefix": self.prefix, "first_page": self.first_page}
        fields |= {"source": f"page of {self.address}", "confidence": "seen"}
        lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
        return "\n".join(["[[layouts]]", f"from = {self.since.isoformat()}", *lines])


def proposed(paper: str, since: dt.date, reason: Reason) -> Proposal | None:
    """What a reason proposes; None where it knows no platform."""
    platform, prefix, first = (reason.get(name) for name in ("looks_like", "prefix", "first_page"))
    if not platform:
        return None
    return Proposal(paper, since, str(platform), str(prefix) if prefix else None, str(first) if first else None, str(reason.get("address")))


def proposals(troubles: Iterable[Trouble]) -> list[Proposal]:
    """One for each paper and platform, from the first day on; those whose entry is known come before others."""
    found: dict[tuple[str, str], Proposal] = {}
    for trouble in sorted(troubles, key=lambda one: one.first):
        made = proposed(trouble.paper, trouble.first, trouble.reason)
        if made:
            first = found.get((made.paper, made.platform))
            found[made.paper, made.platform] = first if first and (first.entry or not made.entry) else made
    return list(found.values())
