"""Damaged input of every kind ends in an article, an answer, or an error of the tree; nothing else, and soon.

20,000 cases; `ZONGSHU_TEST_FUZZ=1000000 ./run tests tests/fuzz` runs more of them, `./run bench fuzz` measures them.
"""

import os
from pathlib import Path

import pytest

from scrapers import platforms
from scrapers.platforms.markup import fit, parse
from tests.fuzz.run import MEGABYTES, SEED, Stuck, made, run
from tests.fuzz.target import Target, plain
from tests.fuzz.targets import TARGETS, share

CASES = int(os.environ.get("ZONGSHU_TEST_FUZZ", "20000"))


def test_there_are_enough() -> None:
    assert sum(share(target, CASES) for target in TARGETS.values()) >= 20_000
    assert {
        "decode",
        "platforms",
        "query",
        "article",
        "archive",
        "papers",
        "settings",
        "text",
        "page",
        "word",
        "table",
        "pdf",
        "api",
    } <= set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_input_ends_by_name(name: str, tmp_path: Path) -> None:
    target = TARGETS[name]
    number = share(target, CASES)
    outcome = run(target, range(number), SEED, tmp_path)
    assert outcome.unnamed == 0, outcome.failures
    assert outcome.peak < MEGABYTES
    assert sum(outcome.ends.values()) == outcome.cases - outcome.slow == number
    assert outcome.ends["read"] > number // 40  # not everything is damaged beyond reading
    assert len(outcome.ends) > 1 or name == "patterns"  # which only are to end


def test_a_case_is_made_anew_from_its_number() -> None:
    with TARGETS["query"].opened() as one, TARGETS["query"].opened() as other:
        cases = [made(one, "query", SEED, case) for case in range(50)]
        assert cases == [made(other, "query", SEED, case) for case in range(50)]
        assert len(set(cases)) > 45
        assert cases != [made(one, "query", SEED + 1, case) for case in range(50)]


def _broken(kind: type[BaseException]) -> Target:
    def reads(case: bytes) -> None:
        raise kind(case[:1])

    return plain("broken", 1, lambda: [b"seed"], reads)


def test_what_is_unnamed_or_does_not_end_is_found_and_kept(tmp_path: Path) -> None:
    outcome = run(_broken(RecursionError), range(30), 1, tmp_path)
    assert (outcome.unnamed, len(outcome.failures)) == (30, 20)
    first = outcome.failures[0]
    assert "RecursionError" in first.why
    with _broken(RecursionError).opened() as ready:
        assert Path(first.file).read_bytes() == made(ready, "broken", 1, first.case)
    assert run(_broken(Stuck), range(2), 1, tmp_path).slow == 2


@pytest.mark.parametrize("name", ["mobile", "paperindex", "parts.plist", "parts.banci", "asp"])
def test_control_characters_in_attributes_of_links(name: str) -> None:
    """A tree takes them from a page, and refused them from us."""
    page = "<a data-href='a\x01.html' onclick=\"window.open('b\x02.pdf')\" daoxiang='c\x03'>x</a><area href='d\x04' title='e\x05'>"
    reader = platforms()[name]
    reader._prepared(parse(page, "http://a.example/"), "http://a.example/")  # type: ignore[attr-defined] # every family over landmarks has it
    assert fit("a\x01\ud800\n") == "a\n"
