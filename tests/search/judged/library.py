"""The two collections that are searched: the sample newspapers, and the reports and news of the corpus."""

import datetime as dt
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from articles.model import Article, Paragraph, Source
from scrapers import read_dropped
from scrapers.assemble import says
from scrapers.sample import articles
from scrapers.sample.world import newspapers

#: The first so many articles of the sample: its standard set.
_SAMPLE = 3_000
_TAGS = re.compile(r"<[^>]+>")


@cache
def sample() -> tuple[Article, ...]:
    """The sample newspapers' articles with what a reader finds out of each."""
    papers = newspapers()
    return tuple(read(article, papers[article.paper].home) for article in articles(_SAMPLE))


def corpus(folder: Path) -> Iterator[Article]:
    """Reports, and the items of the news by their number in the file."""
    for path in sorted((folder / "reports").glob("*.txt")):
        yield from read_dropped(path.name, path.read_bytes())
    with gzip.open(folder / "news" / "xinwen-lianbo.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            yield read(_news(number, json.loads(line)), "110000")


def read(article: Article, home: str) -> Article:
    """An article with kind, organ, place and period as a crawl fills them."""
    found = says(article, home)
    return replace(article, kind=found.kind.value, organ=found.organ.value, place=found.place.value, period=found.period.value)


def _news(number: int, item: dict[str, str]) -> Article:
    text = "\n".join(filter(None, (_TAGS.sub("", part).strip() for part in (item["html"] or item["title"]).split("</p>"))))
    return Article(
        id=f"news-{number:05d}",
        revision=1,
        paper="files",
        date=dt.date.fromisoformat(str(item["date"])[:10]),
        page=None,
        kicker=None,
        title=item["title"],
        subtitle=None,
        bylines=(),
        dateline=None,
        text=text,
        paragraphs=(Paragraph(text, 0, len(text)),),
        kind="news",
        organ=None,
        place=None,
        period=None,
        figures=(),
        repairs=(),
        flags=(),
        cluster=None,
        source=Source(item["url"], "0" * 64),
    )
