"""The distance to a truth."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.cli.against import compared, differences, distance, truths


def plain_distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        left, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            left, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, left + (x != y))
    return row[-1]


@given(st.text("政协提案，", max_size=40), st.text("政协提案。", max_size=40))
def test_the_distance_is_that_of_the_textbook(a: str, b: str) -> None:
    assert distance(a, b) == plain_distance(a, b)


def test_a_long_text_is_compared_in_its_length_not_its_square() -> None:
    truth = "".join(chr(0x4E00 + n * 7919 % 5000) for n in range(30_000))
    assert distance(truth, truth[:10_000] + "错" + truth[10_003:]) == 3


def test_differences_are_named_where_they_stand() -> None:
    result = compared("a", "text", "市政协 提案工作\n报告", "市政协题案工作报吿")
    assert (result.edits, result.characters) == (2, 9)
    assert [(one.at, one.expected, one.found) for one in result.differences] == [(3, "提", "题"), (8, "告", "吿")]
    assert len(list(differences("甲" * 9, "".join("甲乙" for _ in range(9)), 4))) == 4


@pytest.mark.parametrize(
    ("text", "count"),
    [("委员们建议", None), ("12", None), ("[]", None), ('{"id": "a"}', 1), ('[{"a": 1}, {"b": 2}]', 2), ('{"a": 1}\n{"b": 2}\n', 2)],
)
def test_what_is_json_is_told_from_text(text: str, count: int | None) -> None:
    found = truths(text)
    assert (None if found is None else len(found)) == count
    assert found is None or json.dumps(found)
