"""Rule 1: any window of six characters that holds two units and cuts no run finds its article as a phrase of bigrams."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexing import Engine, Request, Tokenizer, document, units
from indexing.engines.protocol import OneOf, Phrase, Token

WINDOW = 6
WINDOWS = 2_400
PIECES = "政协委员会提案办理会议５1９.．%％+-－ 　\n，。、“”（ａＢc\u3007々㐀𠀀é😀會議聽取ＧＤＰ12万元"


def windows(text: str, chance: random.Random, count: int) -> Iterator[str]:
    """Windows of a text by chance; the ends of a run are never inside one."""
    inside = {place for unit in units(text) for place in range(unit.start + 1, unit.end)}
    starts = [start for start in range(len(text) - WINDOW + 1) if start not in inside and start + WINDOW not in inside]
    fitting = [start for start in starts if len(units(text[start : start + WINDOW])) >= 2]
    for start in chance.sample(fitting, min(count, len(fitting))):
        yield text[start : start + WINDOW]


def missed(engine: Engine, tokenizer: Tokenizer, texts: dict[str, str], total: int) -> tuple[int, list[tuple[str, str]]]:
    """How many windows were asked for, and those that did not find their text."""
    chance = random.Random(6)
    asked, lost = 0, []
    for id_, text in texts.items():
        for window in windows(text, chance, -(-total // len(texts))):
            asked += 1
            bigrams = tuple(tokenizer.bigrams(window))
            clause = Phrase("text_bigrams", bigrams) if len(bigrams) > 1 else Token("text_bigrams", bigrams[0])
            if not engine.ask(Request(clause, OneOf("id", (id_,)), limit=1)).hits:
                lost.append((id_, window))
    return asked, lost


def indexed(open_engine: Any, tokenizer: Tokenizer, make: Any, texts: dict[str, str]) -> Engine:
    engine: Engine = open_engine()
    engine.write(document(make(id_, text), tokenizer) for id_, text in texts.items())
    return engine


def test_windows_of_text_made_to_be_difficult(open_engine: Any, tokenizer: Tokenizer, make: Any) -> None:
    chance = random.Random(1)
    texts = {f"made-{number}": "".join(chance.choices(PIECES, k=400)) for number in range(50)}
    engine = indexed(open_engine, tokenizer, make, texts)
    asked, lost = missed(engine, tokenizer, texts, WINDOWS)
    assert asked >= 2_000
    assert lost == []


@pytest.mark.corpus
def test_windows_of_the_reports(open_engine: Any, tokenizer: Tokenizer, make: Any, corpus: Path) -> None:
    texts = {}
    for path in sorted((corpus / "reports").glob("*.txt")):
        raw = path.read_bytes()
        texts[path.stem] = raw.decode("gb18030" if "海拉尔" in path.name else "utf-8")
    engine = indexed(open_engine, tokenizer, make, texts)
    asked, lost = missed(engine, tokenizer, texts, WINDOWS)
    assert asked >= 2_000
    assert lost == []
