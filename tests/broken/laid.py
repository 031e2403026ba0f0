"""The fixed set of laid-out documents: paragraphs in columns as papers set them and extractors give them, the paragraphs known.

Kinds: `indented` (the indent of first lines lost), `flush` (no indent at all), both without blank lines; `blanks` (blank lines between
paragraphs, most of them dropped, others anywhere); `kept` (indents as spaces); `words` (words split by spaces, lines spread letter by
letter, numbers and Latin words cut at a line's end). `python tests/broken/laid.py` draws the set again; it was drawn before anything was
tuned on it.
"""

import json
import random
import re
import sys
from collections import Counter
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from broken.damage import Damaged  # noqa: E402
from broken.fixed import excerpt, sources  # noqa: E402

SET = Path(__file__).with_name("laid.jsonl")
KINDS = ("indented", "flush", "blanks", "kept", "words")
EACH = 60
_NOT_FIRST = "，。、；：！？”’）》〉】…％%"
_NOT_LAST = "“‘（《〈【"
_HAN = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
#: How often a word is split by a space, a line is spread, a blank line between paragraphs is kept, one stands where none should.
_SPLIT, _SPREAD, _KEPT, _STRAY = 0.02, 0.04, 0.4, 0.06


def _wide(text):
    return sum(0.5 if ord(c) < 0x2E80 and c not in "“”‘’…—" else 1.0 for c in text)


def _pieces(paragraph, cut):
    """What a line's end does not part: a character, and a number or a word unless `cut`."""
    return re.findall(r"." if cut else r"[0-9A-Za-z.%+-]+|.", paragraph)


def wrapped(paragraph, width, first, hang, cut):
    """A paragraph's lines. `hang`: marks that must not begin a line hang over the end of the one before, else they take the character
    before them along; `first`: the first line's width."""
    lines, line, room = [], [], first
    for piece in _pieces(paragraph, cut):
        if line and _wide("".join(line)) + _wide(piece) > room and not (hang and piece[0] in _NOT_FIRST):
            carry = []
            while len(line) > 1 and ((piece if not carry else carry[0])[0] in _NOT_FIRST or line[-1][-1] in _NOT_LAST):
                carry.insert(0, line.pop())
            lines.append("".join(line).rstrip(" "))
            line, room = [*carry, piece if carry else piece.lstrip(" ")], width
        else:
            line.append(piece)
    return [*lines, "".join(line)] if line else lines


def _split(line, draw):
    """Words split by spaces; now and then a whole line spread, letter by letter."""
    if draw.random() < _SPREAD:
        return _HAN.sub(" ", line)
    return _HAN.sub(lambda _: " " if draw.random() < _SPLIT else "", line)


def laid(document, kind, seed):
    """A document as one column's lines."""
    draw = random.Random(f"{document.id} {kind} {seed}")
    width, hang = draw.randint(12, 22), draw.random() < 0.5
    lost = kind == "indented" or (kind in ("blanks", "words") and draw.random() < 0.5)
    lines = []
    for at, paragraph in enumerate(document.paragraphs):
        made = wrapped(paragraph, width, width - 2 if lost or kind == "kept" else width, hang, kind == "words")
        if kind == "words":
            made = [_split(line, draw) for line in made]
        if kind == "kept":
            made[0] = "\u3000\u3000" + made[0]
        if kind == "blanks":
            made = [part for line in made for part in ((line, "") if draw.random() < _STRAY else (line,))]
            made = ["", *made] if at and draw.random() < _KEPT else made
        lines += made
    return Damaged("\n".join(lines), "\n".join(document.paragraphs), 0)


def right(truth, found):
    """How many paragraphs of the truth come back, of how many, and how many were given; white space aside."""
    squeezed = [Counter("".join(text.split()) for text in texts) for texts in (truth, found)]
    return (squeezed[0] & squeezed[1]).total(), squeezed[0].total(), squeezed[1].total()


def spaces(paragraphs):
    """The places of single spaces inside paragraphs, as offsets into the text without white space."""
    found, at = set(), 0
    for paragraph in paragraphs:
        for one, other in pairwise(paragraph.strip()):
            at += not one.isspace()
            if not one.isspace() and other.isspace():
                found.add(at)
        at += bool(paragraph.strip())
    return found


def rows():
    """The set."""
    return [json.loads(line) for line in SET.read_text("utf-8").splitlines()]


def given(row, documents):
    """A row's document, its damage."""
    piece = excerpt(documents[row["document"]], row["seed"])
    made = laid(piece, row["kind"], row["seed"])
    assert _digest(made.text) == row["sha256"], "the set is not what it was"
    return piece, made


def _digest(text):
    return sha256(text.encode()).hexdigest()


def _draw(corpus):
    documents = sources(corpus)
    groups = [[key for key in documents if key.startswith(room)] for room in ("reports/", "news/", "sample/")]
    draw = random.Random("laid set")
    for number in range(EACH * len(KINDS)):
        kind, seed = KINDS[number % len(KINDS)], number
        while True:
            key = draw.choice(groups[number // len(KINDS) % 3])
            piece = excerpt(documents[key], seed)
            if sum(map(len, piece.paragraphs)) > 200 and len(piece.paragraphs) > 2:
                break
        yield {"document": key, "kind": kind, "seed": seed, "half": documents[key].half, "sha256": _digest(laid(piece, kind, seed).text)}


if __name__ == "__main__":
    CORPUS = ROOT.parent / "shared" / "data"
    SET.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _draw(CORPUS)), "utf-8")
