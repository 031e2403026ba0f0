"""The whole way of an issue, step by step, over the sample newspapers: outcomes, gaps, attempts, revisions."""

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from articles.errors import GenerationBroken
from scrapers.sample import Fault, lost
from steps.conftest import World, article_path, days, page_path
from storage.ledger import issue_key
from worker.steps import ask_probes, index, ingest, left_out, open_generations, plan, plan_latest, read, reindex

DAY = days()[0]


def _digests(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("paper", ["ljrb", "cpwb", "hcrb"])
def test_an_issue_becomes_searchable(world: Callable[..., World], paper: str) -> None:
    here = world()
    date = days(paper)[1]
    issue = here.crawl(paper, date)
    assert (issue.outcome, issue.held, issue.reason) == ("indexed", "whole", None)
    articles = here.kit.files.read(issue.key)
    assert len(articles) == issue.articles == here.kit.index.count() >= 8
    assert [row.id for row in here.kit.ledger.readings.articles(issue.key)] == [article.id for article in articles]
    assert {article.date for article in articles} == {date}
    assert all(here.kit.index.get(article.id) for article in articles)
    assert here.kit.ledger.reports.missing().total == 0


def test_an_unchanged_day_run_again_changes_nothing(world: Callable[..., World]) -> None:
    """Rule 5: article files, index and archived payloads stay byte for byte; a revisit each at most."""
    here = world()
    issue = here.crawl("ljrb", DAY)
    home = here.kit.files.root.parent
    before = _digests(home / "articles") | _digests(home / "index")
    archive = _digests(home / "archive")
    asked = sum(here.site.asked.values())
    assert here.crawl("ljrb", DAY) == issue
    assert sum(here.site.asked.values()) == asked
    here.clock.forward(hours=1)
    again = here.crawl("ljrb", DAY, again=True)
    assert (again.outcome, again.attempt, again.held) == ("indexed", 2, "whole")
    assert _digests(home / "articles") | _digests(home / "index") == before
    after = _digests(home / "archive")
    assert {name: after[name] for name in archive} == archive
    added = [name for name in after if name not in archive]
    assert len(added) == 1
    payloads = {response.status for _, response in here.kit.archive.records(added[0])}
    assert payloads == {304}
    assert [row.revision for row in here.kit.ledger.readings.articles(issue.key)] == [1] * issue.articles


def test_a_day_without_an_issue(world: Callable[..., World]) -> None:
    here = world()
    issue = here.crawl("ljrb", DAY - dt.timedelta(days=1))
    assert (issue.outcome, issue.held) == ("no_issue", "none")
    assert issue.reason is not None
    assert issue.reason["error"] == "Gone"
    assert issue.first_bad is None
    paper, date = next(iter(lost()))
    assert here.crawl(paper, date).outcome == "no_issue"
    before = here.crawl("ljrb", dt.date(2012, 12, 31))
    assert (before.outcome, (before.reason or {})["key"]) == ("no_issue", "plan_before_first")
    assert here.kit.ledger.reports.missing().total == 0


def test_today_is_not_yet(world: Callable[..., World]) -> None:
    here = world()
    today = dt.date(2025, 3, 1)
    assert here.crawl("ljrb", today).outcome == "not_yet"
    assert here.crawl("ljrb", today).outcome == "not_yet"


@pytest.mark.parametrize(
    ("kind", "outcome", "error"),
    [
        ("empty", "failed", "EmptyIssue"),
        ("newest", "failed", "WrongDate"),
        ("wrong_date", "failed", "WrongDate"),
        ("unknown", "layout_unknown", "LayoutUnknown"),
        ("gone", "no_issue", "Gone"),
    ],
)
def test_a_first_page_that_is_not_what_was_asked_for(world: Callable[..., World], kind: str, outcome: str, error: str) -> None:
    here = world({page_path("ljrb", DAY): Fault(kind)})  # type: ignore[arg-type] # one of its kinds
    issue = here.crawl("ljrb", DAY)
    assert issue.outcome == outcome
    assert issue.reason is not None
    assert issue.reason["error"] == error
    assert issue.articles == here.kit.index.count() == 0


@pytest.mark.parametrize(("status", "outcome"), [(403, "blocked"), (401, "blocked"), (404, "no_issue"), (503, "failed"), (500, "failed")])
def test_statuses_of_the_first_page(world: Callable[..., World], status: int, outcome: str) -> None:
    here = world({page_path("ljrb", DAY): Fault("error", status=status)})
    issue = here.crawl("ljrb", DAY)
    assert issue.outcome == outcome
    asked = here.site.asked[page_path("ljrb", DAY)]
    assert asked == (3 if status >= 500 else 1)


def test_a_host_that_blocks_is_left_alone_for_a_day(world: Callable[..., World]) -> None:
    here = world({page_path("ljrb", days()[-1]): Fault("error", status=403)})
    assert here.crawl("ljrb", *reversed(days())).outcome == "blocked"
    assert {here.issue("ljrb", date).outcome for date in days()} == {"blocked"}
    assert sum(here.site.asked.values()) == 2  # robots.txt, and the page that refused us
    here.crawl("ljrb", DAY)
    assert sum(here.site.asked.values()) == 2  # robots.txt, and the page that refused us
    here.clock.forward(hours=25)
    assert here.crawl("ljrb", DAY).outcome == "indexed"


def test_a_passing_fault_leaves_no_trace(world: Callable[..., World]) -> None:
    faults = {page_path("ljrb", DAY): Fault("error", times=2), article_path("ljrb", DAY): Fault("error", times=1)}
    here = world(faults)
    issue = here.crawl("ljrb", DAY)
    assert (issue.outcome, issue.held, issue.first_bad) == ("indexed", "whole", None)


def test_retry_after_is_obeyed(world: Callable[..., World]) -> None:
    here = world({article_path("ljrb", DAY): Fault("error", status=503, retry_after=120, times=1)})
    assert here.crawl("ljrb", DAY).outcome == "fetching"
    asked = sum(here.site.asked.values())
    here.clock.forward(seconds=110)
    here.work()
    assert sum(here.site.asked.values()) == asked
    here.clock.forward(seconds=11)
    here.work()
    assert here.issue("ljrb", DAY).held == "whole"


def test_partial_then_whole(world: Callable[..., World]) -> None:
    path = article_path("ljrb", DAY, 0, 1)
    here = world({path: Fault("error", status=500, times=3)})
    issue = here.crawl("ljrb", DAY)
    assert (issue.outcome, issue.held) == ("indexed", "partial")
    assert issue.articles_held == issue.articles_due - 1
    assert [(one.state, one.late) for one in here.kit.ledger.reports.gaps(issue.key)] == [("due", True)]
    assert here.kit.ledger.reports.missing().by_outcome == {"partial": 1}
    count = here.kit.index.count()
    here.clock.forward(hours=7)
    here.work()
    issue = here.issue("ljrb", DAY)
    assert (issue.outcome, issue.held) == ("indexed", "whole")
    assert here.kit.index.count() == count + 1
    assert here.kit.ledger.reports.missing().total == 0


def test_an_article_edited_at_the_source_is_a_new_revision(world: Callable[..., World]) -> None:
    path = article_path("ljrb", DAY, 0, 0)
    here = world({path: Fault("changed")})
    issue = here.crawl("ljrb", DAY)
    before = {article.id: article for article in here.kit.files.read(issue.key)}
    here.crawl("ljrb", DAY, again=True)
    after = {article.id: article for article in here.kit.files.read(issue.key)}
    changed = [id_ for id_ in before if before[id_] != after[id_]]
    assert before.keys() == after.keys()
    assert [after[id_].revision for id_ in changed] == [2]
    assert here.kit.index.get(changed[0]) is not None
    assert here.kit.ledger.readings.article(changed[0]).revision == 2  # type: ignore[union-attr] # it is there
    old = here.kit.archive.records(f"ljrb/{DAY.year}/{issue.key}-1.warc.gz")
    assert before[changed[0]].source.digest in {response.digest for _, response in old}


def test_the_latest_issue_is_found(world: Callable[..., World]) -> None:
    here = world()
    plan_latest(here.kit, "ljrb")
    here.work()
    newest = here.issue("ljrb", days("ljrb", 2024)[-1])
    assert (newest.outcome, newest.held) == ("indexed", "whole")
    assert here.kit.ledger.issues.newest("ljrb")[0] == newest.date


def test_a_probe_whose_process_died_is_asked_for_again(world: Callable[..., World]) -> None:
    here = world()
    plan(here.kit, "ljrb", [DAY - dt.timedelta(days=1)])
    from worker.steps import fetch

    host = next(iter(here.kit.ledger.lanes.ready(here.clock())))
    for _ in ("robots.txt", "the first page"):
        fetch(here.kit, host)
    with here.kit.ledger.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM addresses WHERE role = 'probe'")
    here.work()
    assert here.issue("ljrb", DAY - dt.timedelta(days=1)).outcome == "fetching"
    ask_probes(here.kit)
    here.work()
    assert here.issue("ljrb", DAY - dt.timedelta(days=1)).outcome == "no_issue"


def test_an_issue_older_than_the_site_keeps(world: Callable[..., World], tmp_path: Path) -> None:
    text = (Path("scrapers/papers") / "ljrb.toml").read_text("utf-8")
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "oldp.toml").write_text(text.replace('code = "ljrb"', 'code = "oldp"\narchive_days = 730'), "utf-8")
    here = world(papers_folder=folder)
    assert here.crawl("oldp", DAY - dt.timedelta(days=1)).outcome == "archive_limit"
    assert here.kit.ledger.reports.missing().by_outcome == {"archive_limit": 1}


def test_too_few_articles_fail_and_keep_what_is_held(world: Callable[..., World], tmp_path: Path) -> None:
    text = (Path("scrapers/papers") / "ljrb.toml").read_text("utf-8")
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "bigp.toml").write_text(
        text.replace('code = "ljrb"', 'code = "bigp"').replace("articles.min = 8", "articles.min = 300"), "utf-8"
    )
    here = world(papers_folder=folder)
    issue = here.crawl("bigp", DAY)
    assert (issue.outcome, issue.held) == ("failed", "whole")
    assert (issue.reason or {})["key"] == "issue_too_small"
    assert issue.articles_held > 0
    assert here.kit.index.count() == 0
    assert here.kit.ledger.issues.retry(here.clock()) == [issue.key]
    here.work()
    assert here.issue("bigp", DAY).outcome == "failed"


def test_a_file_given_is_read_and_indexed_once(world: Callable[..., World]) -> None:
    here = world()
    text = "政协澄浦市委员会2023年工作综述\n2023年，市政协召开全体会议1次，提交提案312件，立案286件。\n".encode()
    keys = {ingest(here.kit, name, text) for name in ("a.txt", "b.txt")}
    here.work()
    assert len(keys) == 1
    key = keys.pop()
    issue = here.kit.ledger.issues.get(key)
    assert issue is not None
    assert (issue.outcome, issue.date, issue.articles) == ("indexed", None, 1)
    [article] = here.kit.files.read(key)
    assert (article.id, article.source.address) == (f"{key}-1", "a.txt")
    again = ingest(here.kit, "a.txt", text)
    here.work()
    assert (again, here.kit.index.count()) == (key, 1)


@pytest.mark.parametrize(
    ("name", "payload"), [("a.txt", b""), ("a.txt", b"\x00\xff" * 500), ("a.png", b"\x89PNG\r\n"), ("a.pdf", b"%PDF-1.4")]
)
def test_a_file_that_cannot_be_read_is_said_to_be_so(world: Callable[..., World], name: str, payload: bytes) -> None:
    here = world()
    key = ingest(here.kit, name, payload)
    here.work()
    issue = here.kit.ledger.issues.get(key)
    assert issue is not None
    assert issue.outcome == "failed"
    assert issue.reason is not None


def test_everything_can_be_read_again_from_the_archive(world: Callable[..., World]) -> None:
    here = world()
    issue = here.crawl("ljrb", DAY)
    before = here.kit.files.read(issue.key)
    here.kit.files.delete(issue.key)
    asked = sum(here.site.asked.values())
    assert here.kit.ledger.issues.reread(None, here.clock()) == 1
    here.work()
    assert here.kit.files.read(issue.key) == before
    assert sum(here.site.asked.values()) == asked


def test_a_damaged_article_file_is_made_anew_when_it_is_indexed(world: Callable[..., World]) -> None:
    here = world()
    plan(here.kit, "ljrb", [DAY])
    from worker.steps import fetch

    while fetch(here.kit, "epaper.lanjiang.example"):
        pass
    key = read(here.kit)
    assert key is not None
    here.kit.files.path(key).write_bytes(b"torn")
    index(here.kit)
    here.work()
    assert here.issue("ljrb", DAY).outcome == "indexed"
    assert len(here.kit.files.read(key)) == here.kit.index.count()


def test_a_lost_index_is_filled_again(world: Callable[..., World]) -> None:
    import shutil

    here = world()
    here.crawl("ljrb", DAY)
    count = here.kit.index.count()
    here.kit.index.close()
    shutil.rmtree(here.kit.files.root.parent / "index")
    open_generations(here.kit)
    here.work()
    assert here.kit.index.count() == count


def test_reindex_of_what_is_to_be_read_first_has_it_read_or_says_so(world: Callable[..., World]) -> None:
    here = world()
    here.crawl("ljrb", DAY)
    count, live = here.kit.index.count(), here.kit.index.generations.live()
    here.kit.files.delete(issue_key("ljrb", DAY))
    with pytest.raises(GenerationBroken) as caught:
        reindex(here.kit, lambda done, total: None)
    assert caught.value.key == "reindex_unread"
    assert here.kit.index.generations.live() == live
    asked = []

    def read_it() -> bool:
        asked.append(here.work())
        return True

    assert reindex(here.kit, lambda done, total: None, unread=read_it) != live
    assert here.kit.index.count() == count
    assert len(asked) <= 1


def test_reindex_ends_without_an_issue_whose_file_and_records_are_damaged(world: Callable[..., World]) -> None:
    here = world()
    first, second = days()[1:3]
    good, bad = here.crawl("ljrb", first, second), issue_key("ljrb", second)
    before = here.kit.index.generations.live()
    here.kit.files.delete(bad)
    (record,) = here.kit.archive.root.rglob(f"{bad}-*.warc.gz")
    record.write_bytes(record.read_bytes()[:100])
    asked = []

    def read_it() -> bool:
        asked.append(here.work())
        assert len(asked) < 5
        return True

    made = reindex(here.kit, lambda done, total: None, unread=read_it)
    assert made not in (None, before)
    assert here.kit.index.count() == good.articles
    issue = here.issue("ljrb", second)
    assert (issue.outcome, issue.reason and issue.reason["key"]) == ("failed", "archive_damaged")
    lacking = left_out(here.kit)
    assert lacking is not None
    assert lacking.facts == {"issues": 1, "keys": bad}
    here.clock.now += dt.timedelta(minutes=1)
    again = reindex(here.kit, lambda done, total: None, unread=read_it)
    assert again != made  # asked for again it is tried again, and ends too
    assert len(asked) == 2


def test_reindex_makes_an_equal_generation_live(world: Callable[..., World]) -> None:
    here = world()
    issue = here.crawl("ljrb", DAY, *days()[1:3])
    before = here.kit.index.generations.live()
    count = here.kit.index.count()
    told: list[tuple[int, int]] = []
    name = reindex(here.kit, lambda done, total: told.append((done, total)))
    assert here.kit.index.generations.live() == name != before
    assert here.kit.index.count() == count
    assert told == [(3, 3)]
    assert here.kit.ledger.reports.missing().total == 0
    here.crawl("ljrb", days()[4])
    assert here.kit.index.count() > count
    assert issue.outcome == "indexed"
