"""The whole way through the real program: crawl, search, show, account for, rebuild; against the sample newspapers."""

import base64
import datetime as dt
import json
import shutil
import signal
import socket
from urllib.request import urlopen

import pytest

from articles.exchange import from_json
from scrapers.sample import calendar, issue, respond
from search.watch import CLASSES

DAYS = calendar("ljrb")[-8:-4]
SPAN = (DAYS[-1] - DAYS[0]).days + 1
PRINTED = {day: [article for page in issue("ljrb", day).pages for article in page.articles] for day in DAYS}


def all_hits(program) -> list[dict]:
    return program("search", "", "--all", "--limit", "1000", "--json").lines


def test_crawl_gives_a_line_for_every_day(crawl_ended) -> None:
    assert crawl_ended.code == 0, crawl_ended.err
    assert len(crawl_ended.lines) == SPAN
    indexed = {line["date"]: line for line in crawl_ended.lines if line["outcome"] == "indexed"}
    assert sorted(indexed) == [day.isoformat() for day in DAYS]
    assert all(line["held"] == "whole" and line["articles"] > 5 and line["reason"] is None for line in indexed.values())
    assert all(line["outcome"] in ("indexed", "no_issue") for line in crawl_ended.lines)


def test_a_day_held_is_not_asked_for_again_without_again(crawled, sites) -> None:
    held, asked = all_hits(crawled), sum(sites.asked.values())
    day = DAYS[0].isoformat()
    ended = crawled("crawl", "ljrb", "--date", day)
    assert ended.code == 0
    assert f"《岚江日报》{day}：已索引" in ended.out
    assert sum(sites.asked.values()) == asked
    assert crawled("crawl", "ljrb", "--date", day, "--again", "--json").lines[0]["outcome"] == "indexed"
    assert sum(sites.asked.values()) > asked
    assert all_hits(crawled) == held


def test_search_for_machines_and_people(crawled) -> None:
    ended = crawled("search", "", "--all", "--limit", "1000", "--json", "--facets")
    *hits, last = ended.lines
    assert ended.code == 0
    assert [hit["date"] for hit in hits] == sorted(hit["date"] for hit in hits)
    assert last["summary"]["total"] == len(hits) == len({hit["id"] for hit in hits})
    assert {"total", "facets", "missing", "further", "added", "blamed", "nearby"} == last["summary"].keys()
    assert crawled("search", "", "--all", "--limit", "3", "--offset", "2", "--json").lines == hits[2:5]
    summaries = crawled("search", "", "--json", "--facets").lines[-1]["summary"]
    assert summaries["total"] + summaries["further"] == len(hits)
    people = crawled("search", "委员会", "--all", "--limit", "2", "--sort", "-date")
    assert people.out.count("《岚江日报》") == 2
    assert people.out.startswith("1. ")
    assert "\x1b" not in people.out
    assert "共 " in people.err
    english = crawled("search", "委员会", "--all", "--lang", "en")
    assert " in all, " in english.err
    printed = crawled("search", "", "--all", "--printed", str(DAYS[0].year), "--json", "--limit", "1000").lines
    assert printed == [hit for hit in hits if hit["date"].startswith(str(DAYS[0].year))]


def test_no_hit_is_no_failure_and_a_broken_query_is(crawled) -> None:
    nothing = crawled("search", '"没有这样一句话的"', "--all", "--json")
    assert (nothing.code, nothing.out) == (0, "")
    broken = crawled("search", "(政协", "--json")
    assert (broken.code, broken.out) == (1, "")
    assert "括号" in broken.err
    english = crawled("--lang", "en", "search", "(政协")
    assert english.code == 1
    assert "parenthes" in english.err or "bracket" in english.err


def test_an_article_its_record_its_revisions_and_its_citation(crawled) -> None:
    hit = all_hits(crawled)[0]
    shown = from_json(crawled("show", hit["id"], "--json").out)
    assert (shown.id, shown.title, shown.source.address) == (hit["id"], hit["title"], hit["source"]["address"])
    people = crawled("show", hit["id"])
    assert shown.text.split("\n")[0] in people.out
    assert hit["citation"] in people.out
    host, _, path = shown.source.address.removeprefix("http://").partition("/")
    raw = crawled("show", hit["id"], "--raw")
    assert raw.out.encode() == respond(host, f"/{path}").body
    record = crawled("show", hit["id"], "--raw", "--json").lines[0]
    assert base64.b64decode(record["payload"]) == raw.out.encode()
    assert record["digest"] == shown.source.digest
    revisions = crawled("show", hit["id"], "--revisions", "--json").lines
    assert [(line["revision"], line["current"], line["digest"]) for line in revisions] == [(1, True, shown.source.digest)]
    assert crawled("cite", hit["id"]).out.splitlines()[0] == hit["citation"]
    assert crawled("cite", hit["id"], "--json").lines[0]["citation"] == hit["citation"]
    for command in (("show",), ("show", "--raw"), ("show", "--revisions"), ("cite",), ("similar",)):
        unknown = crawled(*command, "ljrb-20990101-1")
        assert (unknown.code, unknown.out) == (1, "")
        assert "ljrb-20990101-1" in unknown.err


def test_reprints_and_borrowed_passages(zongshu, tmp_path) -> None:
    sentence = "以协商聚共识，以共识固团结，以团结促发展，为建功新岚江汇聚智慧和力量。"
    account = f"一年来，澄浦市政协认真履职，立案提案99件，办复率99.3%。\n{sentence}\n全年召开双月协商座谈会6次，形成报告17篇。"
    texts = {"a": account, "b": account.replace("\n", ""), "c": f"禾川县政协工作综述\n回望来路，{sentence}下一步，还要再接再厉。"}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    first, second, other = (line["id"] for line in zongshu("ingest", *(str(tmp_path / f"{name}.txt") for name in texts), "--json").lines)
    reprint, borrowing = zongshu("similar", first, "--json").lines
    cluster = min(first, second)  # printed on no known day: by id
    assert (reprint["match"], reprint["id"], reprint["likeness"], reprint["cluster"]) == ("reprint", second, 1.0, cluster)
    assert (borrowing["match"], borrowing["id"], [one["text"] for one in borrowing["passages"]]) == ("passages", other, [sentence])
    assert borrowing["passages"][0]["other_text"] == sentence
    assert reprint["citation"]
    people = zongshu("similar", first, "--lang", "en")
    assert cluster in people.out
    assert sentence in people.out
    assert f"{first}: 1 reprints, 1 articles with borrowed passages." in people.err
    assert zongshu("show", second, "--json").lines[0]["cluster"] == cluster


def test_every_day_is_accounted_for(crawled) -> None:
    found = crawled("coverage", "ljrb", "--json").lines
    assert [line["date"] for line in found] == [(DAYS[0] + dt.timedelta(day)).isoformat() for day in range(SPAN)]
    assert {line["date"] for line in found if line["held"] == "whole"} == {day.isoformat() for day in DAYS}
    assert all(line["reason"] for line in found if line["outcome"] == "no_issue")
    wider = crawled("coverage", "ljrb", "--from", (DAYS[0] - dt.timedelta(3)).isoformat(), "--json", "--missing").lines
    assert [(line["outcome"], line["missing"]) for line in wider] == [("not_asked", True)] * 3
    years = crawled("coverage", "ljrb", "--by-year", "--json").lines
    assert sum(year["whole"] for year in years) == len(DAYS)
    assert sum(year[kind] for year in years for kind in CLASSES) == SPAN
    assert crawled("coverage", "ljrb").out.count("#") == len(DAYS) + len({day.year for day in DAYS})  # and in the legends
    assert "岚江日报" in crawled("coverage").out
    status = crawled("status", "--json").lines
    assert [line["paper"] for line in status[:-1]] == ["ljrb"]
    assert status[0]["outcomes"]["indexed"] == len(DAYS)
    assert status[-1]["indexed"] == status[0]["articles"] == len(all_hits(crawled))
    assert (status[-1]["owner"], status[-1]["rebuild_needed"]) == (None, False)
    assert "岚江日报" in crawled("status").out


def test_rebuilding_rereading_and_rolling_back_change_no_answer(crawled) -> None:
    held = all_hits(crawled)
    first = crawled("status", "--json").lines[-1]["generation"]
    built = crawled("reindex", "--json").lines[0]
    assert (built["articles"], built["rebuild_needed"]) == (len(held), False)
    assert built["generation"] != first
    assert all_hits(crawled) == held
    assert crawled("reindex", "--rollback", "--json").lines[0]["generation"] == first
    assert crawled("reindex", "--reread", "--id", held[0]["id"]).code == 0
    assert crawled("reindex", "--missing-only", "--json").lines[0]["articles"] == len(held)
    assert crawled("reindex", "--paper", "ljrb", "--since", DAYS[-1].isoformat()).code == 0
    assert crawled("reindex", "--reread", "--json").lines[0]["articles"] == len(held)
    assert all_hits(crawled) == held
    assert crawled("reindex", "--id", "ljrb-20990101-1").code == 1
    assert crawled("reindex", "--paper", "xxrb").code == 1


def test_a_lost_index_is_built_from_the_article_files(crawled) -> None:
    held = all_hits(crawled)
    shutil.rmtree(crawled.home / "index")
    assert crawled("search", "", "--all").code == 0
    assert crawled("reindex").code == 0
    assert all_hits(crawled) == held


def test_ingest_and_read_agree_and_go_on_past_what_cannot_be_read(zongshu, tmp_path) -> None:
    folder = tmp_path / "files"
    (folder / "deeper").mkdir(parents=True)
    (folder / "报告.txt").write_text("市政协工作报告\n（2023年1月5日）\n各位委员：\n过去一年，共立案提案312件。\n", "utf-8")
    (folder / "deeper" / "国标.txt").write_bytes("市政协常委会工作\n朱镕基同志的来信，我们认真学习。\n".encode("gb18030"))
    (folder / "again.txt").write_bytes((folder / "报告.txt").read_bytes())
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    (folder / ".hidden").write_text("不收", "utf-8")
    ended = zongshu("ingest", str(folder), "--json")
    assert ended.code == 1
    assert "picture.txt" in ended.err
    assert len(ended.lines) == len({line["id"] for line in ended.lines}) == 2
    read = zongshu("read", str(folder / "报告.txt"), str(folder / "deeper" / "国标.txt"), "--json")
    assert read.code == 0
    assert {line["id"] for line in read.lines} == {line["id"] for line in ended.lines}
    assert "朱镕基" in read.out
    assert len(zongshu("search", '"提案312件"', "--all", "--json").lines) == 1
    again = zongshu("ingest", str(folder / "报告.txt"))
    assert (again.code, len(again.out.splitlines())) == (0, 1)
    failed = zongshu("failures", "--json").lines
    assert [(line["paper"], line["state"]) for line in failed] == [("files", "failed")]
    assert zongshu("retry", "files").code == 1


def test_read_keeps_nothing_and_compares_with_the_truth(zongshu, tmp_path) -> None:
    file, truth = tmp_path / "a.txt", tmp_path / "truth.txt"
    file.write_text("工作报告\n各位委员：\n共立案提案312件。\n", "utf-8")
    truth.write_text("工作报告\n各位委员：\n共立案题案312件！\n", "utf-8")
    compared = zongshu("read", str(file), "--against", str(truth), "--json").lines
    assert [(line["field"], line["edits"]) for line in compared] == [("text", 2)]
    assert [(one["expected"], one["found"]) for one in compared[0]["differences"]] == [("题", "提"), ("！", "。")]
    assert "字错误率" in zongshu("read", str(file), "--against", str(truth)).out
    truth.write_text(zongshu("read", str(file), "--json").out, "utf-8")
    assert {line["edits"] for line in zongshu("read", str(file), "--against", str(truth), "--json").lines} == {0}
    explained = zongshu("read", str(file), "--explain", "--json")
    assert len(explained.lines) == 1
    assert "a.txt" in explained.err
    file.write_text("岚江市政协开展\n履职工作履职工作，，参训委员达参训委员达200200人次人次。。\n全年共立案提案。\n", "utf-8")
    told = zongshu("read", str(file), "--explain", "--json")
    assert "履职工作[-履职工作-]，[-，-]参训委员达[-参训委员达-]200[-200-]人次[-人次-]。[-。-]" in told.err
    assert {step["rule"] for step in told.lines[0]["repairs"]} == {"doubled_run", "white_space"}
    file.write_text("工作报告\n各位委员：\n共立案提案312件。\n", "utf-8")
    dated = zongshu("read", str(file), "--paper", "ljrb", "--date", "2023-01-05", "--json").lines[0]
    assert (dated["paper"], dated["date"]) == ("ljrb", "2023-01-05")
    assert zongshu("read", str(file), "--paper", "xxrb").code == 1
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("words", [("search", "", "--all", "--limit", "1000", "--json"), ("read", "large.txt", "--json")])
def test_a_reader_that_hangs_up_is_no_failure(crawled, tmp_path, words) -> None:
    (tmp_path / "large.txt").write_text("全年共立案提案三百件。\n" * 10_000, "utf-8")
    process = crawled.start(*(str(tmp_path / word) if word == "large.txt" else word for word in words))
    assert process.stdout is not None
    process.stdout.read(1)
    process.stdout.close()
    assert process.wait(60) == 0
    assert process.stderr is not None
    assert "Error" not in process.stderr.read()
    process.stderr.close()


def test_the_page_and_the_sites_are_served_until_they_are_told_to_stop(crawled) -> None:
    page = crawled.start("serve", "--port", "0", "--json")
    assert page.stdout is not None
    address = json.loads(page.stdout.readline())["address"]
    with urlopen(f"{address}?q=") as answer:
        assert answer.status == 200
        assert "综述" in answer.read().decode("utf-8")
    taken = crawled("serve", "--port", address.rstrip("/").rpartition(":")[2])
    assert (taken.code, taken.out) == (1, "")
    assert crawled.end(page, signal.SIGTERM).code == 0
    sample = crawled.start("sample", "--port", "0", "--json")
    assert sample.stdout is not None
    port = json.loads(sample.stdout.readline())["port"]
    with pytest.raises(OSError, match="404"):
        urlopen(f"http://127.0.0.1:{port}/")
    assert crawled.end(sample, signal.SIGINT).code == 130


@pytest.mark.parametrize("service", ["serve", "up"])
def test_a_service_told_to_end_while_it_begins_ends_well(zongshu, service: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        mute.settimeout(60)
        beginning = zongshu.start(service, "--port", "0", ZONGSHU_LEDGER=f"postgresql://nobody@127.0.0.1:{mute.getsockname()[1]}/none")
        with mute.accept()[0]:
            assert zongshu.end(beginning, signal.SIGTERM).code == 0
