"""All that is fuzzed, by name."""

from collections.abc import Mapping

from tests.fuzz import asked, given, kept, pages, patterns
from tests.fuzz.target import Target

TARGETS: Mapping[str, Target] = {one.name: one for room in (pages, asked, kept, given, patterns) for one in room.TARGETS}


def share(target: Target, cases: int) -> int:
    """How many of all cases are a target's."""
    return max(1, -(-cases * target.part // sum(one.part for one in TARGETS.values())))
