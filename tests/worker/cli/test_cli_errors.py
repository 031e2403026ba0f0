"""Named errors end a command with 1, a message that says what to do, no traceback, and nothing half-written."""

import re
import resource
from pathlib import Path
from urllib.parse import urljoin

import pytest

from scrapers.sample import Fault, calendar, respond, serve
from scrapers.sample.sites import site

DAY = calendar("ljrb")[-8]
FIRST = site("ljrb", DAY).page(DAY, "01")

WRONG_SETTINGS = [
    ({"ZONGSHU_FETCH__DEADLINE": "-1"}, "fetch.deadline"),
    ({"ZONGSHU_FETHC__DEADLINE": "5"}, "ZONGSHU_FETHC__DEADLINE"),
    ({"ZONGSHU_WEB__PORT": "x"}, "web.port"),
    ({"ZONGSHU_LEDGER": "mysql://x"}, "postgresql"),
    ({"ZONGSHU_PAPERS_FOLDER": "/nonexistent/papers"}, "/nonexistent/papers"),
]


@pytest.mark.parametrize(("given", "named"), WRONG_SETTINGS, ids=lambda value: "" if isinstance(value, dict) else value)
def test_a_wrong_setting_is_named(zongshu, given: dict[str, str], named: str) -> None:
    ended = zongshu("status", **given)
    assert (ended.code, ended.out) == (1, "")
    assert named in ended.err


def test_a_wrong_settings_file_and_a_torn_ledger_are_named(zongshu) -> None:
    zongshu.home.mkdir()
    (zongshu.home / "zongshu.toml").write_text("[fetch\n", "utf-8")
    assert "zongshu.toml" in zongshu("status").err
    (zongshu.home / "zongshu.toml").write_text('lang = "en"\n', "utf-8")
    assert "No paper has the code xxrb" in zongshu("crawl", "xxrb", "--latest").err
    (zongshu.home / "ledger.sqlite3").write_bytes(b"not a database, surely" * 100)
    torn = zongshu("status")
    assert (torn.code, torn.out) == (1, "")
    assert torn.err.strip()


def test_an_unknown_paper_is_named_with_those_there_are(zongshu) -> None:
    for args in (("crawl", "ljrx", "--latest"), ("coverage", "ljrx"), ("failures", "ljrx"), ("retry", "ljrx")):
        ended = zongshu(*args)
        assert (ended.code, ended.out) == (1, "")
        assert "ljrx" in ended.err
        assert "ljrb" in ended.err


FAULTS = [
    ("empty", "failed"),
    ("newest", "failed"),
    ("unknown", "layout_unknown"),
    ("wrong_date", "failed"),
    ("gone", "no_issue"),
]


@pytest.mark.parametrize(("kind", "outcome"), FAULTS, ids=lambda value: value)
def test_an_issue_that_cannot_be_had_is_named_and_nothing_is_indexed(zongshu, kind, outcome: str) -> None:
    with serve(faults={FIRST: Fault(kind)}) as running:
        zongshu.fixed = {"ZONGSHU_SAMPLE_PORT": str(running.port)}
        ended = zongshu("crawl", "ljrb", "--date", DAY.isoformat(), "--json")
    assert ended.code == 1
    assert [(line["outcome"], line["articles"]) for line in ended.lines] == [(outcome, 0)]
    assert ended.lines[0]["reason"]
    assert zongshu("search", "", "--all", "--json").out == ""


def test_a_failed_issue_is_listed_and_had_by_trying_again(zongshu) -> None:
    with serve(faults={FIRST: Fault("unknown")}) as running:
        failed = zongshu("crawl", "ljrb", "--date", DAY.isoformat(), ZONGSHU_SAMPLE_PORT=str(running.port))
    assert failed.code == 1
    assert DAY.isoformat() in zongshu("failures").out
    with serve() as running:
        again = zongshu("retry", "--all", "--json", ZONGSHU_SAMPLE_PORT=str(running.port))
    assert again.code == 0
    assert [line["outcome"] for line in again.lines] == ["indexed"]
    assert zongshu("failures", "--json").lines == []


def test_a_changed_article_is_a_new_revision_and_the_old_one_stays_readable(zongshu) -> None:
    host = "epaper.lanjiang.example"
    link = next(address for address in _articles(respond(host, FIRST).body.decode("utf-8"), FIRST))
    with serve(faults={link: Fault("changed")}) as running:
        for again in ((), ("--again",)):
            zongshu("crawl", "ljrb", "--date", DAY.isoformat(), *again, ZONGSHU_SAMPLE_PORT=str(running.port))
    changed = [hit for hit in zongshu("search", "", "--all", "--limit", "1000", "--json").lines if hit["revision"] == 2]
    assert [hit["source"]["address"] for hit in changed] == [f"http://{host}{link}"]
    revisions = zongshu("show", changed[0]["id"], "--revisions", "--json").lines
    assert [line["current"] for line in revisions] == [False, True]
    assert revisions[0]["text"].replace("，", "，据了解，", 1) == revisions[1]["text"]


def _articles(layout: str, path: str) -> list[str]:
    """Paths of the articles a layout page links."""
    return [urljoin(path, link) for link in re.findall(r"""href=["']?([^"' >]*content_\d+\.html?)""", layout)]


def test_a_torn_record_is_named(crawled) -> None:
    hit = crawled("search", "", "--all", "--limit", "1", "--json").lines[0]
    file = next(crawled.home.glob(f"archive/ljrb/*/ljrb-{hit['date'].replace('-', '')}-1.warc.gz"))
    file.write_bytes(file.read_bytes()[:200])
    ended = crawled("show", hit["id"], "--raw")
    assert (ended.code, ended.out) == (1, "")
    assert file.name in ended.err


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


def test_a_full_disk_is_named_and_the_next_run_goes_on(zongshu, sites) -> None:
    zongshu.fixed = {"ZONGSHU_SAMPLE_PORT": str(sites.port)}
    days = calendar("ljrb")[-8:-6]
    line = ("crawl", "ljrb", "--from", days[0].isoformat(), "--to", days[1].isoformat())
    full = zongshu(*line, limit=_small_files)
    assert full.code == 1
    assert full.err.strip()
    assert zongshu(*line).code == 0
    assert not list(Path(zongshu.home).rglob("*.part"))
