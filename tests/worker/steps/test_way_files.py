"""Files given, beside their bytes: what is known of them lasts, ids are nobody else's, and what is wrong with a part is said."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from givenfiles import saved_issue, warc, word

from articles.errors import UnknownPaper
from scrapers import Beside, settled_order
from storage import ArticleFiles
from worker.runner import open_kit
from worker.settings import load
from worker.steps import read, rebuild, take
from worker.steps.ingest import printable

from .conftest import World, days

DAY = dt.date(2023, 1, 17)
TEXT = "政协澄浦市委员会2023年工作综述\n\n2023年，市政协召开全体会议1次，提交提案312件，立案286件。\n".encode()
OTHER = "澄浦市政协提案工作综述\n\n一年来，各位委员就民生、环保、交通等提出提案，承办单位逐件答复。\n".encode()


def articles(here: World, key: str) -> list[tuple[str, str, str | None, dt.date | None]]:
    return [(one.id, one.paper, one.page.number if one.page else None, one.date) for one in here.kit.files.read(key)]


def test_what_is_known_of_a_file_is_kept_with_it_and_more_may_be_said_later(world: Callable[..., World]) -> None:
    here = world()
    key, known = (receipt := take(here.kit, "a.txt", TEXT, Beside("cpwb", DAY, "A02"))).key, receipt.known
    here.work()
    assert (articles(here, key), known) == ([("cpwb-20230117-pA02-1", "cpwb", "A02", DAY)], False)
    assert take(here.kit, "b.txt", TEXT).known
    assert take(here.kit, "b.txt", TEXT, Beside("cpwb", DAY)).known
    here.work()
    assert articles(here, key) == [("cpwb-20230117-pA02-1", "cpwb", "A02", DAY)]
    plain = take(here.kit, "c.txt", OTHER).key
    here.work()
    assert take(here.kit, "c.txt", OTHER, Beside(date=DAY, page="3")).known
    here.work()
    assert articles(here, plain) == [(f"{plain}-1", "files", "3", DAY)]
    assert here.kit.index.count() == 2
    with pytest.raises(UnknownPaper):
        take(here.kit, "d.txt", b"x", Beside("nobody"))


def test_an_id_belongs_to_whoever_had_it_first(world: Callable[..., World]) -> None:
    here = world()
    day = days("ljrb", 2023)[0]
    first = take(here.kit, "a.txt", TEXT, Beside("ljrb", day)).key
    second = take(here.kit, "b.txt", OTHER, Beside("ljrb", day)).key
    whole = take(here.kit, "a.warc.gz", warc(saved_issue("ljrb", day))).key
    here.work()
    issue = here.crawl("ljrb", day)
    ids = {key: {one.id for one in here.kit.files.read(key)} for key in (first, second, whole, issue.key)}
    assert sum(map(len, ids.values())) == len(set().union(*ids.values())) == here.kit.index.count()
    assert {f"ljrb-{day:%Y%m%d}-p0-1"} in (ids[first], ids[second])
    assert {f"{first}-1"} == ids[first] or {f"{second}-1"} == ids[second]
    for key in (first, second, whole, issue.key):
        here.kit.ledger.issues.reread([key], here.clock())
    here.work()
    assert ids == {key: {one.id for one in here.kit.files.read(key)} for key in ids}


def test_bad_rows_are_said_and_stay_said(world: Callable[..., World]) -> None:
    here = world()
    key = take(here.kit, "a.csv", "标题,正文\n甲,甲文一段。\n乙,\n".encode()).key
    here.work()
    issue = here.kit.ledger.issues.get(key)
    assert issue is not None
    assert (issue.outcome, issue.articles, (issue.reason or {})["empty"]) == ("indexed", 1, "3")


def test_a_layout_page_among_its_articles_is_kept_and_gives_none(world: Callable[..., World]) -> None:
    here = world()
    pages = {address.rpartition("/")[2]: payload for address, (_, payload) in saved_issue("ljrb", days("ljrb", 2023)[0]).items()}
    keys = {name: take(here.kit, name, pages[name], told).key for name, told in settled_order(sorted(pages), pages.__getitem__).items()}
    here.work()
    issues = here.kit.ledger.issues.many(keys.values())
    assert {issue.outcome for issue in issues.values()} == {"indexed"}
    counts = (
        {issues[key].articles for name, key in keys.items() if name.startswith("node")},
        {issues[key].articles for name, key in keys.items() if name.startswith("content")},
    )
    assert counts == ({0}, {1})
    held = [one for key in keys.values() for one in here.kit.files.read(key)]
    assert all(one.page and one.page.name for one in held)


def test_the_ledger_from_the_archive_knows_what_was_known_beside_files(world: Callable[..., World], tmp_path: Path) -> None:
    here = world()
    files = {"a.txt": (TEXT, "1"), "b.docx": (word("澄浦小事", "这一年的小事。"), "2")}
    receipts = [take(here.kit, name, payload, Beside("cpwb", DAY, page)).key for name, (payload, page) in files.items()]
    here.work()
    before = {key: here.kit.files.read(key) for key in receipts}
    for key in receipts:
        here.kit.files.delete(key)
    with open_kit(load(home=tmp_path / "home", ledger=f"sqlite:///{tmp_path}/new.sqlite3"), here.clock) as kit:
        rebuild(kit, ArticleFiles(tmp_path / "scratch").root, lambda *_: None)
        while read(kit):
            pass
        assert {key: kit.files.read(key) for key in receipts} == before


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a\x1b[31m\n.txt", "a�[31m�.txt"),
        ("\udcff.txt", "�.txt"),
        ("年报/a.txt", "年报/a.txt"),
        ("x" * 999, "x" * 300),
        ("a\u202efdp.txt", "a�fdp.txt"),
    ],
)
def test_names_are_kept_as_they_may_be_shown(name: str, kept: str, world: Callable[..., World]) -> None:
    assert printable(name) == kept
    here = world()
    key = take(here.kit, name, TEXT).key
    here.work()
    assert [one.source.address for one in here.kit.files.read(key)] == [kept]
