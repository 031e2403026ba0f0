"""The notebook of the docs runs against a real server, and shows what is kept in it."""

import json

import pytest
from search_kit import Walked

from bench.notebook import NOTEBOOK, cells, shown


def test_the_notebook_shows_what_it_says(walked: Walked) -> None:
    whole = json.loads(NOTEBOOK.read_text("utf-8"))
    assert (whole["nbformat"], len({cell["id"] for cell in whole["cells"]})) == (4, len(whole["cells"]))
    outputs = shown(walked.address)
    for cell, found in zip(cells(), outputs, strict=True):
        assert found == cell["outputs"], f"cell {cell['id']}: ./run pictures writes the notebook anew"
    assert sum("image/svg+xml" in one.get("data", {}) for found in outputs for one in found) == 2


def test_a_cell_that_fails_fails() -> None:
    with pytest.raises(Exception, match="127"):
        shown("http://127.0.0.1:9/")
