"""Sections and paragraphs that answer to each other: accounts of the sample in neighbouring years, whose truth is known, labelled reports.

The reports are those of the corpus (`ZONGSHU_CORPUS`), the labels those of `tests/search/compared/labels.tsv` (docs/labelling.md).
"""

import csv
import datetime as dt
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from statistics import median

from articles.decode import decode
from articles.model import Article
from bench import Figures
from bench.query import _once
from scrapers.sample import Draft, Line, PrintedArticle, series
from scrapers.sample.accounts import ORGANS, account
from scrapers.sample.bulk import model
from search.compare.blocks import Block, blocks
from search.compare.pairing import At, Pair, paragraphs, sections

ROOT = Path(__file__).resolve().parent.parent
LABELS = ROOT / "tests" / "search" / "compared" / "labels.tsv"
_FILES = {"district": "海拉尔区{}年政府工作报告.txt", "state": "国务院{}年政府工作报告.txt"}
_MARK = re.compile(r"[（(]?([一二三四五六七八九十]{1,3})[)）、.．]?")
#: The papers of the sample whose accounts of their own place are a half, with that place.
_HALVES = {"tune": {"cpwb": "990100"}, "test": {"hcrb": "990200", "ljrb": "990000"}}


@dataclass(frozen=True)
class Laid:
    """Two texts as blocks."""

    before: tuple[Block, ...]
    after: tuple[Block, ...]

    @classmethod
    def of(cls, before: Article, after: Article) -> "Laid":
        """Two articles."""
        return cls(blocks(before), blocks(after))

    @cached_property
    def lines(self) -> tuple[list[At], list[At]]:
        """Their paragraphs."""
        return _at(self.before), _at(self.after)

    @cached_property
    def blocks(self) -> list[Pair]:
        """The blocks that are found to answer to each other."""
        return sections(self.before, self.after)

    @cached_property
    def paragraphs(self) -> list[Pair]:
        """The paragraphs that are."""
        return paragraphs(*self.lines, self.blocks)


def _at(side: tuple[Block, ...]) -> list[At]:
    return [At(number, one) for number, block in enumerate(side) for one in block.paragraphs]


def main() -> Figures:
    """The figures of the bench."""
    told = {f"sample, {half}": sample(half) for half in _HALVES}
    folder = Path(os.environ.get("ZONGSHU_CORPUS", ROOT.parent / "shared" / "data")) / "reports"
    if not folder.is_dir():
        return told
    reports = {f"reports, {half}": labelled(folder, half) for half in _HALVES}
    before, after = (_read(folder / _FILES["state"].format(year)) for year in (2018, 2019))
    taken = median(_once(lambda: Laid.of(before, after).paragraphs) for _ in range(5))
    return {**told, **reports, "two reports of 700 lines each, paired": {"p50 ms": taken}}


def sample(half: str) -> Mapping[str, str]:
    """Of the accounts of one body printed by one paper in neighbouring years: sections and paragraphs paired rightly."""
    counted = Counter[str]()
    for before, after in _years(half):
        _count(counted, before, after)
    return _shares(counted)


def _shares(counted: Mapping[str, int]) -> dict[str, str]:
    told = {"pairs of texts": str(counted["texts"])}
    for name in ("sections", "paragraphs"):
        paired, right, known = (counted[f"{name} {what}"] for what in ("paired", "right", "known"))
        told |= {
            f"{name} that answer to each other": str(known),
            f"{name}, precision": _share(right, paired),
            f"{name}, recall": _share(right, known),
        }
    return told


def _share(part: int, of: int) -> str:
    return f"{part / of:.3f}" if of else "-"


def _years(half: str) -> Iterator[tuple[tuple[Article, Mapping[str, str]], tuple[Article, Mapping[str, str]]]]:
    for paper, place in _HALVES[half].items():
        for organ, form in (*((organ, "account") for organ in ORGANS), ("government", "report")):
            yield from pairwise(_written(paper, place, organ, form, year) for year in range(series.FIRST, series.LAST + 1))


@cache
def _written(paper: str, place: str, organ: str, form: str, year: int) -> tuple[Article, Mapping[str, str]]:
    """An account as it is read, and of which part each of its paragraphs was made."""
    date = dt.date(year + 1, 1, 12)
    draft = account(paper, place, organ, year, date, form)
    article = model(paper, date, PrintedArticle(1, "http://epaper.example/1", "01", "要闻", draft))
    return article, {line.text: line.part for line in draft.lines if line.part}


def _count(counted: Counter[str], before: tuple[Article, Mapping[str, str]], after: tuple[Article, Mapping[str, str]]) -> None:
    laid = Laid.of(before[0], after[0])
    counted["texts"] += 1
    heads = [
        [before[1].get(one.heading.text, "") if one.heading else "" for one in laid.before],
        [after[1].get(one.heading.text, "") if one.heading else "" for one in laid.after],
    ]
    texts = [[before[1].get(one.piece.text, "") for one in laid.lines[0]], [after[1].get(one.piece.text, "") for one in laid.lines[1]]]
    for name, sides, pairs in (("sections", heads, laid.blocks), ("paragraphs", texts, laid.paragraphs)):
        told = [(sides[0][pair.one], sides[1][pair.other]) for pair in pairs]
        counted[f"{name} paired"] += sum(bool(one and other) for one, other in told)
        counted[f"{name} right"] += sum(one == other != "" for one, other in told)
        counted[f"{name} known"] += len({*sides[0]} & {*sides[1]} - {""})


def labelled(folder: Path, half: str) -> Mapping[str, str]:
    """The labels of a half (`tune`, `test`): how many there are, and the share that is right."""
    counted = Counter[str]()
    with LABELS.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if _half(row) == half]
    for row in rows:
        kind = "paragraphs" if "/" in row["before"] + row["after"] else "sections"
        counted[f"{kind} labelled"] += 1
        counted[f"{kind} right"] += right(folder, row)
    return {
        what: told
        for kind in ("sections", "paragraphs")
        for what, told in (
            (f"{kind} labelled", str(counted[f"{kind} labelled"])),
            (f"{kind}, right", _share(counted[f"{kind} right"], counted[f"{kind} labelled"])),
        )
    }


def _half(row: Mapping[str, str]) -> str:
    words = f"{row['pair']} {row['before']} {row['after']}"
    return "test" if int(sha256(words.encode()).hexdigest(), 16) % 2 else "tune"


def right(folder: Path, row: Mapping[str, str]) -> bool:
    """Whether what a label says is what was found."""
    body, first, last = row["pair"].split()
    laid = _report(folder, body, first, last)
    deep = "/" in row["before"] + row["after"]
    sides = (_lines(laid.before, laid.lines[0]), _lines(laid.after, laid.lines[1])) if deep else (_paths(laid.before), _paths(laid.after))
    told = {(sides[0][pair.one], sides[1][pair.other]) for pair in (laid.paragraphs if deep else laid.blocks)}
    if row["before"] == "-":
        return row["after"] in sides[1] and all(other != row["after"] for _, other in told)
    if row["after"] == "-":
        return row["before"] in sides[0] and all(one != row["before"] for one, _ in told)
    return (row["before"], row["after"]) in told


@cache
def _report(folder: Path, body: str, first: str, last: str) -> Laid:
    return Laid.of(*(_read(folder / _FILES[body].format(year)) for year in (first, last)))


def _read(file: Path) -> Article:
    """A report as it lies there, line by line."""
    lines = (line.strip() for line in decode(file.read_bytes()).text.splitlines())
    draft = Draft("report", file.stem, tuple(Line(line) for line in lines if line), kind="summary.report")
    return model("files", dt.date(2024, 1, 1), PrintedArticle(1, file.name, "01", "", draft))


def _paths(side: tuple[Block, ...]) -> list[str]:
    """The sections by the marks of their headings: 二（三）."""
    top, told = "", list[str]()
    for block in side:
        found = _MARK.match(block.heading.text) if block.heading else None
        top = found[1] if block.level == 1 and found else top
        told.append(top if block.level == 1 and found else f"{top}（{found[1]}）" if block.level == 2 and found else "")
    return told


def _lines(side: tuple[Block, ...], lines: list[At]) -> list[str]:
    """The paragraphs by section and number."""
    paths, counted, told = _paths(side), Counter[int](), list[str]()
    for one in lines:
        counted[one.block] += 1
        told.append(f"{paths[one.block]}/{counted[one.block]}")
    return told
