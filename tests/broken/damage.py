"""Damage as extractors do it to newspaper pages, with the truth known. Seeded: the same document and seed give the same damage."""

import random
import re
from dataclasses import dataclass

#: Runs of one class, as overprinted text objects hold them.
RUNS = re.compile(r"[0-9A-Za-z][0-9A-Za-z.%+-]*|[\u3400-\u9fff〇]+|[^\S\n]+|[^\w\s]+|\w+")
_NOT_FIRST = "，。、；：！？”’）》〉】…％%"
_NOT_LAST = "“‘（《〈【"

KINDS = ("run", "run2", "run1", "glyph", "triple", "fourfold", "glyph3", "split", "lines", "block")


@dataclass(frozen=True)
class Damaged:
    """A damaged text, the text it was made of (the same, white space aside, as it should be again) and how much was doubled."""

    text: str
    truth: str
    zone: int


def wrap(paragraph, width, first=None):
    """Lines as columns have them: `width` full-width characters, digits half as wide, numbers and Latin words whole, no mark at a line's
    start that must not stand there; the first line may be shorter (a lost indent)."""
    lines, line, used, room = [], "", 0.0, width if first is None else first
    for piece in re.findall(r"[0-9A-Za-z.%+-]+|.", paragraph):
        size = sum(0.5 if ord(c) < 0x2E80 and c not in "“”‘’…—" else 1.0 for c in piece)
        if used + size > room and line and piece[0] not in _NOT_FIRST:
            carry = line[-1] if line[-1] in _NOT_LAST and len(line) > 1 else ""
            lines.append(line[: len(line) - len(carry)].rstrip(" "))
            line, used, room = carry, float(len(carry)), width
            line += piece.lstrip(" ")
        else:
            line += piece
        used += size
    return [*lines, line] if line else lines


def column(paragraphs, width, indent=True):
    """The paragraphs as one column's lines; each one's first line is two characters shorter where indents were lost."""
    return [line for paragraph in paragraphs for line in wrap(paragraph, width, width - 2 if indent else None)]


def _pieces(text, draw):
    """What is printed as one object each: runs of one class; some runs of Han characters are cut."""
    for found in RUNS.finditer(text):
        run = found[0]
        if len(run) > 3 and run[0] >= "\u3400" and draw.random() < 0.12:
            at = draw.randrange(1, len(run))
            yield run[:at]
            yield run[at:]
        else:
            yield run


def _spaced(run, copies, draw):
    """A run several times; white space is printed once, digits may have spaces around them."""
    if run.isspace():
        return run
    text = run * copies
    return f" {text} " if run[0].isdigit() and draw.random() < 0.2 else text


def _doubled(lines, kind, copies, draw):
    """The lines of a zone, overprinted."""
    if kind == "lines":
        return [line for line in lines for _ in range(copies)]
    if kind == "block":
        return lines * copies
    if kind.startswith("glyph"):
        return ["".join(c if c.isspace() else c * copies for c in line) for line in lines]
    if kind == "split":
        return ["\n".join(run if run.isspace() else "\n".join([run] * copies) for run in _pieces(line, draw)) for line in lines]
    return ["".join(_spaced(run, copies, draw) for run in _pieces(line, draw)) for line in lines]


def _size(kind, lines, draw):
    least = {"run2": 2, "run1": 1, "lines": 3, "block": 3}.get(kind, 3)
    most = {"run2": 2, "run1": 1, "block": 8}.get(kind, 14)
    return min(len(lines), draw.randint(least, most))


def doubled(document, kind, seed):
    """A document in a column, a zone of whole lines of it (the first perhaps from within) overprinted as `kind` says."""
    draw = random.Random(f"{document.id} {kind} {seed}")
    lines = column(document.paragraphs, draw.randint(12, 22), draw.random() < 0.8)
    copies = {"triple": 3, "glyph3": 3, "fourfold": 4}.get(kind, 2)
    size = _size(kind, lines, draw)
    begin = draw.randrange(0, len(lines) - size + 1)
    zone = lines[begin : begin + size]
    head = ""
    if kind.startswith(("run", "glyph", "triple", "fourfold")) and len(zone[0]) > 6 and draw.random() < 0.5:
        at = draw.randrange(1, 4)
        if not (zone[0][at - 1].isascii() and zone[0][at].isascii()):
            head, zone = zone[0][:at], [zone[0][at:], *zone[1:]]
    made = _doubled(zone, kind, copies, draw)
    made[0] = head + made[0]
    out = [*lines[:begin], *made, *lines[begin + size :]]
    if draw.random() < 0.3:
        out.insert(draw.randrange(len(out)), "")
    return Damaged("\n".join(out), "\n".join(document.paragraphs), sum(len("".join(line.split())) for line in zone))
