"""Records: whether the archive holds what the ledger says it does, and whether files have the names they should have."""

from collections.abc import Iterator, Sequence

from storage import archive_name, check
from storage.ledger import Address, Issue
from worker.steps.kit import Kit
from worker.steps.past import position
from worker.steps.reconciling.model import Difference

#: Outcomes of issues whose newest attempt is at its end, so that its file is not written any more.
_ENDED = ("fetched", "read", "indexed")


def lacking(kit: Kit, key: str, held: Sequence[Address], *, deep: bool) -> Iterator[Difference]:
    """Records that cannot be where the ledger says they are; when `deep`, those too that are there and not whole."""
    places = {position(one) for one in held}
    gone = set(kit.archive.lacking(places))
    for one in sorted(gone, key=lambda one: (one.file, one.offset)):
        yield Difference("record_missing", key, file=one.file, offset=one.offset)
    if deep:
        left = places - gone
        for name in sorted({one.file for one in left}):
            whole = {one.offset for one in check(kit.archive, name).whole}
            for offset in sorted({one.offset for one in left if one.file == name} - whole):
                yield Difference("record_damaged", key, file=name, offset=offset)


def part_left(kit: Kit, issue: Issue, *, repair: bool) -> Difference | None:
    """A part that nobody writes to any more, because whoever did was killed before it got its final name."""
    name = archive_name(issue.paper, issue.date, issue.attempt, issue.key)
    if issue.outcome not in _ENDED or not kit.archive.growing(name):
        return None
    with kit.archive.locked(name):  # whoever writes there holds it until the ledger knows
        now = kit.ledger.issues.get(issue.key)
        if now is None or now.outcome not in _ENDED or now.attempt != issue.attempt or not kit.archive.growing(name):
            return None
        done = repair and kit.archive.close_part(name, now.archive_end)
    return Difference("part_left", issue.key, file=name, mended="settled" if done else "none")
