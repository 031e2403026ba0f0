"""What is kept, through the real program: silent edits and disappearances, flipped bits, a ledger destroyed."""

import base64
import json
import random
import signal
import time
from dataclasses import replace
from pathlib import Path

from articles.exchange import from_json
from articles.model import Article
from scrapers.sample import Fault, calendar, issue, serve

DAYS = calendar("ljrb")[-8:-4]
DAY = DAYS[0]


def _path(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def _id(page: int, number: int) -> str:
    held = issue("ljrb", DAY)
    assert held is not None
    return f"ljrb-{DAY:%Y%m%d}-{held.pages[page].articles[number].number}"


def _as_kept(line: str) -> Article:
    """An article without what is computed for who asks."""
    return replace(from_json(line), sections=(), parts=(), terms=())


def _faults() -> dict[str, Fault]:
    """What an editor does between two crawls: one article edited, one taken out of its page's list, one withdrawn."""
    held = issue("ljrb", DAY)
    assert held is not None
    first, second = held.pages[0], held.pages[1]
    name = first.articles[1].address.rpartition("/")[2].partition(".")[0]
    return {
        _path(first.articles[0].address): Fault("edited", old="，", new="，据了解，"),
        _path(first.address): Fault("delisted", old=name),
        _path(second.articles[0].address): Fault("withdrawn"),
    }


def test_an_issue_edited_at_the_source_between_two_crawls(zongshu) -> None:
    edited, unlisted, withdrawn = _id(0, 0), _id(0, 1), _id(1, 0)
    with serve(faults=_faults()) as sites:
        program = type(zongshu)(zongshu.home, sites.port)
        crawled = program("crawl", "ljrb", "--date", DAY.isoformat(), "--json").lines[0]
        before = program("show", edited, "--json").out
        again = program("crawl", "ljrb", "--date", DAY.isoformat(), "--again", "--json").lines[0]
    assert (again["outcome"], again["articles"]) == ("indexed", crawled["articles"])
    told = program("changes", "--json")
    assert [(line["kind"], line["id"], line["why"]) for line in told.lines] == [
        ("gone", unlisted, "unlisted"),
        ("gone", withdrawn, "gone"),
        ("edited", edited, None),
    ]
    assert told.lines[-1]["changed"] == {"text": from_json(before).text.count("，")}
    people = program("changes", "--paper", "ljrb").out
    assert all(id_ in people for id_ in (edited, unlisted, withdrawn))
    assert "正文 " in people
    assert program("changes", "--to", "2001-01-01", "--json").out == ""
    old = program("show", edited, "--revision", "1", "--json")
    assert _as_kept(old.out) == _as_kept(before)
    assert "一字不差" in old.err
    revisions = program("show", edited, "--revisions", "--json").lines
    assert [(line["revision"], line["cause"], line["current"], line["exact"]) for line in revisions] == [
        (1, "first", False, True),
        (2, "source", True, True),
    ]
    spans = revisions[1]["differences"][0]["spans"]
    assert all(revisions[1]["text"][span["start"] : span["end"]] == span["text"] for span in spans if span["action"] == "added")
    assert "{+据了解，+}" in program("show", edited, "--revisions").out
    beside = program("compare", "1", "2", "--id", edited, "--json").lines[0]
    assert [beside[side]["revision"] for side in ("before", "after")] == [1, 2]
    pairs = [pair for one in beside["sections"] for pair in one["paragraphs"]]
    assert {pair["state"] for pair in pairs} <= {"kept", "reworded"}
    assert any("据了解" in one["text"] for pair in pairs for one in pair["after"]["stretches"] if one["mark"] == "changed")
    record = program("show", edited, "--raw", "--revision", "1", "--json").lines[0]
    assert (record["digest"], base64.b64decode(record["payload"])[:5]) == (revisions[0]["digest"], b"<!DOC")
    for id_, words in ((unlisted, "不再列出"), (withdrawn, "404")):
        shown = program("show", id_, "--json")
        assert words in shown.err
        found = program("search", f'"{from_json(shown.out).text[:12]}"', "--all", "--json").lines
        assert id_ in {hit["id"] for hit in found}


def test_flipped_bits_are_named_and_what_is_advised_mends_them(crawled) -> None:
    assert crawled("archive", "verify").code == 0
    file = min((crawled.home / "archive").rglob("*.warc.gz"))
    whole = file.read_bytes()
    place = random.Random(5).randrange(2000, len(whole))
    file.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
    ended = crawled("archive", "verify", "--json")
    assert ended.code == 1
    [named, last] = ended.lines
    assert (named["kind"], named["file"]) == ("damaged", str(file.relative_to(crawled.home / "archive")))
    assert named["offset"] <= place
    assert (last["summary"]["damaged"], last["summary"]["missing"]) == (1, 0)
    assert named["issue"] in file.name
    assert named["address"].startswith("http://epaper.lanjiang.example/")
    mended = crawled(*named["do"].split()[1:])
    assert mended.code == 0, mended.err
    after = crawled("archive", "verify", "--json").lines
    assert (after[0]["offset"], after[0]["replaced"] is not None) == (named["offset"], True)
    file.unlink()
    lost = crawled("archive", "verify", "--json")
    assert lost.code == 1
    assert {line["kind"] for line in lost.lines[:-1]} == {"damaged", "missing"}
    for path in crawled.home.glob("ledger.sqlite3*"):
        path.unlink()
    alone = crawled("archive", "verify", "--json")
    assert alone.lines[-1]["summary"]["unknown"] == 0
    assert not (crawled.home / "ledger.sqlite3").exists()
    assert type(crawled)(crawled.home.parent / "nowhere")("archive", "verify").code == 1


def _articles(sites) -> int:
    """How often articles were asked for; days the archive says nothing of are asked for anew."""
    return sum(times for path, times in sites.asked.items() if "/content/" in path)


def _answers(program) -> list[dict[str, object]]:
    return program("search", "", "--all", "--limit", "1000", "--json").lines


def _files(home: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in (home / "articles").rglob("*.gz")}


def test_a_ledger_destroyed_is_made_again_through_kills(crawled, sites) -> None:
    held, files = _answers(crawled), _files(crawled.home)
    refused = crawled("archive", "rebuild")
    assert refused.code == 1
    assert "移走" in refused.err
    crawled.home.joinpath("ledger.sqlite3").write_bytes(b"no database" * 99)
    chance = random.Random(9)
    for number in range(2):
        process = crawled.start("archive", "rebuild")
        time.sleep(chance.uniform(0.7, 1.4) + number * 0.2)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    rebuilt = crawled("archive", "rebuild", "--json")
    if rebuilt.code:  # the last kill came after its end
        assert "移走" in rebuilt.err
    else:
        assert json.loads(rebuilt.out)["outcomes"] == {"indexed": len(DAYS)}
    assert list(crawled.home.glob("ledger.sqlite3.broken-*"))
    assert _answers(crawled) == held
    assert _files(crawled.home) == files
    asked = _articles(sites)
    told = crawled("crawl", "ljrb", "--from", DAYS[0].isoformat(), "--to", DAYS[-1].isoformat(), "--json").lines
    assert [line["date"] for line in told if line["outcome"] == "indexed"] == [day.isoformat() for day in DAYS]
    assert _articles(sites) == asked
    assert crawled("reindex").code == 0
    assert _answers(crawled) == held


def test_reindex_goes_without_what_is_damaged_and_names_it(crawled) -> None:
    (file,) = crawled.home.glob(f"articles/**/ljrb-{DAYS[0]:%Y%m%d}*")
    (record,) = crawled.home.glob(f"archive/**/ljrb-{DAYS[0]:%Y%m%d}*.warc.gz")
    file.unlink()
    record.write_bytes(record.read_bytes()[:100])
    assert "请再运行一次 zongshu reindex" in crawled("reindex").err
    ended = crawled("reindex", "--json")
    assert ended.code == 1
    assert f"缺 1 期：稿件文件和存档里的记录都读不出（ljrb-{DAYS[0]:%Y%m%d}）" in ended.err
    assert "zongshu archive verify" in ended.err
    assert ended.lines[-1]["articles"] > 0
    assert crawled("status", "--json").lines[-1]["runs"] == []
