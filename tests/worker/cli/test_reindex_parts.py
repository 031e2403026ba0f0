"""What each option of `reindex` does, in this process, over one small home."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scrapers.sample import calendar, serve
from worker.cli.face import Face
from worker.cli.program import ended
from worker.runner import open_kit
from worker.settings import load

DAYS = [day for day in calendar("ljrb") if day.year == 2020][:2]
Say = Callable[..., tuple[int, list[dict[str, object]], str]]


@pytest.fixture(scope="module")
def crawled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds two issues."""
    home = tmp_path_factory.mktemp("parts") / "home"
    with serve() as site, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZONGSHU_SAMPLE_PORT", str(site.port))
        for day in DAYS:
            assert ended(Face("en"), ["--home", str(home), "crawl", "ljrb", "--date", day.isoformat()]) == 0
    return home


@pytest.fixture
def home(crawled_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(crawled_once, tmp_path / "home"))


@pytest.fixture
def say(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    monkeypatch.setenv("ZONGSHU_READ__PROCESSES", "1")

    def run(*args: str) -> tuple[int, list[dict[str, object]], str]:
        capsys.readouterr()
        code = ended(Face("en"), ["--json", "--lang", "en", "--home", str(home), *args])
        told = capsys.readouterr()
        return code, [json.loads(line) for line in told.out.splitlines()], told.err

    return run


def _state(home: Path) -> tuple[str | None, set[str], set[str]]:
    """The live generation, the ids in it, those of the ledger."""
    with open_kit(load(home=home)) as kit:
        live = kit.index.generations.live()
        return live, {id_ for id_, _ in kit.index.contents(str(live))}, set(dict(kit.ledger.readings.ids()))


def _taken_away(home: Path, place: int) -> str:
    """An article of each day taken out of the index behind the ledger's back; the id of one."""
    with open_kit(load(home=home)) as kit:
        ids = sorted(dict(kit.ledger.readings.ids()))
        chosen = [next(id_ for id_ in ids if f"{day:%Y%m%d}" in id_) for day in DAYS]
        kit.index.write((), dict.fromkeys(chosen, 9))
        return chosen[place]


@pytest.mark.parametrize(
    ("options", "mended"),
    [
        (["--missing-only"], {0, 1}),
        (["--missing-only", "--reread"], {0, 1}),
        (["--missing-only", "--since", DAYS[1].isoformat()], {1}),
        (["--paper", "ljrb"], {0, 1}),
        (["--paper", "ljrb", "--since", DAYS[1].isoformat()], {1}),
        (["--id"], {0}),
        ([], {0, 1}),
    ],
    ids=str,
)
def test_parts(home: Path, say: Say, options: list[str], mended: set[int]) -> None:
    before, all_, ids = _state(home)
    assert all_ == ids
    first = _taken_away(home, 0)
    assert _state(home)[1] < ids
    code, lines, told = say("reindex", *options, *([first] if options == ["--id"] else []))
    assert code == 0, told
    live, found, _ = _state(home)
    assert {place for place, day in enumerate(DAYS) if not any(f"{day:%Y%m%d}" in id_ for id_ in ids - found)} == mended
    assert lines[-1]["generation"] == live
    assert (live == before) == bool(options)


def test_rolled_back_what_was_deleted_meanwhile_stays_deleted(home: Path, say: Say) -> None:
    before, _, ids = _state(home)
    assert say("reindex")[0] == 0
    gone = min(ids)
    with open_kit(load(home=home)) as kit:
        kit.ledger.indexing.bury([gone], kit.clock())
    assert say("reindex", "--paper", "ljrb")[0] == 0
    assert _state(home)[1] == ids - {gone}
    assert say("reindex", "--rollback")[0] == 0
    assert _state(home)[:2] == (before, ids - {gone})
    assert say("reindex", "--rollback", "--reread")[0] == 2


def test_another_dictionary_is_told_and_served_until_the_rebuild(
    home: Path, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "words.txt").write_text("岚江联席会\n", "utf-8")
    monkeypatch.setenv("ZONGSHU_DICTIONARY", str(tmp_path / "words.txt"))
    found = say("search", "", "--all")[1]
    assert found
    assert say("status")[1][-1]["rebuild_needed"] is True
    assert say("reindex")[1][-1]["rebuild_needed"] is False
    assert say("search", "", "--all")[1] == found
