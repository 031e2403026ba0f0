"""Known-item search: pieces of real texts asked as queries; the mean reciprocal rank of the first document that holds them (MRR@10).

Documents are the first 3,333 of the reports and the news of the corpus (ZONGSHU_CORPUS), cut at sentence ends into 500 characters and
more. Queries are 300 fragments of 4 to 12 characters, 200 sets of two or three words that stand within 120 characters, and 100 numbers
with their unit, drawn by chance with seed 11. Relevant is every document that contains all of them as neighbouring units, which is
found without any index.
The gates of tests/search/test_search_known_item.py hold what is printed here.
"""

import gzip
import json
import os
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from articles.decode import decode
from articles.model import Article, Paragraph, Source
from bench import Figures
from indexing import ElasticsearchOptions, Index, Request, Tokenizer, load_words, open_index
from search.query import clause, parse

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("ZONGSHU_CORPUS", ROOT.parent / "shared" / "data"))
DOCUMENTS, SHORTEST, SEED, DEPTH = 3_333, 500, 11, 10
NUMBER_OF = {"fragments": 300, "keywords": 200, "numbers": 100}
#: Words of a set stand no farther apart, in characters.
_NEAR = 120
_SENTENCE_END = re.compile(r"[。！？；\n]")
_TAGS = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")
_UNITS = "元|人次|人|件|个|户|亩|吨|公里|平方米|家|项|所|次|名|套|米"
_NUMBER = re.compile(rf"(?<![0-9A-Za-z.%+-])\d+(?:\.\d+)?(?:%|[万亿]?(?:{_UNITS}))(?![0-9A-Za-z.%+-])")
#: What the query language reads as more than text.
_SIGNS = re.compile(r'[\s"“”()（）:：\\]')


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and the texts a relevant document contains."""

    typed: str
    wanted: tuple[str, ...]


def documents(corpus: Path) -> list[str]:
    """Reports and news (a day's news is one text) in pieces; a rest that is too short stays with the piece before it."""
    found = (piece for text in _texts(corpus) for piece in pieces(text) if len(piece) >= SHORTEST)
    return list(islice(found, DOCUMENTS))


def _texts(corpus: Path) -> Iterator[str]:
    for path in sorted((corpus / "reports").glob("*.txt")):
        yield decode(path.read_bytes()).text
    days: dict[str, list[str]] = {}
    with gzip.open(corpus / "news" / "xinwen-lianbo.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            days.setdefault(str(item["date"])[:10], []).append(_TAGS.sub("", item.get("html") or item["title"]).strip())
    for _, items in sorted(days.items()):
        yield "\n".join(items)


def pieces(text: str) -> list[str]:
    """A text cut at the ends of sentences into SHORTEST characters and more."""
    found, start = [], 0
    for end in (match.end() for match in _SENTENCE_END.finditer(text)):
        if end - start >= SHORTEST:
            found.append(text[start:end])
            start = end
    if found and start < len(text):
        found[-1] += text[start:]
    return found or [text]


def queries(texts: Sequence[str], tokenizer: Tokenizer) -> dict[str, list[Query]]:
    """Queries of each kind; the same for the same texts."""
    dice = random.Random(SEED)
    draws = {"fragments": lambda text: _fragment(text, dice, tokenizer), "keywords": lambda text: _words(text, dice, tokenizer)}
    draws["numbers"] = lambda text: _number(text, dice)
    made: dict[str, list[Query]] = {}
    for kind, number in NUMBER_OF.items():
        made[kind] = []
        while len(made[kind]) < number:
            if (query := draws[kind](dice.choice(texts))) is not None:
                made[kind].append(query)
    return made


def _fragment(text: str, dice: random.Random, tokenizer: Tokenizer) -> Query | None:
    """A window of the text that cuts no number or Latin word and holds two units at least."""
    size = dice.randrange(4, 13)
    at = dice.randrange(max(1, len(text) - size))
    window = text[at : at + size]
    cut = any(re.fullmatch("[0-9A-Za-z.%+-]{2}", text[max(0, place - 1) : place + 1]) for place in (at, at + size))
    if cut or _SIGNS.search(window) or len(tokenizer.units(window)) < 2:
        return None
    return Query(window, (window,))


def _words(text: str, dice: random.Random, tokenizer: Tokenizer) -> Query | None:
    at = dice.randrange(max(1, len(text) - _NEAR))
    found = sorted({word for word in tokenizer.words(text[at : at + _NEAR]) if _WORD.fullmatch(word) and word in text[at : at + _NEAR]})
    number = dice.choice((2, 3))
    if len(found) < number:
        return None
    chosen = tuple(dice.sample(found, number))
    return Query(" ".join(chosen), chosen)


def _number(text: str, dice: random.Random) -> Query | None:
    found = [match[0] for match in _NUMBER.finditer(text)]
    return Query(number := dice.choice(found), (number,)) if found else None


class Contents:
    """Documents as rows of units: whether one contains a text is seen without an index."""

    def __init__(self, texts: Sequence[str], tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._rows = {name(number): self._row(text) for number, text in enumerate(texts)}

    def hold(self, id_: str, query: Query) -> bool:
        """Whether a document contains all that is wanted."""
        row = self._rows[id_]
        return all(self._row(text) in row for text in query.wanted)

    def _row(self, text: str) -> str:
        return f" {' '.join(self._tokenizer.units(text))} "


def name(number: int) -> str:
    """The id of a document."""
    return f"known-{number:05d}"


def filled(index: Index, texts: Sequence[str]) -> Index:
    """The documents in a new index: a text each, without title."""
    index.create()
    index.write([_article(number, text) for number, text in enumerate(texts)])
    return index


def _article(number: int, text: str) -> Article:
    nothing = dict.fromkeys(("date", "page", "kicker", "title", "subtitle", "dateline", "organ", "place", "period", "cluster"))
    none_of = dict.fromkeys(("bylines", "figures", "repairs", "flags"), ())
    given = {"id": name(number), "revision": 1, "paper": "files", "kind": "other", "text": text}
    paragraphs, source = (Paragraph(text, 0, len(text)),), Source("", "0" * 64)
    return Article(**given, **nothing, **none_of, paragraphs=paragraphs, source=source)  # type: ignore[arg-type] # fields by name


def reciprocal_ranks(index: Index, contents: Contents, asked: Sequence[Query]) -> list[float]:
    """1 / rank of the first relevant document of each query, 0 where none is among the first ten."""
    tokens = index.tokenizer
    found = []
    for query in asked:
        tree = parse(query.typed, lambda text: bool(tokens.units(text)))
        hits = index.ask(Request(clause(tree, tokens, {}), limit=DEPTH)).hits
        found.append(next((1 / rank for rank, hit in enumerate(hits, 1) if contents.hold(hit.id, query)), 0.0))
    return found


def measured(index: Index, contents: Contents, asked: Mapping[str, Sequence[Query]]) -> Mapping[str, float]:
    """MRR@10 by kind of query, to three decimals."""
    ranks = {kind: reciprocal_ranks(index, contents, some) for kind, some in asked.items()}
    return {kind: round(sum(found) / len(found), 3) for kind, found in ranks.items()}


def main() -> Figures:
    """MRR@10 on both engines; Elasticsearch is started as the tests start it."""
    sys.path.insert(0, str(ROOT / "tests"))
    from servers import Elasticsearch, run

    texts, tokenizer = documents(CORPUS), Tokenizer(load_words(()))
    contents, asked = Contents(texts, tokenizer), queries(texts, tokenizer)
    figures: dict[str, Mapping[str, float]] = {}
    run.begin()
    try:
        with tempfile.TemporaryDirectory() as folder, Elasticsearch() as server:
            options = ElasticsearchOptions.of(server.url, prefix="known")
            places: dict[str, Path | ElasticsearchOptions] = {"tantivy": Path(folder), "Elasticsearch": options}
            for engine, place in places.items():
                with closing(open_index(place, tokenizer)) as index:
                    figures[engine] = measured(filled(index, texts), contents, asked)
    finally:
        run.end(run.current())
    return {"documents": len(texts), **{f"{kind}, queries": number for kind, number in NUMBER_OF.items()}, **figures}
