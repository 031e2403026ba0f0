"""What reading costs and how well it reads: time of each stage against one plain `jieba.cut`, right answers on the labelled sets.

Time is over the real reports (ZONGSHU_CORPUS), else over the sample newspapers' accounts, the best of three rounds each. Quality is
what the gates of tests/articles/reading count; what is taken for a summary among the broadcast news is listed with the words that made
it one.
"""

import datetime as dt
import gzip
import importlib
import json
import logging
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import jieba

from articles.decode import decode
from articles.model import Period
from articles.reading import Piece, bylines, candidates, outline, ranked, read, slogans
from articles.reading.figures import figures
from articles.reading.kinds import kind
from articles.reading.organs import organ
from articles.reading.periods import period
from articles.reading.places import place
from bench import Figure, Figures
from indexing import Tokenizer, general_rarity, load_words
from scrapers import divisions
from scrapers.sample.bulk import articles as sample_articles

_ROOT = Path(__file__).resolve().parents[1]
_CORPUS = Path(os.environ.get("ZONGSHU_CORPUS", _ROOT.parent / "shared" / "data"))
_ROUNDS = 3


def pieces() -> list[Piece]:
    """The texts to be timed: the 52 reports, else accounts of the sample newspapers."""
    files = sorted((_CORPUS / "reports").glob("*.txt"))
    if files:
        return [Piece(None, "政府工作报告", None, decode(file.read_bytes()).text) for file in files]
    return [Piece(None, one.title, None, one.text, one.date) for one in sample_articles(1000) if one.kind.startswith("summary.")]


def seconds(work: Callable[[Piece], object], over: Iterable[Piece]) -> float:
    """The best of some rounds of `work` over all pieces, each piece fresh."""
    best = float("inf")
    for _ in range(_ROUNDS):
        fresh = [Piece(one.kicker, one.title, one.subtitle, one.text, one.printed, one.home) for one in over]
        begun = time.perf_counter()
        for one in fresh:
            work(one)
        best = min(best, time.perf_counter() - begun)
    return best


def stages() -> dict[str, Callable[[Piece], object]]:
    """Each stage by name; `all` is everything that is read of an article, key terms left out: they rest on the index's tokens."""
    table = divisions()
    tokens = Tokenizer(load_words(()))
    return {
        "kind": lambda one: kind(one, "政府", is_department=False),
        "organ": lambda one: organ(one, table, with_opening=True),
        "place": lambda one: place(one, table, is_summary=True),
        "period": lambda one: period(one, "summary.report"),
        "structure": lambda one: outline(one.text),
        "figures": lambda one: figures(one.text, Period(2022, 2022, "", 1.0, 2023, 2023)),
        "bylines and dateline": lambda one: bylines(one.text.split("\n")),
        "slogans": lambda one: slogans(one.text),
        "all": lambda one: (read(one, table), bylines(one.text.split("\n")), outline(one.text), slogans(one.text)),
        "key terms": lambda one: _terms(one.text, tokens),
    }


def _terms(text: str, tokens: Tokenizer) -> object:
    """Key terms against print at large."""
    words = [(word, *span) for word, span in zip(tokens.words(text), tokens.word_spans(text), strict=True)]
    return ranked(candidates(words), general_rarity(), 20)


def costs() -> Iterator[tuple[str, dict[str, Figure]]]:
    """Seconds of each stage and its ratio to one `jieba.cut` over the same texts."""
    texts = pieces()
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    plain = seconds(lambda one: sum(1 for _ in jieba.cut(one.text)), texts)
    yield "jieba.cut", {"seconds": plain, "of jieba.cut": 1.0}
    for name, work in stages().items():
        taken = seconds(work, texts)
        yield name, {"seconds": taken, "of jieba.cut": taken / plain}


def quality() -> Iterator[tuple[str, dict[str, Figure]]]:
    """Of each labelled set and half the shares of right answers; of kinds the macro F1."""
    sys.path.insert(0, str(_ROOT / "tests" / "articles" / "reading"))
    rows, titles = importlib.import_module("sets").rows, importlib.import_module("test_titles")
    for part in ("tune", "test", "first"):
        held = titles.labelled(part)
        yield f"titles, {part} ({len(held)})", titles.scores(held)
    gates = importlib.import_module("test_figures")
    for half in ("tune", "test"):
        tally, passages = gates.Tally(), rows("figures", half)
        for row in passages:
            found = figures(row["text"], Period(row["year"], row["year"], "", 1.0, None, row["year"] + 1))
            tally.take({one.start: one for one in found}, {one["start"]: one for one in row["figures"]})
        yield f"passages, {half} ({len(passages)})", {name: tally.share(name) for name in gates.FLOORS[half]}
        named = rows("bylines", half)
        read_out = [bylines(row["lines"].split(" ¶ "), row["author"] or None) for row in named]
        people = [
            " ".join(f"{one.role}:{one.name}" for one in found) == row["bylines"] for (found, _), row in zip(read_out, named, strict=True)
        ]
        dated = [(line or "") == row["dateline"] for (_, line), row in zip(read_out, named, strict=True)]
        yield f"bylines, {half} ({len(named)})", {"bylines": sum(people) / len(named), "dateline": sum(dated) / len(named)}


def taken() -> Iterator[tuple[str, str]]:
    """What is taken for a summary among the items of the broadcast news, with the words that made it one."""
    path = _CORPUS / "news" / "xinwen-lianbo.jsonl.gz"
    if not path.exists():
        return
    items = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = re.sub(r"^.{0,6}央视网消息（新闻联播）：", "", re.sub(r"<[^>]+>", "", row["html"]).strip())
            day = re.match(r"\d{4}-\d{2}-\d{2}", str(row["date"]))
            found = read(Piece(None, row["title"], None, text, dt.date.fromisoformat(day[0]) if day else None, "110000"), divisions())
            items += 1
            if found.kind.value.startswith("summary."):
                yield f"news item taken for {found.kind.value}: {row['title']}", "、".join(one.words for one in found.kind.basis)
    yield "news items read", f"{items:,}"


def main() -> Figures:
    """The figures of the bench."""
    return {**dict(taken()), **dict(costs()), **dict(quality())}
