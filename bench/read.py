"""Reading article pages beside trafilatura and GNE: articles a second, body F1, exact titles, on the same pages.

The real pages (ZONGSHU_CORPUS) are judged by what stands between their own marks, cut out of the raw text by regular expressions that
share no code with our reader; the synthetic ones by their golden files. Body F1 is over character bigrams, white space aside.
"""

import html
import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import trafilatura
from gne import GeneralNewsExtractor

from bench import Figure, Figures
from scrapers import platform
from scrapers.platforms import epapers
from scrapers.samples import page_samples

_CORPUS = Path(os.environ.get("ZONGSHU_CORPUS", Path(__file__).resolve().parents[2] / "shared" / "data"))
#: Each reader reads the whole set this often.
_ROUNDS = 20


class Read(NamedTuple):
    """Title and body, as a reader gives them or as they are."""

    title: str
    body: str


class Case(NamedTuple):
    """A page and what is in it."""

    platform: str
    text: str
    truth: Read


def _bare(text: str | None) -> str:
    return "".join((text or "").split())


def _cut(text: str, begin: str, end: str) -> str:
    part = text[text.index(begin) : text.index(end, text.index(begin))]
    return _bare(html.unescape(re.sub(r"<!--.*?-->|<[^>]+>", "", part, flags=re.DOTALL)))


def cases() -> list[Case]:
    """The pages: 16 real ones where the corpus is there, and our synthetic articles."""
    found = []
    for file in sorted(_CORPUS.glob("epaper/article/hbrb_*.html")):
        text = file.read_text("utf-8")
        truth = Read(_cut(text, '<font id="main-title">', "</font>"), _cut(text, '<div class="content"', '<div class="footer_sqd"'))
        found.append(Case("founder.pad", text, truth))
    for name, reader in epapers().items():
        for file in (one for one in page_samples(reader) if one.suffix == ".html"):
            golden = json.loads(file.with_suffix(".json").read_text("utf-8"))
            if golden["recognised"] == "article":
                body = "".join(paragraph["text"] for paragraph in golden["read"]["paragraphs"])
                found.append(Case(name, file.read_text("utf-8"), Read(_bare(golden["read"]["title"]), _bare(body))))
    return found


def _ours(case: Case) -> Read:
    read = platform(case.platform).read_article(case.text, "saved.html")
    return Read(_bare(read.title), _bare("".join(paragraph.text for paragraph in read.paragraphs)))


def _column(case: Case) -> Read:
    """As a page of no family: trafilatura finds the words, our own title and the printed text stand on top (decision 0145)."""
    read = platform("column").read_article(case.text, "saved.html")
    return Read(_bare(read.title), _bare("".join(paragraph.text for paragraph in read.paragraphs)))


def _trafilatura(case: Case) -> Read:
    found = json.loads(trafilatura.extract(case.text, output_format="json", with_metadata=True) or "{}")
    return Read(_bare(found.get("title")), _bare(found.get("text")))


def _gne(case: Case) -> Read:
    found = GeneralNewsExtractor().extract(case.text)
    return Read(_bare(found.get("title")), _bare(found.get("content")))


def _attempt(reader: Callable[[Case], Read], case: Case) -> Read:
    """A reader that gives up on a page has read nothing of it."""
    try:
        return reader(case)
    except Exception:  # noqa: BLE001  # other people's readers raise what they like; that is their result
        return Read("", "")


def _f1(read: str, truth: str) -> float:
    mine, other = (Counter(text[at : at + 2] for at in range(len(text) - 1)) for text in (read, truth))
    common = (mine & other).total()
    return 2 * common / (mine.total() + other.total()) if mine or other else 1.0


def _measured(reader: Callable[[Case], Read], pages: list[Case]) -> dict[str, Figure]:
    reads = [_attempt(reader, case) for case in pages]
    begin = time.perf_counter()
    for _ in range(_ROUNDS):
        for case in pages:
            _attempt(reader, case)
    spent = time.perf_counter() - begin
    return {
        "articles/s": round(_ROUNDS * len(pages) / spent),
        "body F1": round(sum(_f1(read.body, case.truth.body) for read, case in zip(reads, pages, strict=True)) / len(pages), 4),
        "exact titles": sum(read.title == case.truth.title for read, case in zip(reads, pages, strict=True)),
        "pages": len(pages),
    }


def main() -> Figures:
    """A row a reader."""
    pages = cases()
    columns = _measured(_column, pages)
    return {
        "ours": _measured(_ours, pages),
        "ours, as of no family": columns,
        "trafilatura": _measured(_trafilatura, pages),
        "GNE": _measured(_gne, pages),
    }
