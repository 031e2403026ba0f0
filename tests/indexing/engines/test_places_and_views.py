"""Pages behind a place, and views, the same in every engine: nothing twice, nothing left out, whatever is written meanwhile."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from articles.errors import QueryError
from indexing import Document, ElasticsearchOptions, Engine, Tokenizer, document, open_index
from indexing.engines.protocol import After, Clause, Everything, Hit, Request, Sort, Token, View

WORD: Clause = Token("text_units", "政")


def place(hit: Hit, sort: Sort, documents: dict[str, Document], rank: int) -> After:
    return After(hit.score if sort == "relevance" else documents[hit.id].get("date"), hit.id, rank)


def walked(
    asked: Callable[[], Engine | View], sort: Sort, size: int, documents: dict[str, Document], between: Callable[[], None], clause: Clause
) -> list[str]:
    """All ids page by page; `between` happens after each page."""
    found: list[Hit] = []
    after = None
    while True:
        response = asked().ask(Request(clause, sort=sort, limit=size, after=after))
        found += response.hits
        if len(response.hits) < size:
            return [hit.id for hit in found]
        after = place(found[-1], sort, documents, len(found))
        between()


def numbered(library: Sequence[Document], number: int, make: Any, tokenizer: Tokenizer) -> Document:
    """An article that comes later, like one that is there."""
    like = library[number % len(library)]
    year = 2012 + number % 3
    made = make(f"{like['id']}-{number}", "政协" * (number % 5 + 1), date=make().date.replace(year=year), paper="cpwb")
    return document(made, tokenizer)


@pytest.mark.parametrize(("sort", "size"), [("date", 13), ("-date", 200)])
def test_a_walk_by_date_meets_everything_once(open_engine: Callable[[], Engine], library: list[Document], sort: Sort, size: int) -> None:
    engine = open_engine()
    engine.write(library)
    documents = {row["id"]: row for row in library}
    whole = [hit.id for hit in engine.ask(Request(Everything(), sort=sort, limit=1_000)).hits]
    assert walked(lambda: engine, sort, size, documents, lambda: None, Everything()) == whole
    assert len(whole) == len(library)


@pytest.mark.parametrize("sort", ["date", "-date"])
def test_arrivals_move_nothing_by_date(
    open_engine: Callable[[], Engine], library: list[Document], sort: Sort, make: Any, tokenizer: Tokenizer
) -> None:
    engine = open_engine()
    engine.write(library)
    documents = {row["id"]: row for row in library}
    arrived = 0

    def arrive() -> None:
        nonlocal arrived
        more = [numbered(library, arrived * 3 + n, make, tokenizer) for n in range(3)]
        documents.update({row["id"]: row for row in more})
        engine.write(more)
        arrived += 1

    found = walked(lambda: engine, sort, 50, documents, arrive, Everything())
    assert arrived
    assert len(found) == len(set(found))
    assert {row["id"] for row in library} <= set(found)


def test_a_view_stands_still(open_engine: Callable[[], Engine], library: list[Document], make: Any, tokenizer: Tokenizer) -> None:
    engine = open_engine()
    engine.write(library)
    view = engine.view()
    whole = view.ask(Request(WORD, limit=1_000))
    arrived = 0

    def arrive() -> None:
        nonlocal arrived
        engine.write([numbered(library, arrived, make, tokenizer)], {library[arrived]["id"]: 99})
        arrived += 1

    found = walked(lambda: view, "relevance", 11, {}, arrive, WORD)
    assert arrived > 10
    assert found == [hit.id for hit in whole.hits]
    again = view.ask(Request(WORD, limit=1_000, facets=("paper",)))
    assert (again.total, again.hits) == (whole.total, whole.hits)
    assert sum(count for _, count in again.facets["paper"]) == whole.total
    assert engine.ask(Request(WORD, limit=0)).total != whole.total
    view.close()
    view.close()


def test_a_view_of_a_folder_outlives_its_generation(tmp_path: Any, make: Any, tokenizer: Tokenizer) -> None:
    index = open_index(tmp_path, tokenizer)
    first = index.create()
    index.write([make(f"ljrb-20200102-{n}", "政协") for n in range(30)])
    view = index.view()
    assert index.view(view.name) is view
    other = open_index(tmp_path, tokenizer)
    assert other.view(view.name).name == view.name  # the same commit, seen by another process
    second = index.create()
    index.generations.swap(second)
    index.drop(first)
    assert index.view(view.name).ask(Request(WORD, limit=0)).total == 30
    other.close()
    other = open_index(tmp_path, tokenizer)
    with pytest.raises(QueryError) as error:
        other.view(view.name)
    assert error.value.key == "query_cursor_gone"
    index.close()


def test_a_view_the_cluster_let_go_of_is_named(elasticsearch_server: Any, elasticsearch_name: str, make: Any, tokenizer: Tokenizer) -> None:
    index = open_index(ElasticsearchOptions.of(elasticsearch_server.url, prefix=elasticsearch_name), tokenizer)
    name = index.create()
    index.write([make("ljrb-20200102-1", "政协")])
    view = index.view()
    other = open_index(ElasticsearchOptions.of(elasticsearch_server.url, prefix=elasticsearch_name), tokenizer)
    assert other.view(view.name).ask(Request(WORD)).total == 1  # from another process
    view.close()
    with pytest.raises(QueryError) as error:
        index.view(view.name).ask(Request(WORD))
    assert error.value.key == "query_cursor_gone"
    index.generations.connection.client.indices.delete(index=f"{elasticsearch_name}-{name}")  # type: ignore[attr-defined] # of a cluster
    index.close()
    other.close()
