"""The fixed set of damaged documents: which document, which kind, which seed; and the digest of what that gives, white space aside.

`python tests/broken/fixed.py` draws it again. It was drawn once, before anything was tuned on it.
"""

import json
import random
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from broken.damage import KINDS, doubled  # noqa: E402
from broken.documents import Document, news, reports, sample  # noqa: E402

SET = Path(__file__).with_name("fixed.jsonl")
#: Documents of each kind of damage.
EACH = 36
_LENGTH = 1500


def excerpt(document, seed):
    """Some 1,500 characters of whole paragraphs of a document."""
    draw = random.Random(f"{document.id} excerpt {seed}")
    begin = draw.randrange(len(document.paragraphs))
    taken, length = [], 0
    for paragraph in document.paragraphs[begin:]:
        taken.append(paragraph)
        length += len(paragraph)
        if length >= _LENGTH:
            break
    return Document(f"{document.id}#{begin}", tuple(taken))


def _long(document):
    return sum(map(len, document.paragraphs)) > 300


def sources(corpus):
    """Every document damage may be done to, by id."""
    return {d.id: d for d in (*reports(corpus), *news(corpus), *sample()) if _long(d)}


def digest(text):
    return sha256("".join(text.split()).encode()).hexdigest()


def damaged(row, documents):
    """The document of a row of the set, and its damage."""
    piece = excerpt(documents[row["document"]], row["seed"])
    return piece, doubled(piece, row["kind"], row["seed"])


def rows():
    """The set."""
    return [json.loads(line) for line in SET.read_text("utf-8").splitlines()]


def stress():
    """The stress strings: what is printed, ` ⇒ ` or nothing, what is right."""
    lines = SET.with_name("stress.txt").read_text("utf-8").splitlines()
    return [line.replace("\\n", "\n").partition(" ⇒ ") for line in lines if line and not line.startswith("#")]


def _draw(corpus):
    documents = sources(corpus)
    groups = [[key for key in documents if key.startswith(room)] for room in ("reports/", "news/", "sample/")]
    draw = random.Random("fixed set")
    for number in range(EACH * len(KINDS)):
        kind, seed = KINDS[number % len(KINDS)], number
        while True:
            key = draw.choice(groups[number // len(KINDS) % 3])
            row = {"document": key, "kind": kind, "seed": seed}
            piece, made = damaged(row, documents)
            if sum(map(len, piece.paragraphs)) > 200:
                break
        yield row | {"half": documents[key].half, "sha256": digest(made.text)}


if __name__ == "__main__":
    CORPUS = ROOT.parent / "shared" / "data"
    SET.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _draw(CORPUS)), "utf-8")
