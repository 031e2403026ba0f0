"""Status, coverage and failures: the terminal, the API and the page reckon alike; the button writes only for who may."""

import datetime as dt
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import sync_playwright
from search_kit import library, made, served
from watch_kit import Put

from indexing import Tokenizer
from search import Holdings
from search.api import Access, Grant, Operating, WebSettings, create_app
from search.watch import CLASSES
from storage import Archive
from storage.ledger import Ledger
from worker.cli.face import Face
from worker.cli.program import ended

NOW = dt.datetime(2024, 3, 15, 4, 0, tzinfo=dt.UTC)
BLOCKED = {"error": "Blocked", "key": "fetch_blocked", "address": "http://a.example/<b>", "status": 403}
FIRST = dt.date(2023, 12, 20)
ACCESS = Access(writing=True, granted={"w": Grant("w", True, ""), "r": Grant("r", False, "")}.get)


@pytest.fixture
def planted(put: Put) -> None:
    """A quarter of a year with days of every class."""
    fates: list[tuple[str, str, dict[str, Any]]] = [
        ("indexed", "whole", {"articles": 5}),
        ("indexed", "partial", {"articles": 3, "pages_due": 4, "pages_held": 3, "articles_due": 9, "articles_held": 7}),
        ("blocked", "none", {"reason": BLOCKED, "first_bad": NOW}),
        ("no_issue", "none", {}),
        ("fetching", "partial", {}),
        ("not_yet", "none", {}),
    ]
    for number in range(70):
        outcome, held, more = fates[number % 7 % 6]
        if number % 5:
            put(FIRST + dt.timedelta(number), outcome, held, **more)


Command = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def command(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command line over the planted ledger; its JSON lines."""
    monkeypatch.setenv("ZONGSHU_LEDGER", f"sqlite:///{tmp_path}/ledger.sqlite3")
    monkeypatch.setenv("ZONGSHU_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> list[dict[str, Any]]:
        capsys.readouterr()
        assert ended(Face(lang="en"), [*args, "--json"]) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


@contextmanager
def site(ledger: Ledger, folder: Path, tokenizer: Tokenizer, access: Access | None = None) -> Iterator[tuple[httpx.Client, list[str]]]:
    """The page over the planted ledger, and the keys it made due."""
    from scrapers import papers

    tried: list[str] = []

    def retry(keys: Any) -> list[str]:
        tried.extend(keys)
        return list(keys)

    with library(folder / "library", tokenizer, [made()]) as found:
        holdings = Holdings(ledger, Archive(folder / "archive"), None, papers(), lambda: NOW)
        app = create_app(found.search, holdings, WebSettings(language="en"), access=access, watched=Operating(None, retry))
        with served(app) as address, httpx.Client(base_url=address) as client:
            yield client, tried


@pytest.mark.usefixtures("planted")
def test_terminal_api_and_page_count_alike(ledger: Ledger, tmp_path: Path, tokenizer: Tokenizer, command: Command) -> None:
    days = command("coverage", "ljrb")
    by_year = command("coverage", "--by-year")
    with site(ledger, tmp_path, tokenizer) as (client, _):
        told = client.get("/api/v1/coverage/years").json()["years"]
        alone = client.get("/api/v1/coverage", params={"paper": "ljrb"}).json()["years"]
        table = client.get("/coverage").text
        calendars = {year: client.get("/coverage", params={"paper": "ljrb", "year": year}).text for year in (2023, 2024)}
    assert [{**one.pop("counts"), **one} for one in told] == [{**one.pop("counts"), **one} for one in alone]
    assert [line["year"] for line in by_year] == [2023, 2024]
    for line, one in zip(by_year, client_years(table), strict=True):
        assert one == [str(line["year"]), *(str(line[kind]) for kind in CLASSES), str(line["articles"])]
    for line in by_year:
        mine = [day for day in days if day["date"].startswith(str(line["year"]))]
        assert sum(line[kind] for kind in CLASSES) == len(mine)
        assert line["partial"] + line["missing"] + line["open"] + line["not_asked"] == sum(day["missing"] for day in mine)
        cells = re.findall(r'<td class="day (\w+)"', calendars[line["year"]])
        assert {kind: cells.count(kind) for kind in CLASSES} == {kind: line[kind] for kind in CLASSES}
    assert "refuses us (403)" in calendars[2024]
    assert "1 pages and 2 articles are missing" in calendars[2024]


def client_years(table: str) -> list[list[str]]:
    """The rows of the page's table without the paper's name."""
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)] for row in rows]


@pytest.mark.usefixtures("planted")
def test_status_counts_alike(ledger: Ledger, tmp_path: Path, tokenizer: Tokenizer, command: Command) -> None:
    line = command("status")[0]
    with site(ledger, tmp_path, tokenizer) as (client, _):
        told = client.get("/api/v1/status").json()["papers"][0]
        page = client.get("/status").text
    assert {name: told[name] for name in ("newest", "articles", "outcomes", "held", "due")} == {
        name: line[name] for name in ("newest", "articles", "outcomes", "held", "due")
    }
    assert f"{line['held']['whole']} / {line['held']['partial']} / {line['failed']}" in page
    assert (told["old"], told["age_days"]) == (True, (NOW.date() - dt.date.fromisoformat(told["newest"])).days)
    assert "too old" in page
    assert "http://a.example/&lt;b&gt; refuses us" in page


@pytest.mark.usefixtures("planted")
def test_failures_count_alike_and_the_button_tries_again(ledger: Ledger, tmp_path: Path, tokenizer: Tokenizer, command: Command) -> None:
    lines = command("failures", "--by", "cause")
    issues = command("failures")
    with site(ledger, tmp_path, tokenizer) as (client, tried):
        told = client.get("/api/v1/failures", params={"lang": "en"}).json()["causes"]
        page = client.get("/failures").text
        assert [(one["id"], one["issues"]) for one in told] == [(line["cause"], len(line["issues"])) for line in lines]
        assert sum(one["issues"] for one in told) == len(issues)
        assert all(f"<code>{line['cause']}</code>" in page for line in lines)
        assert 'name="token"' not in page
        answer = client.post("/failures/retry", data={"cause": "Blocked"})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/failures?done={len(tried)}")
        blocked = next(line["issues"] for line in lines if line["error"] == "Blocked")
        assert tried == blocked
        assert client.post("/api/v1/retry", params={"cause": "Blocked:ljrb"}).json() == {"issues": blocked}
        assert client.post("/api/v1/retry", params={"cause": "Nobody"}).json()["code"] == "query_no_cause"


@pytest.mark.usefixtures("planted")
def test_the_button_needs_a_token_that_may_write_and_our_own_page(ledger: Ledger, tmp_path: Path, tokenizer: Tokenizer) -> None:
    with site(ledger, tmp_path, tokenizer, ACCESS) as (client, tried):
        assert 'name="token"' in client.get("/failures").text
        form = {"cause": "Blocked"}
        assert client.post("/failures/retry", data=form).status_code == 401
        assert client.post("/failures/retry", data={**form, "token": "no"}).status_code == 401
        assert client.post("/failures/retry", data={**form, "token": "r"}).status_code == 403
        strange = {"Origin": "http://elsewhere.example"}
        assert client.post("/failures/retry", data={**form, "token": "w"}, headers=strange).status_code == 403
        assert client.post("/api/v1/retry", params=form).status_code == 401
        assert not tried
        assert client.post("/failures/retry", data={**form, "token": "w"}).status_code == 303
        assert tried
        bearer = {"Authorization": "Bearer w"}
        assert client.post("/api/v1/retry", params=form, headers=bearer).status_code == 202


def test_a_page_of_another_name_cannot_use_the_button_of_a_local_server(ledger: Ledger, tmp_path: Path, tokenizer: Tokenizer) -> None:
    with site(ledger, tmp_path, tokenizer, Access(local=True)) as (client, tried):
        answer = client.post("/failures/retry", data={"cause": "Blocked"}, headers={"Host": "rebound.example"})
        assert (answer.status_code, tried) == (403, [])


def test_pages_of_an_empty_home_say_what_to_do(ledger: Ledger, tmp_path: Path, tokenizer: Tokenizer) -> None:
    with site(ledger, tmp_path, tokenizer) as (client, _):
        for path in ("/status", "/coverage"):
            assert "Run zongshu demo" in client.get(path).text
        assert "zongshu crawl gets it" in client.get("/coverage", params={"paper": "ljrb"}).text
        assert client.get("/coverage", params={"paper": "nobody"}).status_code == 404
        assert "No issue failed" in client.get("/failures").text


@pytest.mark.system("chromium")
@pytest.mark.usefixtures("planted")
def test_nothing_overflows_a_phone_without_script_and_in_the_dark(ledger: Ledger, tmp_path: Path, tokenizer: Tokenizer) -> None:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with site(ledger, tmp_path, tokenizer, ACCESS) as (client, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False, color_scheme="dark")
        for path in ("/status", "/coverage", "/coverage?paper=ljrb&year=2024", "/failures"):
            page = context.new_page()
            page.goto(f"{client.base_url}{path}")
            box = page.locator("body").bounding_box()
            assert box is not None
            assert box["width"] <= 390
            assert not [one for one in page.locator("main > *").all() if (at := one.bounding_box()) and at["x"] + at["width"] > 390]
        grid = page.context.new_page()
        grid.goto(f"{client.base_url}/coverage?paper=ljrb&year=2024")
        assert grid.locator(".calendar td.missing").first.get_attribute("title").startswith("2024-01-")  # type: ignore[union-attr]
        assert grid.locator(".reasons td.why").get_by_text("refuses us").first.is_visible()
        browser.close()
