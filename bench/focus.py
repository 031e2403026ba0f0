"""What `crawl --focus summaries` misses and what it saves: titles that promise an account, labelled and listed by the sample's pages.

`recall` is the share of accounts whose title promises one, `taken` the share of everything else that is fetched all the same; by the title
alone, as most sites list it, and by the whole title block, as some do.
"""

import gzip
import importlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from articles.reading import promises
from bench import Figure, Figures
from scrapers import bounded
from scrapers.sample import PAPERS, calendar, issue, respond
from scrapers.sample.sites import site

_ROOT = Path(__file__).resolve().parent.parent
_CORPUS = Path(os.environ.get("ZONGSHU_CORPUS", _ROOT.parent / "shared" / "data"))
_READERS = {"rmrb": "founder.rmrb", "pad": "founder.pad", "classic": "founder.classic"}


def is_summary(kind: str) -> bool:
    """Whether a kind is one of yearly accounts."""
    return kind.startswith("summary.")


def shares(titles: Iterable[tuple[str | None, str]]) -> dict[str, Figure]:
    """Of pairs of title and kind: accounts, recall, and what is taken of everything else."""
    tally = Counter((is_summary(kind), promises(title)) for title, kind in titles)
    accounts, others = (tally[one, True] + tally[one, False] for one in (True, False))
    found = {"accounts": accounts, "others": others, "recall": tally[True, True] / max(accounts, 1)}
    return {**found, "taken": tally[False, True] / max(others, 1)}


def labelled(half: str, *, whole: bool) -> Iterator[tuple[str, str]]:
    """The labelled titles of a half with their kinds: the title alone, or with kicker and subtitle."""
    sys.path.insert(0, str(_ROOT / "tests" / "articles" / "reading"))
    rows: list[dict[str, Any]] = importlib.import_module("sets").rows("titles", half)
    for row in rows:
        yield " ".join(filter(None, (row["kicker"], row["title"], row["subtitle"]))) if whole else row["title"], row["kind"]


def listed() -> Iterator[tuple[int, list[tuple[str | None, str]]]]:
    """Every issue of the sample: its pages, and what they list by title and true kind (advertisements left out)."""
    for paper in PAPERS:
        for date in calendar(paper):
            held, where = issue(paper, date), site(paper, date)
            if held is None:
                continue
            reader = bounded(_READERS[where.skin])
            kinds = {article.address: article.draft.kind for page in held.pages if not page.ad for article in page.articles}
            found: dict[str, tuple[str | None, str]] = {}
            for page in held.pages:
                text = respond(where.host, page.address.partition(where.host)[2]).body.decode(held.encoding)
                for link in reader.read_layout(text, page.address).articles:
                    if link.address in kinds:
                        found.setdefault(link.address, (link.title, kinds[link.address]))
            yield len(held.pages), list(found.values())


def broadcast() -> Iterator[tuple[str, str]]:
    """Titles of the broadcast news, none of them an account."""
    path = _CORPUS / "news" / "xinwen-lianbo.jsonl.gz"
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["title"], "news"


def main() -> Figures:
    """The figures of the bench."""
    rows: dict[str, dict[str, Figure]] = {}
    for half in ("tune", "test"):
        rows[f"labelled titles, {half}, title alone"] = shares(labelled(half, whole=False))
        rows[f"labelled titles, {half}, whole title block"] = shares(labelled(half, whole=True))
    issues = list(listed())
    rows["sample newspapers, as their pages list them"] = shares(pair for _, pairs in issues for pair in pairs)
    rows["broadcast news"] = shares(broadcast())
    whole = sum(pages + len(pairs) for pages, pairs in issues)
    focused = sum(pages + sum(promises(title) for title, _ in pairs) for pages, pairs in issues)
    return {"requests of the sample, whole": whole, "requests of the sample, focused": focused, "share": focused / whole, **rows}
