"""Draws sentences of the real reports to be labelled: `python tests/articles/reading/draw.py CORPUS [N]` prints file, offset, sentence.

The draw is by the SHA-256 of seed, file and offset among all sentences with a numeral, so that it is the same wherever it runs.
Offsets count code points of the decoded file.
"""

import re
import sys
from hashlib import sha256
from pathlib import Path

from articles.decode import decode
from articles.reading.sentences import sentences

SEED = "zongshu reading 1"
_NUMERAL = re.compile(r"[0-9０-９二两三四五六七八九十百千]")


def draw(corpus: Path, count: int = 160) -> list[tuple[str, int, str]]:
    """The first `count` sentences of the draw, by file and offset."""
    rows = []
    for path in sorted((corpus / "reports").glob("*.txt")):
        text = decode(path.read_bytes()).text
        rows += [(path.name, start, text[start:end]) for start, end in sentences(text) if _NUMERAL.search(text[start:end])]
    ranked = sorted(rows, key=lambda row: sha256(f"{SEED}|{row[0]}|{row[1]}".encode()).digest())
    return sorted(ranked[:count])


if __name__ == "__main__":
    for name, offset, sentence in draw(Path(sys.argv[1]), *map(int, sys.argv[2:])):
        sys.stdout.write(f"{name}\t{offset}\t{sentence}\n")
