"""Reprints: how many are found and how many of those found are one, among 10,000 and 100,000 articles; what an added article costs.

Into the sample's articles reprints are put, of sources drawn by a seed: the text cut by half, the whole text under another title, and the
text with five in a hundred of its characters changed. Two articles are truly one where they come of the same source, or where the text of
one stands word for word in the other. All others are not, however alike: the sample tells the same story again and again with other names,
days and figures, and the accounts of one body year after year.
"""

import datetime as dt
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import combinations, islice
from pathlib import Path

from articles.likeness import Kept, fingerprints
from articles.model import Article, Paragraph
from bench import Figures
from indexing import Index, Tokenizer, fold, load_words, open_index
from scrapers.sample import articles
from search.clusters import Clusters, Printed

SIZES, COMMIT = (10_000, 100_000), 1_000
#: Commits whose cost is told at each size: so many that the merges of segments, which come now and then, even out.
TIMED_COMMITS = 10
#: Sources of reprints; accounts (all, where there are fewer), and as many of all articles, that are looked at too.
SOURCES, OTHERS = 300, 1_000
#: Units a source has at least: of less, half is no text any more.
SHORTEST = 80
CHANGED = 0.05
#: Of the articles added last at each size, how many are looked up to see what that costs.
TIMED = 500
_SEPARATOR = "~"


def main() -> Figures:
    """One index that grows; reprints are put in, measured and taken out again at each size."""
    with tempfile.TemporaryDirectory() as folder, closing(open_index(Path(folder), Tokenizer(load_words(())))) as index:
        index.create()
        rows, held, left = dict[str, Mapping[str, float | int]](), list[Article](), articles(max(SIZES))
        for size in SIZES:
            added, written = _grown(index, held, left, size)
            rows[f"among {size:,} articles"] = {**_costs(index, added, written), **quality(index, held, SOURCES, OTHERS, seed=size)}
        return rows


def _grown(index: Index, held: list[Article], left: Iterator[Article], size: int) -> tuple[Sequence[Article], float]:
    """Grow to `size`; the articles of the last commits, and the seconds of processor time they took, all threads together."""
    seconds, added = 0.0, list[Article]()
    while len(held) < size:
        batch = list(islice(left, COMMIT))
        start = time.process_time()
        index.write(batch)
        if size - len(held) <= COMMIT * TIMED_COMMITS:
            seconds, added = seconds + time.process_time() - start, added + batch
        held += batch
    return added, seconds


def _costs(index: Index, added: Sequence[Article], written: float) -> dict[str, float]:
    """Milliseconds of processor time: to write an added article, of which to choose its fingerprints; to find the cluster of one later."""
    begun = time.process_time()
    for article in added[:: len(added) // TIMED]:
        fingerprints(Kept(fold(article.text), fold(article.title or "")).units)
    chosen = time.process_time() - begun
    start = time.process_time()
    for article in added[:: len(added) // TIMED]:
        Clusters(index).of(Printed.of(article))
    found = time.process_time() - start
    return {
        "ms to write an article": written / len(added) * 1e3,
        "ms of it to choose fingerprints": chosen / TIMED * 1e3,
        "ms to find its cluster": found / TIMED * 1e3,
    }


def quality(index: Index, held: Sequence[Article], sources: int, others: int, seed: int) -> dict[str, float | int]:
    """Put reprints in, ask for clusters, and take them out again: recall by form, precision of pairs in one cluster."""
    dice = random.Random(seed)
    long = [article for article in held if len(Kept(fold(article.text)).units) >= SHORTEST]
    drawn = dice.sample(long, sources)
    injected = list(reprints(drawn, dice))
    index.write(injected)
    accounts = [article for article in held if article.kind.startswith("summary.")]
    single = [*dice.sample(accounts, min(others, len(accounts))), *dice.sample(held, others)]
    found = _clusters(index, [*drawn, *injected, *single])
    index.write([], {article.id: article.revision for article in injected})
    return _judged(found, drawn, injected)


def reprints(sources: Iterable[Article], dice: random.Random) -> Iterator[Article]:
    """Each source cut by half, under another title, and with characters changed; in another paper, a day later."""
    for source in sources:
        text = source.text
        for form, words in (("cut", text[: len(text) // 2]), ("retitled", text), ("changed", changed(text, dice))):
            yield replace(
                source,
                id=f"{source.id}{_SEPARATOR}{form}",
                paper="cpwb" if source.paper != "cpwb" else "ljrb",
                date=source.date + dt.timedelta(days=1) if source.date else None,
                title="本省新闻",
                text=words,
                paragraphs=(Paragraph(words, 0, len(words)),),
            )


def changed(text: str, dice: random.Random) -> str:
    """A text with one in twenty of its letters, Han characters and digits replaced by another of them."""
    characters = list(text)
    places = [at for at, character in enumerate(text) if character.isalnum()]
    for at in dice.sample(places, round(CHANGED * len(places))):
        characters[at] = text[dice.choice(places)]
    return "".join(characters)


@dataclass(frozen=True)
class _Found:
    """The articles of all clusters found, by cluster."""

    clusters: Mapping[str, Mapping[str, Article]]
    of: Mapping[str, str | None]


def _clusters(index: Index, asked: Iterable[Article]) -> _Found:
    lookup, clusters, of = Clusters(index), dict[str, Mapping[str, Article]](), dict[str, str | None]()
    for article in asked:
        cluster = lookup.of(Printed.of(article))
        of[article.id] = cluster.id if cluster else None
        if cluster and cluster.id not in clusters:
            clusters[cluster.id] = {one.article.id: one.article for one in lookup.printings(cluster.contents, 1_000)}
    return _Found(clusters, of)


def _judged(found: _Found, drawn: Sequence[Article], injected: Sequence[Article]) -> dict[str, float | int]:
    held = {article.id: found.of[article.id] for article in drawn}
    hits, forms = Counter[str](), Counter[str]()
    for article in injected:
        source, _, form = article.id.partition(_SEPARATOR)
        forms[form] += 1
        hits[form] += held[source] is not None and found.of[article.id] == held[source]
    pairs = [pair for members in found.clusters.values() for pair in combinations(members.values(), 2)]
    true = sum(_one(*pair) for pair in pairs)
    return {
        **{f"recall, {form}": hits[form] / count for form, count in forms.items()},
        "recall": sum(hits.values()) / len(injected),
        "precision": true / len(pairs),
        "pairs found": len(pairs),
    }


def _one(first: Article, second: Article) -> bool:
    """Whether two articles are truly one text."""
    if first.id.partition(_SEPARATOR)[0] == second.id.partition(_SEPARATOR)[0]:
        return True
    short, long = sorted((Kept(fold(article.text)).units for article in (first, second)), key=len)
    return short in long
