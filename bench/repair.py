"""Broken text repaired: speed, errors by kind of damage on the test half, clean text, paragraphs, order, hostile input.

The documents, the damage and the fixed set are those of the tests (`tests/broken`); the corpus is found by ZONGSHU_CORPUS.
"""

import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from articles.repair import attach, chain, rebuild, replay, restore, undouble
from bench import Figure, Figures
from worker.cli.against import distance

_ROOT = Path(__file__).resolve().parents[1]
_CORPUS = Path(os.environ.get("ZONGSHU_CORPUS", _ROOT.parent / "shared" / "data"))
sys.path.append(str(_ROOT / "tests"))

from broken import laid  # noqa: E402
from broken.damage import KINDS, column  # noqa: E402
from broken.documents import Document, news, reports, sample, wrapped_news  # noqa: E402
from broken.fixed import damaged, rows, sources, stress  # noqa: E402
from broken.pieces import columns, headed, words  # noqa: E402

_MUTATIONS = 2_000
_SURE = 0.9
#: Bytes of UTF-8.
_LARGE = 1_000_000
#: Processor seconds from which a ratio tells.
_TELLING = 0.05
_HOSTILE = {
    "one character": "人",
    "ABAB…": "甲乙",
    "blank lines": "\n",
    "spaces": " ",
    "one mark": "，",
    "one digit": "1",
    "two digits": "12",
    "lines of one character": "人\n",
    "one short line": "甲乙丙\n",
    "one line of digits": "12345\n",
    "one numbered line": "一、\n",
    "one jump mark": "（下转第3版）\n",
    "one long line": "一二三四五六七八九十，\n",
}


def _bare(text: str) -> str:
    return "".join(text.split())


def _speed(repair: Callable[[str], object], texts: Sequence[str]) -> int:
    """Characters a second."""
    begin = time.perf_counter()
    for text in texts:
        repair(text)
    return round(sum(map(len, texts)) / (time.perf_counter() - begin))


def _clean(documents: Sequence[Document]) -> dict[str, Figure]:
    """Characters removed and numbers flagged in clean text, unwrapped and at every width, and in lines a paper wrapped itself."""
    counts: Counter[str] = Counter()

    def count(text: str) -> None:
        once = undouble(text)
        counts["texts"] += 1
        counts["characters"] += len(text)
        counts["removed"] += len(text) - len(once.text)
        counts["numbers"] += len(re.findall(r"\d+", text))
        counts["flagged"] += sum(flag.startswith("digits") for flag in once.flags)

    for at, document in enumerate(documents):
        count("\n".join(document.paragraphs))
        for width in range(12, 23):
            count("\n".join(column(document.paragraphs, width, bool((at + width) % 2))))
    for _, text in wrapped_news(_CORPUS):
        count(text)
    return {
        "clean text: texts": counts["texts"],
        "clean text: characters": counts["characters"],
        "clean text: characters removed": counts["removed"],
        "clean text: numbers": counts["numbers"],
        "clean text: numbers flagged": counts["flagged"],
    }


def _errors() -> tuple[dict[str, dict[str, Figure]], list[str]]:
    """A row for each kind of damage on the test half, and the damaged texts."""
    documents = sources(_CORPUS)
    found: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    texts: list[str] = []
    for row in rows():
        if row["half"] != "test":
            continue
        _, made = damaged(row, documents)
        once, count = undouble(made.text), found[row["kind"]]
        assert rebuild(once.text, once.edits) == made.text
        changed = re.findall(r"\d+", _bare(made.truth)) != re.findall(r"\d+", _bare(once.text))
        count.update(
            documents=1,
            doubled=made.zone,
            before=distance(_bare(made.truth), _bare(made.text)),
            after=distance(_bare(made.truth), _bare(once.text)),
        )
        count["silent"] += changed and not once.flags
        texts.append(made.text)
    return {kind: _row(count) for kind, count in found.items()}, texts


def _row(count: Counter[str]) -> dict[str, Figure]:
    return {
        "documents": count["documents"],
        "doubled characters": count["doubled"],
        "errors before": count["before"],
        "errors after": count["after"],
        "errors a doubled character": round(count["after"] / count["doubled"], 5),
        "documents with silently changed digits": count["silent"],
    }


def _rated(name: str, answers: Iterable[tuple[bool, float]]) -> Iterator[tuple[str, Figure]]:
    listed = list(answers)
    sure = [right for right, confidence in listed if confidence >= _SURE]
    yield f"{name}: right of {len(listed)}", round(sum(right for right, _ in listed) / len(listed), 3)
    yield f"{name}: sure (≥ {_SURE})", round(len(sure) / len(listed), 3)
    yield f"{name}: right of the sure", round(sum(sure) / len(sure), 3)


def _headings(count: int) -> Iterator[tuple[bool, float]]:
    for document in reports(_CORPUS):
        for headings, sections, order in headed(document, count) if document.half == "test" else ():
            for at, place in enumerate(attach(headings, sections)):
                yield place.at is not None and order[place.at] == at, place.confidence


def _followers(count: int, known: dict[str, int]) -> Iterator[tuple[bool, float]]:
    for document in reports(_CORPUS):
        made = [columns(document, count, seed) for seed in range(6)] if document.half == "test" else []
        for fragments, order in filter(None, made):
            for at, place in enumerate(chain(fragments, known)):
                if order[at] + 1 < count:
                    yield place.at is not None and order[place.at] == order[at] + 1, place.confidence


def _order() -> Iterator[tuple[str, Figure]]:
    known = words()
    for count in (3, 4, 5):
        yield from _rated(f"headings of {count} sections", _headings(count))
    for count in (3, 5, 8):
        yield from _rated(f"columns after one another, {count}", _followers(count, known))


def _mutated(seed: str, draw: random.Random) -> str:
    lines = seed.split("\n")
    for _ in range(draw.randrange(1, 30)):
        at = draw.randrange(len(lines))
        lines[at : at + 1] = draw.choice(([], ["", lines[at]], [lines[at]] * 2, [lines[at][::-1]], [lines[at] * 30], ["\0" + lines[at]]))
    return "\n".join(lines)


def _mutations() -> dict[str, Figure]:
    """Pages made of the first document by chance: those the log does not give again, and the slowest."""
    seed = (_CORPUS / "seed" / "xining-cppcc-2022.txt").read_text("utf-8")
    draw = random.Random("mutations")
    wrong, slowest = 0, 0.0
    for _ in range(_MUTATIONS):
        text = _mutated(seed, draw)
        begin = time.perf_counter()
        page = restore(text)
        slowest = max(slowest, time.perf_counter() - begin)
        wrong += _bare(replay(text, page.edits)) != _bare(page.result)
        wrong += bool(page.edits) and rebuild(page.result, page.edits) != text
    return {"mutated pages": _MUTATIONS, "mutated pages: log wrong": wrong, "mutated pages: slowest, s": round(slowest, 3)}


def _hostile() -> Iterator[tuple[str, Figure]]:
    """Processor seconds of a megabyte of one thing, and what twice as much takes by that."""
    for name, piece in _HOSTILE.items():
        text = piece * (_LARGE // len(piece.encode()))
        spent = _spent(text)
        yield f"a megabyte of {name}, s", round(spent, 2)
        if spent > _TELLING:
            yield f"a megabyte of {name}: twice as much by it", round(_spent(text * 2) / spent, 2)


def _spent(text: str) -> float:
    begin = time.process_time()
    restore(text)
    return time.process_time() - begin


def _laid() -> Iterator[tuple[str, Figure]]:
    """Paragraphs that come back exactly, and of those given how many are right, by kind of layout; spaces inside words."""
    documents = sources(_CORPUS)
    counts: Counter[str] = Counter()
    for row in laid.rows():
        if row["half"] != "test":
            continue
        piece, made = laid.given(row, documents)
        page, kind, true = restore(made.text), row["kind"], laid.spaces(piece.paragraphs)
        assert rebuild(page.result, page.edits) == made.text
        found = page.result.split("\n")
        for name in (kind, "all kinds"):
            counts.update(dict(zip((f"{name} came", f"{name} all", f"{name} found"), laid.right(piece.paragraphs, found), strict=True)))
        if kind == "words":
            counts.update(split=len(laid.spaces([made.text.replace("\n", "")]) ^ true), left=len(laid.spaces(found) ^ true))
    for name in (*laid.KINDS, "all kinds"):
        yield f"paragraphs, {name}: exact of {counts[f'{name} all']}", round(counts[f"{name} came"] / counts[f"{name} all"], 3)
        yield f"paragraphs, {name}: right of the found", round(counts[f"{name} came"] / counts[f"{name} found"], 3)
    yield "spaces inside words", counts["split"]
    yield "spaces inside words: left or taken wrongly", counts["left"]


def main() -> Figures:
    """The figures."""
    documents = [*reports(_CORPUS), *news(_CORPUS), *sample()]
    table, texts = _errors()
    plain = ["\n".join(document.paragraphs) for document in documents[::4]]
    wrapped = ["\n".join(column(document.paragraphs, 16)) for document in documents[::4]]
    wrong = sum(_bare(undouble(printed).text) != _bare(right or printed) for printed, _, right in stress())
    figures: dict[str, Figure | dict[str, Figure]] = {
        "undouble, clean: characters/s": _speed(undouble, plain),
        "undouble, clean in columns: characters/s": _speed(undouble, wrapped),
        "undouble, damaged: characters/s": _speed(undouble, texts),
        "whole repair, clean: characters/s": _speed(restore, plain),
        "whole repair, clean in columns: characters/s": _speed(restore, wrapped),
        "stress strings": len(stress()),
        "stress strings: wrong": wrong,
    }
    figures |= _clean(documents) | dict(_order()) | dict(_laid()) | _mutations() | dict(_hostile())
    return figures | table
