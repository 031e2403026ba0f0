"""Draws the pool of every query and grades it: `python tests/search/judged/pool.py` rewrites grades.tsv.

A pool is the first fifteen articles of four rankings: words only, bigrams only (any of them), the whole recipe, and its matches by
date. Graded are queries that have no grades yet; others keep theirs, so that a later ranking changes no judgement.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "search")]

from judged import library, sets  # noqa: E402 - found by the line above
from judged.rule import grade  # noqa: E402 - found by the line above

from articles.model import Article  # noqa: E402 - found by the line above
from indexing import Index, Request, Tokenizer, load_words, open_index  # noqa: E402 - found by the line above
from indexing.engines.protocol import All, AnyOf, Clause, Everything, OneOf, Token  # noqa: E402 - found by the line above
from search.query import SUMMARIES, clause, parse, texts  # noqa: E402 - found by the line above

POOLED = 15
_FIELDS = ("title", "kicker", "text")


def rankings(query: sets.Query, tokenizer: Tokenizer) -> Iterator[Request]:
    """The requests whose first hits are pooled."""
    tree = parse(query.query, lambda text: bool(tokenizer.units(text)))
    asked = [text.text for text in texts(tree)]
    scope = OneOf("kind", SUMMARIES) if query.scope == "summary" else Everything()
    words = [word for text in asked for word in dict.fromkeys(tokenizer.words(text))]
    every = All(tuple(AnyOf(tuple(Token(f"{field}_words", word) for field in _FIELDS)) for word in words))
    pairs = [pair for text in asked for pair in dict.fromkeys(tokenizer.bigrams(text))]
    some = AnyOf(tuple(Token(f"{field}_bigrams", pair) for field in _FIELDS for pair in pairs))
    recipe = clause(tree, tokenizer, {})
    ranked: Sequence[Clause] = (every, some, recipe)
    yield from (Request(one, scope, limit=POOLED) for one in ranked)
    yield Request(recipe, scope, sort="-date", limit=POOLED)


def graded(index: Index, articles: Sequence[Article], queries: Sequence[sets.Query]) -> dict[str, dict[str, int]]:
    """Grades of the pools, by query and article."""
    index.create()
    index.write(articles)
    held = {article.id: article for article in articles}
    found = {}
    for query in queries:
        ids = sorted({hit.id for request in rankings(query, index.tokenizer) for hit in index.ask(request).hits})
        found[query.id] = {id_: grade(query.kind, query.need, held[id_]) for id_ in ids}
    return found


def main(corpus: Path) -> None:
    """Grade what is not graded yet."""
    path = sets.FOLDER / "grades.tsv"
    known = sets.grades() if path.exists() else {}
    tokenizer = Tokenizer(load_words(()))
    for over, articles in (("sample", library.sample()), ("corpus", library.corpus(corpus))):
        new = [query for query in sets.queries(over) if query.id not in known]
        with tempfile.TemporaryDirectory() as folder, closing(open_index(Path(folder), tokenizer)) as index:
            known |= graded(index, list(articles), new) if new else {}
    rows = [f"{query}\t{article}\t{worth}\n" for query, pool in known.items() for article, worth in pool.items()]
    path.write_text("query\tarticle\tgrade\n" + "".join(rows), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
