"""Conformance of engines: what a request answers, against a look at every document."""

from typing import Any

import pytest
from brute import by_date, by_id, facet, matches
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.errors import QueryError
from indexing import Document, Engine
from indexing.engines.protocol import (
    All,
    AnyOf,
    AtLeast,
    Beginning,
    Clause,
    Everything,
    Near,
    Nothing,
    OneOf,
    Optional,
    Phrase,
    Range,
    Request,
    Token,
    Without,
)

FACETS = ("years", "organ", "place", "paper", "kind", "printed_year", "printed_month")
TEXTS = ("title", "kicker", "text")
UNITS = ["政", "协", "委", "员", "会", "提", "案", "议", "5.1%", "a", "无"]
TOKENS = {
    "units": UNITS,
    "bigrams": [left + right for left in UNITS[:6] for right in UNITS[:6]] + ["a_a", "a_5.1%", "5.1%政"],
    "words": ["政协", "委员", "委员会", "提案", "会议", "协会", "5.1%", "a"],
}

fields = st.tuples(st.sampled_from(TEXTS), st.sampled_from(sorted(TOKENS)))
boosts = st.sampled_from([1.0, 2.0, 0.5])
tokens = fields.flatmap(lambda pair: st.builds(Token, st.just("_".join(pair)), st.sampled_from(TOKENS[pair[1]]), boosts))
phrases = st.tuples(st.sampled_from(TEXTS), st.sampled_from(["units", "bigrams"])).flatmap(
    lambda pair: st.builds(
        Phrase, st.just("_".join(pair)), st.lists(st.sampled_from(TOKENS[pair[1]]), min_size=1, max_size=3).map(tuple), boosts
    )
)
runs = st.tuples(st.sampled_from(TEXTS), st.sampled_from(["units", "bigrams"])).flatmap(
    lambda pair: st.tuples(
        st.just("_".join(pair)), *[st.lists(st.sampled_from(TOKENS[pair[1]]), min_size=1, max_size=2).map(tuple) for _ in range(2)]
    )
)
nears = st.one_of(
    st.builds(lambda run, distance: Near(*run, distance), runs, st.integers(0, 12)),
    st.builds(lambda run, distance: Near(run[0], run[1], run[1], distance), runs, st.integers(0, 12)),
)
beginnings = st.one_of(
    st.builds(
        lambda run, prefix: Beginning(run[0], run[1][: len(prefix) - 1], prefix), runs, st.sampled_from(["5", "5.", "a", "会5", "a_"])
    ),
    st.builds(Beginning, st.just("text_words"), st.just(()), st.sampled_from(["委", "政协", "会议", "没有"])),
)
at_least = st.tuples(st.sampled_from(TEXTS), st.sampled_from(sorted(TOKENS))).flatmap(
    lambda pair: st.builds(
        AtLeast,
        st.just("_".join(pair)),
        st.lists(st.sampled_from(TOKENS[pair[1]]), max_size=5, unique=True).map(tuple),
        st.integers(1, 3),
    )
)
one_of = st.one_of(
    st.builds(OneOf, st.just("paper"), st.lists(st.sampled_from(["ljrb", "cpwb", "none"]), max_size=3).map(tuple)),
    st.builds(OneOf, st.sampled_from(["place", "within"]), st.lists(st.sampled_from(["990100", "990000"]), max_size=2).map(tuple)),
    st.builds(OneOf, st.just("organ"), st.just(("政协",))),
    st.builds(OneOf, st.just("author"), st.just(("甲", "丙"))),
    st.builds(OneOf, st.just("page"), st.just(("01", "1"))),
    st.builds(OneOf, st.just("scope"), st.just(("summary",))),
)
years = st.none() | st.integers(2009, 2016)
days = st.none() | st.sampled_from([20121229, 20121231, 20130101, 20130104])
ranges = st.one_of(
    st.builds(Range, st.sampled_from(["years", "printed_year"]), years, years),
    st.builds(Range, st.just("date"), days, days),
    st.builds(Range, st.just("revision"), st.just(2), st.just(10**30)),
)
leaves = st.one_of(st.just(Everything()), st.just(Nothing()), tokens, tokens, phrases, at_least, nears, beginnings, one_of, ranges)
some = st.integers(0, 3)
clauses: st.SearchStrategy[Clause] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Without, inner, inner),
        st.builds(Optional, inner, inner),
    ),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def engine(open_engine: Any, library: list[Document]) -> Engine:
    """The library, written in three commits and with some of it replaced and deleted on the way."""
    engine: Engine = open_engine()
    engine.write([{**one, "revision": 0, "text_units": "无"} for one in library[:150]])
    engine.write(library[:200])
    engine.write([{**library[0], "id": f"gone-{number}"} for number in range(20)])
    engine.write(library[200:], {f"gone-{number}": 9 for number in range(20)})
    return engine


def held(library: list[Document], request: Request) -> list[Document]:
    return [one for one in library if matches(one, request.clause) and matches(one, request.filter)]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(clauses, clauses)
def test_hits_totals_facets_and_order_by_date(engine: Engine, library: list[Document], clause: Clause, filter_: Clause) -> None:
    for sort, sign in (("date", 1), ("-date", -1)):
        request = Request(clause, filter_, sort=sort, limit=1000, facets=FACETS)
        expected = held(library, request)
        answer = engine.ask(request)
        assert [hit.id for hit in answer.hits] == by_date(expected, sign)
        assert answer.total == len(expected)
        assert {name: list(counts) for name, counts in answer.facets.items()} == {name: facet(expected, name) for name in FACETS}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nears | beginnings)
def test_what_is_near_and_what_begins(engine: Engine, library: list[Document], clause: Clause) -> None:
    expected = by_id(held(library, Request(clause)))
    hits = engine.ask(Request(clause, limit=1000)).hits
    assert [hit.id for hit in hits] == expected
    assert {hit.score for hit in hits} <= {0.0}


@settings(max_examples=200, deadline=None)
@given(clauses, st.integers(0, 420), st.integers(0, 60))
def test_a_page_by_relevance_is_a_slice_of_the_whole(
    engine: Engine, library: list[Document], clause: Clause, offset: int, limit: int
) -> None:
    expected = held(library, Request(clause))
    whole = engine.ask(Request(clause, limit=1000)).hits
    assert sorted(hit.id for hit in whole) == by_id(expected)
    assert list(whole) == sorted(whole, key=lambda hit: (-hit.score, hit.id))
    page = engine.ask(Request(clause, limit=limit, offset=offset))
    assert page.hits == whole[offset : offset + limit]
    assert page.total == len(expected)


def test_many_asked_at_once_are_answered_as_one_by_one(engine: Engine) -> None:
    """More than one message to a server takes; what is not counted tells the number of its hits."""
    tokens = [Token("text_units", unit) for unit in UNITS]
    asked = [Request(tokens[at % len(tokens)], limit=at % 7, offset=at % 3, facets=("paper",) if at % 2 else ()) for at in range(130)]
    assert engine.ask_all(asked) == [engine.ask(request) for request in asked]
    (few,) = engine.ask_all([Request(Everything(), limit=5, counted=False)])
    assert (few.total, len(few.hits)) == (5, 5)
    assert engine.ask(Request(Everything(), limit=5, counted=False)).total == 5
    assert engine.ask_all([]) == []


def test_everything_is_by_id_and_scores_nothing(engine: Engine, library: list[Document]) -> None:
    for clause in (Everything(), Range("revision", None, None), Without(Everything(), Token("text_units", "无"))):
        hits = engine.ask(Request(clause, limit=1000)).hits
        assert [hit.id for hit in hits] == by_id(library)
        assert {hit.score for hit in hits} == {0.0}


def test_filters_and_what_does_not_score_leave_scores_alone(engine: Engine) -> None:
    token = Token("text_bigrams", "提案")
    plain = {hit.id: hit.score for hit in engine.ask(Request(token, limit=1000)).hits}
    for request in (
        Request(token, Range("date", None, None), limit=1000),
        Request(All((token, OneOf("paper", ("ljrb", "cpwb", "hcrb")))), limit=1000),
        Request(AnyOf((token, Nothing())), limit=1000),
    ):
        scores = {hit.id: hit.score for hit in engine.ask(request).hits}
        assert scores == {id_: plain[id_] for id_ in scores}
        assert scores


def test_boost_and_bonus_raise_a_score(engine: Engine) -> None:
    token = Token("text_bigrams", "提案")
    plain = {hit.id: hit.score for hit in engine.ask(Request(token, limit=1000)).hits}
    doubled = {hit.id: hit.score for hit in engine.ask(Request(Token("text_bigrams", "提案", 2.0), limit=1000)).hits}
    assert doubled == {id_: pytest.approx(2 * score) for id_, score in plain.items()}
    bonus = {hit.id: hit.score for hit in engine.ask(Request(Optional(token, Token("text_bigrams", "政协")), limit=1000)).hits}
    assert bonus.keys() == plain.keys()
    assert all(bonus[id_] >= plain[id_] for id_ in plain)
    assert any(bonus[id_] > plain[id_] for id_ in plain)


def test_a_phrase_does_not_reach_from_kicker_to_subtitle(open_engine: Any, tokenizer: Any, make: Any) -> None:
    from indexing import document

    engine = open_engine()
    engine.write([document(make("a", kicker="政协", subtitle="委员"), tokenizer)])
    assert engine.ask(Request(Phrase("kicker_units", ("政", "协")))).total == 1
    assert engine.ask(Request(Phrase("kicker_units", ("协", "委")))).total == 0
    assert engine.ask(Request(Token("kicker_bigrams", "协委"))).total == 0


def test_hits_carry_the_stored_article(engine: Engine, library: list[Document]) -> None:
    stored = {one["id"]: one["article"] for one in library}
    hits = engine.ask(Request(Everything(), limit=1000)).hits
    assert {hit.id: hit.article for hit in hits} == stored
    assert all(engine.get(id_) == article for id_, article in list(stored.items())[:50])
    some = tuple(sorted(stored)[::3])[:500]
    asked = All((OneOf("id", (*some, "gone-1")), Everything()))
    assert sorted(hit.id for hit in engine.ask(Request(Everything(), asked, "date", limit=501)).hits) == list(some)
    assert engine.get("gone-1") is None
    assert engine.get("") is None
    assert engine.revisions(["gone-1", library[3]["id"]]) == {library[3]["id"]: library[3]["revision"]}


def test_limits_and_offsets_at_the_edge(engine: Engine, library: list[Document]) -> None:
    count = len(library)
    assert engine.ask(Request(Everything(), limit=0, facets=("paper",))).total == count
    assert engine.ask(Request(Everything(), limit=0)).hits == ()
    assert engine.ask(Request(Token("text_units", "政"), limit=10, offset=10**9)).hits == ()
    assert len(engine.ask(Request(Everything(), limit=10**12, offset=count - 3)).hits) == 3


def test_an_empty_index_answers(open_engine: Any) -> None:
    engine = open_engine()
    answer = engine.ask(Request(Token("text_units", "政"), facets=FACETS))
    assert (answer.total, answer.hits) == (0, ())
    assert all(list(counts) == [] for counts in answer.facets.values())
    assert engine.count() == 0
    assert engine.get("a") is None
    assert engine.revisions(["a"]) == {}


def test_a_query_nested_too_deep_is_refused(engine: Engine) -> None:
    clause: Clause = Token("text_units", "政")
    for _ in range(20_000):
        clause = All((clause,))
    with pytest.raises(QueryError):
        engine.ask(Request(clause))


def test_a_beginning_behind_tokens_that_is_too_wide_is_refused(open_engine: Any, tokenizer: Any, make: Any) -> None:
    from indexing import document

    engine = open_engine()
    texts = ["，".join(f"增长{start * 2_000 + place}" for place in range(2_000)) for start in range(20)]
    engine.write([document(make(f"a-{number}", text), tokenizer) for number, text in enumerate(texts)])
    assert engine.ask(Request(Beginning("text_bigrams", (), "长"))).total == 20
    with pytest.raises(QueryError) as caught:
        engine.ask(Request(Beginning("text_bigrams", ("增长",), "长")))
    assert caught.value.message("zh")
