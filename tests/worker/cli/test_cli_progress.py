"""Progress where no terminal is: nothing for what is quick, then lines with rate and time left; and the table of papers at any width."""

import datetime as dt
import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from search.watch import HostState, PaperState, Trouble
from worker.cli.face import Face
from worker.cli.progress import Progress
from worker.cli.status import papers_table, troubles

AT = dt.datetime(2024, 3, 15, 4, 0, tzinfo=dt.UTC)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_quick_work_says_nothing_and_long_work_its_rate_and_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with Progress(Face("en"), "crawl", clock) as progress:
        progress.to(500, 1000)  # a run resumed: what was done before says nothing of the rate
        clock.now += 1.9
        progress.to(501, 1000)
        assert capsys.readouterr().err == ""
        clock.now += 8.1
        progress.to(600, 1000, "note")
        assert capsys.readouterr().err == "Crawling 600/1000 note 10.0 a second, 0:40 left\n"
        clock.now += 5
        progress.to(650, 1000)
        assert capsys.readouterr().err == ""
        clock.now += 5
        progress.to(900, None)
        assert capsys.readouterr().err == "Crawling 900 20.0 a second\n"


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_of_papers_is_straight_and_unbroken(width: int, lang: str) -> None:
    rows = [
        PaperState("ljrb", "岚江日报", None, dt.date(2024, 3, 4), 5, {}, {"whole": 4380, "partial": 12}, 11, 3, True, 1200, 44, AT),
        PaperState("gsfzb", "甘肃法制报海外版", None, dt.date(2024, 3, 14), 5, {"failed": 3}, {"whole": 4}, 1, 3, False, 0, 0, AT),
        PaperState("files", "files", None, None, 5, {}, {"whole": 4}, None, None, None, 0, 0, None),
    ]
    host = HostState("a.example", 12_345, 20_000, 1.0, 7, 0, None)
    face, out = Face(lang), io.StringIO()
    vars(face)["console"] = Console(file=out, width=width, highlight=False)
    papers_table(face, [PaperState(**{**_fields(rows[0]), "hosts": (host,)}), *rows[1:]])
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    assert len(lines) == 4
    assert max(map(cell_len, lines)) <= width
    assert len({cell_len(line.partition("2024-")[0]) for line in lines[1:3]}) == 1
    assert "11 !" in lines[1]
    assert "12345/20000" in lines[1]


def _fields(state: PaperState) -> dict[str, object]:
    return {name: getattr(state, name) for name in state.__dataclass_fields__}


def test_what_is_wrong_is_told_in_words_a_few_of_many() -> None:
    reason = {"error": "Blocked", "key": "fetch_blocked", "address": "http://a.example/", "status": 403}
    host = HostState("a.example", 1, None, 1.0, 7, 3, AT)
    state = PaperState(
        "ljrb", "岚江日报", None, None, 0, {}, {}, hosts=(host,), troubles=tuple(Trouble(reason, count) for count in range(5))
    )
    told = list(troubles(Face("en"), [state]))
    assert len(told) == 5
    assert told[0].startswith("! 岚江日报: http://a.example/ refuses us (403)")
    assert told[1].startswith("! 岚江日报 (1 issues): ")
    assert "2 more kinds" in told[3]
    assert "a.example may not be asked before 03-15 12:00" in told[4]
