"""Options of a bench: for one that is named alone."""

import pytest

from bench.__main__ import main


@pytest.mark.parametrize("line", [["--seeds", "3"], ["chaos", "kills", "--seeds", "3"], ["nothing", "--seeds", "3"]])
def test_options_that_belong_to_no_bench_are_refused(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line) == 2
    assert capsys.readouterr().err
