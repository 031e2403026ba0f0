"""Texts in pieces with known order: columns of a page shuffled, headings apart from their sections."""

import itertools
import random
import re
from collections.abc import Iterator
from importlib.resources import files

from articles.repair import Fragment
from articles.repair.lines import measure
from broken.damage import column
from broken.documents import Document

_HEADED = (
    re.compile(r"[一二三四五六七八九十]{1,3}、\s*(\S{4,30})$"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]\s*([^。]{4,30})$"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]\s*([^。]{4,30})。"),
)
#: A section has more characters.
_SHORTEST = 150


def words():
    """Words and their frequencies: the dictionary that comes with jieba."""
    rows = (line.split(" ") for line in files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines())
    return {row[0]: int(row[1]) for row in rows}


def columns(document: Document, count: int, seed: int):
    """Fragments as a page's columns of 40 to 60 lines are, shuffled, and the place of each in the text; None where it is too short."""
    draw = random.Random(f"{document.id} {seed} {count}")
    width = draw.randint(12, 22)
    lines = column(document.paragraphs, width, draw.random() < 0.8)
    total = count * draw.randint(40, 60)
    if len(lines) < total:
        return None
    begin = draw.randrange(len(lines) - total + 1)
    cuts = [begin + round(at * total / count) for at in range(count + 1)]
    parts = [lines[one:other] for one, other in itertools.pairwise(cuts)]
    made = [Fragment("\n".join(part), width - measure(part[0]), width - measure(part[-1])) for part in parts]
    order = list(range(count))
    draw.shuffle(order)
    return [made[at] for at in order], order


def _sections(document: Document, heading: re.Pattern[str]):
    """Headings without their numbers, and what stands under each."""
    found: list[list[str]] = []
    for paragraph in document.paragraphs:
        if match := heading.match(paragraph):
            found.append([match[1], paragraph[match.end() :]])
        elif found and heading is not _HEADED[2]:
            found[-1][1] += paragraph
    return [section for section in found if len(section[1]) > _SHORTEST]


def headed(document: Document, count: int) -> Iterator[tuple[list[str], list[str], list[int]]]:
    """`count` neighbouring headings, their sections shuffled, and the heading each section belongs to."""
    for heading in _HEADED:
        found = _sections(document, heading)
        for begin in range(0, len(found) - count + 1, count):
            part = found[begin : begin + count]
            order = list(range(count))
            random.Random(f"{document.id} {begin}").shuffle(order)
            yield [one[0] for one in part], [part[at][1] for at in order], order
