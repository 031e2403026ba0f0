"""Real and invented texts whose paragraphs are known: what is damaged, and what must stay as it is."""

import gzip
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from articles.decode import decode
from scrapers.sample import PAPERS, calendar, issue, lost


@dataclass(frozen=True)
class Document:
    """A clean text: its paragraphs, and an id that stays."""

    id: str
    paragraphs: tuple[str, ...]

    @property
    def half(self):
        """`tune` or `test`, by a hash of the id."""
        return "tune" if sha256(self.id.encode()).digest()[0] % 2 else "test"


def _lines(text):
    return tuple(line.strip() for line in text.replace("\ufeff", "").splitlines() if line.strip())


def reports(corpus: Path) -> Iterator[Document]:
    for file in sorted((corpus / "reports").glob("*.txt")):
        yield Document(f"reports/{file.stem}", _lines(decode(file.read_bytes()).text))


def _broadcast(row):
    paragraphs = (html.unescape(re.sub(r"<[^>]+>", "", part)).strip() for part in re.findall(r"<p>(.*?)</p>", row["html"], re.DOTALL))
    return tuple(part for part in paragraphs if part)


def news(corpus: Path) -> Iterator[Document]:
    with gzip.open(corpus / "news/xinwen-lianbo.jsonl.gz", "rt", encoding="utf-8") as rows:
        for number, row in enumerate(rows):
            yield Document(f"news/xinwen-{number}", _broadcast(json.loads(row)))
    for row in (corpus / "news/npc-resolutions.jsonl").read_text("utf-8").splitlines():
        item = json.loads(row)
        yield Document(f"news/npc-{item['title']}", _lines(item["content"]))


def wrapped_news(corpus: Path) -> Iterator[tuple[str, str]]:
    """One issue of a paper as a PDF gave it: real wrapped lines."""
    for row in (corpus / "news/rmrb_2025-10-20.jsonl").read_text("utf-8").splitlines():
        item = json.loads(row)
        yield f"news/rmrb-{item['n']}", item["text"]


def sample() -> Iterator[Document]:
    for paper in PAPERS:
        for date in calendar(paper):
            found = issue(paper, date) if (paper, date) not in lost() else None
            for article in found.articles if found else ():
                draft = article.draft
                lines = [line.text for line in draft.lines]
                yield Document(f"sample/{paper}-{date:%Y%m%d}-{article.number}", tuple(line for line in (draft.author, *lines) if line))
