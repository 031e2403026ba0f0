"""The report keeps one section a bench."""

import datetime as dt

from bench.report import replaced, section

DAY = dt.date(2026, 1, 2)


def test_a_section_holds_figures_and_a_table() -> None:
    text = section("read", {"pages": 16, "ours": {"pages/s": 1234.5, "F1": 0.98765}, "other": {"pages/s": 12.0}}, "a machine", DAY)
    assert text.splitlines() == [
        "## read", "", "2026-01-02 · a machine", "", "- pages: 16", "", "| | pages/s | F1 |", "|---|---|---|",
        "| ours | 1,234 | 0.9877 |", "| other | 12 |  |",
    ]  # fmt: skip


def test_a_second_run_replaces_its_own_section_only() -> None:
    page = replaced(replaced("", "read", section("read", {"a": 1}, "m", DAY)), "index", section("index", {"b": 2}, "m", DAY))
    again = replaced(page, "read", section("read", {"a": 3}, "m", DAY))
    assert "- a: 3" in again
    assert "- a: 1" not in again
    assert again.count("## read") == again.count("## index") == 1
    assert again.index("## read") < again.index("## index")
    assert replaced(again, "index", section("index", {"b": 2}, "m", DAY)) == again
