"""Every example of docs/query.md is a query that is understood, and none is missing for a field."""

import re

import pytest

from indexing import units
from search.query import parse
from search.query.fields import FIELDS
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "query.md").read_text("utf-8")
EXAMPLES = [example for line in PAGE.splitlines() if line.startswith("| `") for example in re.findall(r"`([^`]+)`", line.split("|")[1])]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_understood(example: str) -> None:
    assert parse(example, lambda text: bool(units(text))) is not None


def test_every_field_has_an_example() -> None:
    shown = {match for example in EXAMPLES for match in re.findall(r"(\w+):", example)}
    assert set(FIELDS) - {"year"} <= shown
