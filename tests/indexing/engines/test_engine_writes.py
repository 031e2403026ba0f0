"""Conformance of engines: what writing leaves behind."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from indexing import Document, Engine, Held, Request, Tokenizer, digest, document
from indexing.engines.protocol import Everything, Token

IDS = st.sampled_from(["a", "b", "a-1", "一"])
REVISIONS = st.integers(0, 3)
PUTS = st.lists(st.tuples(IDS, REVISIONS, st.integers(0, 2)), max_size=5)
COMMITS = st.lists(st.tuples(PUTS, st.dictionaries(IDS, REVISIONS, max_size=2)), max_size=5)


def held(engine: Engine) -> dict[str, bytes]:
    return {hit.id: hit.article for hit in engine.ask(Request(Everything(), limit=100)).hits}


@settings(max_examples=40, deadline=None)
@given(COMMITS)
def test_revisions_and_tombstones(open_engine: Any, tokenizer: Tokenizer, make: Any, commits: Any) -> None:
    """A model of a dozen lines, against commits at random; nobody puts what is older than its tombstone."""
    engine: Engine = open_engine()
    model: dict[str, Document] = {}
    gone: dict[str, int] = {}
    for puts, deleted in commits:
        fresh = [put for put in puts if put[1] >= gone.get(put[0], 0)]
        documents = [document(make(id_, f"政协{'委员' * variant}", revision=revision), tokenizer) for id_, revision, variant in fresh]
        gone |= {id_: max(revision, gone.get(id_, 0)) for id_, revision in deleted.items()}
        engine.write(documents, deleted)
        for one in documents:
            known = model.get(one["id"])
            if one["revision"] > deleted.get(one["id"], -1) and (known is None or one["revision"] >= known["revision"]):
                model[one["id"]] = one
        for id_, revision in deleted.items():
            if id_ in model and model[id_]["revision"] <= revision:
                del model[id_]
        assert held(engine) == {id_: one["article"] for id_, one in model.items()}
        assert engine.count() == len(model)
        assert engine.revisions(["a", "b", "a-1", "一", "none"]) == {id_: one["revision"] for id_, one in model.items()}
    engine.close()


def test_the_same_again_changes_nothing(open_engine: Any, library: list[Document]) -> None:
    engine: Engine = open_engine()
    assert engine.write(library).changed == len(library)
    assert engine.write(iter(library), {"nobody": 3}).changed == 0
    assert engine.write([]).changed == 0


def test_a_replaced_article_is_found_by_its_new_words_only(open_engine: Any, tokenizer: Tokenizer, make: Any) -> None:
    engine: Engine = open_engine()
    engine.write([document(make("a", "政协"), tokenizer)])
    engine.write([document(make("a", "人大", revision=2), tokenizer)])
    assert engine.ask(Request(Token("text_bigrams", "政协"))).total == 0
    assert engine.ask(Request(Token("text_bigrams", "人大"))).total == 1


def test_what_is_held_is_told_id_by_id(open_engine: Any, tokenizer: Tokenizer, make: Any) -> None:
    """Every id is passed once, in order, whatever the size of a page; ids may agree in their first 32 bytes."""
    engine: Engine = open_engine()
    ids = sorted([*(f"xnwb-20230105-{number}" for number in range(7)), *(f"{'x' * 40}-{number}" for number in range(5)), "z"])
    documents = {id_: document(make(id_, f"政协{id_}", revision=place), tokenizer) for place, id_ in enumerate(ids)}
    engine.write(documents.values())
    for size in (1, 3, 100):
        passed: list[str] = []
        while page := engine.ids(passed[-1] if passed else "", size):
            passed += page
        assert passed == ids
    told = {id_: Held(place, digest(documents[id_]["article"])) for place, id_ in enumerate(ids)}
    assert engine.held([*ids, "nobody"]) == told
    assert engine.held([]) == {}
    assert open_engine().ids("", 10) == []


def test_one_document_refused_leaves_the_others(open_engine: Any, tokenizer: Tokenizer, make: Any) -> None:
    engine: Engine = open_engine()
    good = document(make("good"), tokenizer)
    written = engine.write([{**good, "id": "bad", "date": 10**30}, good])
    assert list(written.rejected) == ["bad"]
    assert "bad" in written.rejected["bad"].message("en")
    assert held(engine).keys() == {"good"}


def test_writers_and_searchers_in_threads(open_engine: Any, library: list[Document]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    engine: Engine = open_engine()
    engine.write(library[:100])
    with ThreadPoolExecutor(6) as pool:
        writes = [pool.submit(engine.write, library[start : start + 50]) for start in range(100, 400, 50)]
        answers = [pool.submit(engine.ask, Request(Token("text_units", "政"), limit=50, facets=("paper",))) for _ in range(60)]
    totals = [answer.result().total for answer in answers]
    assert min(totals) > 0
    assert sum(write.result().changed for write in writes) == 300
    assert engine.count() == 400


def test_after_closing_it_still_answers_and_writes(open_engine: Any, library: list[Document]) -> None:
    engine: Engine = open_engine()
    engine.write(library[:5])
    engine.close()
    engine.close()
    assert engine.count() == 5
    engine.write(library[5:7])
    assert engine.count() == 7
