"""How fast texts are cut, beside jieba, and whether the words are the same on runs of Han characters."""

import logging
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import jieba

from bench import Figures
from indexing import Tokenizer, bigrams, fold, load_words, units
from indexing.tokens.characters import HAN
from scrapers.sample import articles

CHARACTERS = 600_000
RUNS = 3


def main() -> Figures:
    """Thousand characters a second, one process, the best of three runs."""
    tokenizer, reference = Tokenizer(load_words(())), _reference()
    figures: dict[str, Any] = {}
    for name, texts in _corpora():
        figures |= _measured(name, texts, tokenizer, reference)
    return figures


def _measured(name: str, texts: list[str], tokenizer: Tokenizer, reference: jieba.Tokenizer) -> dict[str, Any]:
    size = sum(map(len, texts))
    folded = [fold(text) for text in texts]
    whole = _rate(size, lambda: [tokenizer.streams(text) for text in texts])
    search = _rate(size, lambda: [list(reference.cut_for_search(text)) for text in folded], 1)
    plain = _rate(size, lambda: [list(reference.cut(text)) for text in folded], 1)
    runs = sorted({run for text in folded for run in re.findall(f"[{HAN}]+", text)})
    differing = sum(tokenizer.words(run) != list(reference.cut_for_search(run)) for run in runs)
    return {
        f"{name}: characters": size,
        f"{name}: words + bigrams + units, k characters/s": whole,
        f"{name}: units with offsets, k characters/s": _rate(size, lambda: [units(text) for text in texts]),
        f"{name}: fold alone, k characters/s": _rate(size, lambda: [fold(text) for text in texts]),
        f"{name}: bigrams from units one by one, k characters/s": _rate(size, lambda: [bigrams(tokenizer.units(text)) for text in texts]),
        f"{name}: jieba.cut_for_search, k characters/s": search,
        f"{name}: jieba.cut, k characters/s": plain,
        f"{name}: all three tokens × jieba.cut_for_search": round(whole / search, 1),
        f"{name}: different runs of Han characters": len(runs),
        f"{name}: of these cut otherwise than by jieba": differing,
    }


def _rate(characters: int, work: Callable[[], object], runs: int = RUNS) -> int:
    def seconds() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return round(characters / min(seconds() for _ in range(runs)) / 1000)


def _corpora() -> Iterator[tuple[str, list[str]]]:
    """The sample newspapers, and the reports where the corpus is at hand."""
    yield "sample", _some(article.text for article in articles(10_000))
    corpus = Path(os.environ.get("ZONGSHU_CORPUS", "../shared/data")) / "reports"
    reports = (path.read_text("utf-8") for path in sorted(corpus.glob("2025*.txt")))
    if texts := _some(text[start : start + 1300] for text in reports for start in range(0, len(text), 1300)):
        yield "reports", texts


def _some(texts: Iterator[str]) -> list[str]:
    chosen: list[str] = []
    held = 0
    for text in islice(texts, CHARACTERS):
        chosen.append(text)
        held += len(text)
        if held >= CHARACTERS:
            break
    return chosen


def _reference() -> jieba.Tokenizer:
    """Jieba with the same words, its cache in a folder that goes away."""
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    with tempfile.TemporaryDirectory() as folder:
        tokenizer.tmp_dir = folder
        tokenizer.initialize()
    for word, frequency in load_words(()).items():
        tokenizer.add_word(word, frequency)
    return tokenizer
