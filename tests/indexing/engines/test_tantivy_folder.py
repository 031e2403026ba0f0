"""What is tantivy's alone: its lock, torn folders, a full disk, kills."""

import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from articles.errors import EngineUnavailable, GenerationBroken
from indexing import Document, Request, document
from indexing.engines.protocol import AtLeast, Everything, OneOf, Token
from indexing.engines.tantivy import TantivyEngine

ROOT = Path(__file__).resolve().parents[3]

WRITER = """
import sys
from pathlib import Path
from articles.exchange import from_json
from indexing import Tokenizer, document
from indexing.engines.tantivy import TantivyEngine
from dataclasses import replace
article = from_json(sys.stdin.readline())
engine = TantivyEngine.open(Path(sys.argv[1]))
tokenizer = Tokenizer({})
for number in range(int(sys.argv[2])):
    engine.write([document(replace(article, id=f"a-{number:06}-{copy}"), tokenizer) for copy in range(10)])
    print(number, flush=True)
"""


def writer(folder: Path, article: str, commits: int, **options: Any) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(folder), str(commits)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, cwd=ROOT, text=True, **pipes, **options)
    assert process.stdin
    process.stdin.write(article + "\n")
    process.stdin.flush()
    return process


@pytest.fixture
def article(make: Any) -> str:
    from articles.exchange import to_json

    return to_json(make("a", "政协委员提案" * 50))


def test_one_writer(tmp_path: Path, library: list[Document]) -> None:
    first, second = TantivyEngine.create(tmp_path), TantivyEngine.open(tmp_path)
    first.write(library[:3])
    with pytest.raises(EngineUnavailable) as caught:
        second.write(library[3:5])
    assert caught.value.key == "engine_busy"
    assert caught.value.retried
    assert second.count() == 3
    first.close()
    second.write(library[3:5])
    assert first.count() == 5
    second.close()


def test_kill_9_loses_nothing_acknowledged(tmp_path: Path, article: str) -> None:
    TantivyEngine.create(tmp_path)
    for wait in (1, 4, 9):
        process = writer(tmp_path, article, 100_000)
        assert process.stdout
        for _ in range(wait):
            acknowledged = int(process.stdout.readline())
        assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
        engine = TantivyEngine.open(tmp_path)
        ids = {hit.id for hit in engine.ask(Request(Everything(), limit=10**6)).hits}
        assert {f"a-{number:06}-{copy}" for number in range(acknowledged + 1) for copy in range(10)} <= ids
        assert len(ids) % 10 == 0


def test_a_full_disk_is_named_and_loses_nothing(tmp_path: Path, article: str) -> None:
    TantivyEngine.create(tmp_path)

    def cap() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))

    process = writer(tmp_path, article, 500, preexec_fn=cap)
    output, errors = process.communicate(timeout=120)
    acknowledged = len(output.split())
    assert process.returncode == 1
    assert "StorageFull" in errors
    assert "磁盘已满" in errors
    engine = TantivyEngine.open(tmp_path)
    assert engine.count() == 10 * acknowledged
    process = writer(tmp_path, article, 3)
    process.communicate(timeout=120)
    assert process.returncode == 0
    assert engine.count() == max(30, 10 * acknowledged)


def test_an_error_while_documents_are_made_changes_nothing(tmp_path: Path, library: list[Document]) -> None:
    engine = TantivyEngine.create(tmp_path)
    engine.write(library[:3])

    def torn() -> Any:
        yield from library[3:6]
        raise OSError("the article file is torn")

    with pytest.raises(OSError, match="torn"):
        engine.write(torn())
    assert engine.count() == 3
    engine.write(library[3:5])
    assert engine.count() == 5
    engine.close()


@pytest.mark.parametrize("damage", ["meta.json", "segment", "no meta"])
def test_a_torn_folder_is_named(tmp_path: Path, library: list[Document], damage: str) -> None:
    engine = TantivyEngine.create(tmp_path)
    engine.write(library)
    engine.close()
    meta = tmp_path / "meta.json"
    if damage == "meta.json":
        meta.write_bytes(meta.read_bytes()[:50])
    elif damage == "no meta":
        meta.unlink()
    else:
        next(tmp_path.glob("*.store")).unlink()
    with pytest.raises(GenerationBroken) as caught:
        TantivyEngine.open(tmp_path).ask(Request(Everything()))
    assert str(tmp_path) in str(caught.value)
    assert "reindex" in caught.value.message("en")


def test_a_folder_that_goes_away_under_a_searcher(tmp_path: Path, library: list[Document]) -> None:
    engine = TantivyEngine.create(tmp_path / "a")
    engine.write(library[:3])
    engine.close()
    (tmp_path / "a").rename(tmp_path / "b")
    for question in (lambda: engine.ask(Request(Everything())), engine.count, lambda: engine.get("a"), lambda: engine.revisions(["a"])):
        with pytest.raises(GenerationBroken):
            question()


def test_where_no_folder_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GenerationBroken):
        TantivyEngine.create(tmp_path / "file" / "index")
    with pytest.raises(GenerationBroken, match="reindex"):
        TantivyEngine.open(tmp_path / "none")


def test_an_index_of_fewer_fields_is_still_written(tmp_path: Path, tokenizer: Any, make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home made by another version: what its index has no field for is left out."""
    from indexing.engines.tantivy import schema

    some = tuple(field for field in schema.FIELDS if field.name not in ("within", "content", "fingerprints"))
    with monkeypatch.context() as patched:
        patched.setattr(schema, "FIELDS", some)
        TantivyEngine.create(tmp_path)
    engine = TantivyEngine.open(tmp_path)
    made = document(make("a"), tokenizer)
    engine.write([made])
    assert engine.count() == 1
    for lacking in (OneOf("content", (made["content"],)), AtLeast("fingerprints", ("0" * 12,), 1), Token("fingerprints", "|")):
        assert engine.ask(Request(lacking)).total == 0
    assert engine.ask(Request(Everything(), facets=("paper",))).facets["paper"] == [("ljrb", 1)]
    engine.close()
