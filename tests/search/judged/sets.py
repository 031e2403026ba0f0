"""The judged set: queries and grades by file, split in halves by the SHA-256 of a query's id, and nDCG over them."""

import csv
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
DEPTH = 10
KINDS = ("title", "topic", "body", "figure", "series")


@dataclass(frozen=True, slots=True)
class Query:
    """A query, its kind, the collection it is asked of, its scope (`summary` or `all`), and what is needed."""

    id: str
    kind: str
    over: str
    scope: str
    query: str
    need: Mapping[str, Any]

    @property
    def half(self) -> str:
        """`tune` or `test`."""
        return "test" if int(sha256(self.id.encode()).hexdigest(), 16) % 2 else "tune"


def queries(over: str | None = None, half: str | None = None) -> list[Query]:
    """The queries, of a collection and of a half where asked for."""
    found = [Query(**{**row, "need": json.loads(row["need"])}) for row in _rows("queries.tsv")]
    return [one for one in found if over in (None, one.over) and half in (None, one.half)]


def grades() -> dict[str, dict[str, int]]:
    """Grades by query and article."""
    found: dict[str, dict[str, int]] = {}
    for row in _rows("grades.tsv"):
        found.setdefault(row["query"], {})[row["article"]] = int(row["grade"])
    return found


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def ndcg(ranked: Sequence[str], graded: Mapping[str, int]) -> float:
    """nDCG of the first DEPTH with gains 2^grade − 1; what was not judged counts as 0."""
    ideal = _gain(sorted(graded.values(), reverse=True))
    return _gain([graded.get(id_, 0) for id_ in ranked]) / ideal if ideal else 0.0


def _gain(worth: Sequence[int]) -> float:
    return sum((2**one - 1) / math.log2(place + 1) for place, one in enumerate(worth[:DEPTH], 1))


def quality(asked: Sequence[Query], ranked: Callable[[Query], Sequence[str]]) -> dict[str, float]:
    """Mean nDCG@10 by kind of query and of `all`, to three decimals."""
    known = grades()
    reached = [(one.kind, ndcg(ranked(one), known[one.id])) for one in asked]
    by_kind = {kind: [value for name, value in reached if name == kind] for kind in KINDS}
    by_kind["all"] = [value for _, value in reached]
    return {kind: round(sum(values) / len(values), 3) for kind, values in by_kind.items() if values}
