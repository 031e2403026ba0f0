"""The labelled sets: rows by file, split in halves by the SHA-256 of their ids."""

import csv
import json
from hashlib import sha256
from pathlib import Path

LABELS = Path(__file__).parent / "labels"


def half(id_: str) -> str:
    """`tune` or `test`."""
    return "test" if int(sha256(id_.encode()).hexdigest(), 16) % 2 else "tune"


def rows(name: str, of: str | None = None) -> list[dict]:
    """The rows of `titles`, `bylines` (strings), `figures` or `reports` (JSON); those of a half where asked for."""
    path = next(LABELS.glob(f"{name}.*"))
    with path.open(encoding="utf-8", newline="") as lines:
        if path.suffix == ".jsonl":
            found = [json.loads(line) for line in lines]
        else:
            found = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in found if of is None or half(row["id"]) == of]
