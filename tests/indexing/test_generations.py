"""Generations side by side and the pointer between them."""

import multiprocessing
import threading
from pathlib import Path
from typing import Any

import pytest

from articles.errors import GenerationBroken
from articles.exchange import to_json
from indexing import FolderGenerations, Index, Request, Tokenizer, open_index
from indexing.engines.protocol import Everything, Token

ALL = Request(Everything(), limit=100)


def ids(index: Index) -> list[str]:
    return [hit.id for hit in index.ask(ALL).hits]


def test_an_index_that_is_not_there_yet(index: Index) -> None:
    for question in (lambda: index.ask(ALL), index.count, lambda: index.get("a"), lambda: index.write([])):
        with pytest.raises(GenerationBroken) as caught:
            question()
        assert caught.value.key == "engine_no_generation"
        assert "reindex" in str(caught.value)
    assert not index.rebuild_needed


def test_the_first_generation_is_live_at_once(index: Index, make: Any) -> None:
    name = index.create()
    assert index.generations.live() == name
    assert name.startswith(index.fingerprint)
    assert index.write([make("a"), make("b")]).changed == 2
    assert ids(index) == ["a", "b"]
    assert index.get("a") == to_json(make("a")).encode()


def test_build_check_swap_roll_back_drop(index: Index, make: Any) -> None:
    old = index.create()
    index.write([make("a"), make("b")])
    new = index.create()
    told: list[int] = []
    articles = [make("a"), make("b", "人大"), make("c")]
    index.build(new, [articles[:2], articles[2:]], told.append)
    assert told == [2, 1]
    assert ids(index) == ["a", "b"]
    assert dict(index.contents(new)) == {article.id: to_json(article).encode() for article in articles}
    index.generations.swap(new)
    assert ids(index) == ["a", "b", "c"]
    assert (index.generations.live(), index.generations.previous()) == (new, old)
    assert index.generations.roll_back() == old
    assert ids(index) == ["a", "b"]
    assert index.generations.roll_back() == new
    index.drop(old)
    assert index.generations.names() == [new]
    with pytest.raises(GenerationBroken, match="退回"):
        index.generations.roll_back()
    with pytest.raises(ValueError, match="live"):
        index.drop(new)
    assert index.create() not in (old, new)


def test_an_interrupted_build_runs_again(index: Index, make: Any) -> None:
    index.create()
    new = index.create()
    batches = [[make("a")], [make("b")], [make("c")]]

    def killed(count: int) -> None:
        if index.engine(new).count() == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.build(new, batches, killed)
    index.close()
    assert index.build(new, batches, lambda count: None).changed == 1
    assert [id_ for id_, _ in index.contents(new)] == ["a", "b", "c"]


def test_only_what_is_there_is_made_live(index: Index) -> None:
    index.create()
    with pytest.raises(GenerationBroken, match="99"):
        index.generations.swap(f"{index.fingerprint}-99")


def test_every_open_generation_is_written(index: Index, make: Any) -> None:
    names = [index.create(), index.create()]
    index.write([make("a"), make("b")], names=names)
    index.write(iter([make("a", "人大", revision=2)]), {"b": 1}, names=names)
    for name in names:
        assert index.engine(name).revisions(["a", "b"]) == {"a": 2}


def test_an_article_that_cannot_be_kept_is_named(index: Index, make: Any) -> None:
    index.create()
    written = index.write([make("bad", "\ud800"), make("good")])
    assert list(written.rejected) == ["bad"]
    assert ids(index) == ["good"]


def test_another_fingerprint_serves_on_and_says_so(index: Index, tmp_path: Path, make: Any) -> None:
    index.create()
    index.write([make("a")])
    index.close()
    other = open_index(tmp_path / "index", Tokenizer({"岚江联席会": 300}))
    assert other.fingerprint != index.fingerprint
    assert other.rebuild_needed
    assert not index.rebuild_needed
    assert ids(other) == ["a"]
    new = other.create()
    other.build(new, [[make("a")]], lambda count: None)
    other.generations.swap(new)
    assert not other.rebuild_needed
    other.close()


def test_a_torn_pointer_and_a_missing_generation_are_named(index: Index, make: Any) -> None:
    name = index.create()
    index.write([make("a")])
    index.close()
    pointer = index.generations.root / "live"
    whole = pointer.read_text()
    for torn in ("", "{", "[]", '{"live": "x"}'):
        pointer.write_text(torn)
        with pytest.raises(GenerationBroken, match="reindex"):
            index.ask(ALL)
    pointer.write_text(whole)
    assert ids(index) == ["a"]
    index.close()
    index.generations.path(name).rename(index.generations.root / "elsewhere")
    with pytest.raises(GenerationBroken) as caught:
        index.ask(ALL)
    assert caught.value.key == "engine_missing"


def test_a_half_made_or_half_dropped_generation_is_no_generation(tmp_path: Path) -> None:
    generations = FolderGenerations(tmp_path, "0" * 12)
    assert generations.names() == []
    assert generations.next_name() == f"{'0' * 12}-1"
    (tmp_path / f".dropped-{'0' * 12}-1").mkdir()
    (tmp_path / f"{'0' * 12}-10").mkdir()
    (tmp_path / f"{'f' * 12}-9").mkdir()
    assert [name[-2:] for name in generations.names()] == ["-9", "10"]
    assert generations.next_name() == f"{'0' * 12}-11"
    generations.drop(f"{'f' * 12}-9")
    assert [entry.name for entry in tmp_path.iterdir()] == [f"{'0' * 12}-10"]


def test_no_search_fails_or_is_empty_while_generations_are_swapped(index: Index, make: Any) -> None:
    old = index.create()
    articles = [make(f"a-{number}") for number in range(5)]
    index.write(articles)
    done = threading.Event()
    seen: list[int] = []
    searcher = open_index(index.generations.root, index.tokenizer)

    def search() -> None:
        while not done.is_set():
            seen.append(searcher.ask(Request(Token("text_bigrams", "政协"))).total)

    thread = threading.Thread(target=search)
    thread.start()
    for _ in range(5):
        new = index.create()
        index.build(new, [articles], lambda count: None)
        index.generations.swap(new)
        index.drop(old)
        old = new
    done.set()
    thread.join()
    searcher.close()
    assert set(seen) == {5}


def _search_elsewhere(root: Path, pipe: Any) -> None:
    index = open_index(root, Tokenizer({}))
    while pipe.recv():
        pipe.send(ids(index))


def test_another_process_sees_each_commit_and_swap(index: Index, make: Any) -> None:
    index.create()
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_search_elsewhere, args=(index.generations.root, there))
    process.start()

    def elsewhere() -> list[str]:
        here.send(True)
        assert here.poll(60)
        answer: list[str] = here.recv()
        return answer

    try:
        assert elsewhere() == []
        index.write([make("a")])
        assert elsewhere() == ["a"]
        new = index.create()
        index.build(new, [[make("b")]], lambda count: None)
        assert elsewhere() == ["a"]
        index.generations.swap(new)
        assert elsewhere() == ["b"]
    finally:
        here.send(False)
        process.join(30)
