"""The page of trends: its numbers are the API's and the command's, each leads to the search that gives these articles."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from search_kit import HOSTILE, served
from test_search_trends import ARTICLES

from search import Holdings
from search.api import WebSettings, create_app
from worker.cli.face import Face
from worker.cli.program import ended
from worker.cli.rooms import opened

HTML = {"Accept": "text/html"}
PHRASES = ("共同富裕", "提案", "没有这个词语")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("trends") / "home"


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """The app on a home that the command reads too."""
    with opened(Face(home=home)) as rooms:
        rooms.index.create()
        rooms.index.write(ARTICLES)
        with served(create_app(rooms.search, Holdings(rooms.ledger, rooms.archive), WebSettings())) as found:
            yield found
        rooms.index.close()


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, headers=HTML, timeout=30) as found:
        yield found


def page(client: httpx.Client, **params: str) -> BeautifulSoup:
    answer = client.get("/trends", params=params)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "lxml")


def numbers(soup: BeautifulSoup) -> list[tuple[int, list[tuple[int, int, str] | None]]]:
    """The table: years, and of each line what is found, what is held, and the share."""
    rows = []
    for row in soup.select("table.numbers tbody tr"):
        cells = [re.fullmatch(r"(\d+) / (\d+) (\S+)", " ".join(cell.get_text().split())) for cell in row.select("td")]
        year = int(row.select_one("th").get_text())  # type: ignore[union-attr] # every row has one
        rows.append((year, [(int(cell[1]), int(cell[2]), cell[3]) if cell else None for cell in cells]))
    return rows[::-1]


@pytest.mark.parametrize("more", [{}, {"by": "organ"}, {"by": "place", "place": "99", "all": "1"}])
def test_page_api_and_command_tell_the_same_numbers(
    client: httpx.Client, home: Path, capsys: pytest.CaptureFixture[str], more: dict[str, str]
) -> None:
    shown = numbers(page(client, q="\n".join(PHRASES), **more))
    answer = client.get("/api/v1/trends", params={"q": PHRASES, "limit": "6", **more}).json()
    lines = [
        {point["year"]: (point["count"], point["held"], f"{point['share']:.1%}") for point in one["points"]} for one in answer["lines"]
    ]
    years = range(answer["summary"]["first_year"], answer["summary"]["last_year"] + 1)
    assert shown == [(year, [line.get(year) for line in lines]) for year in years]
    options = [word for name, value in more.items() for word in ([f"--{name}"] if name == "all" else [f"--{name}", value])]
    command = ["--home", str(home), "trends", *PHRASES, "--limit", "6", *options]
    assert ended(Face(json=True), [*command, "--json"]) == 0
    *told, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (told, last["summary"]) == (answer["lines"], answer["summary"])
    assert ended(Face(), [*command, "--csv"]) == 0
    table = capsys.readouterr().out
    assert table == client.get("/api/v1/trends", params={"q": PHRASES, "limit": "6", "format": "csv", **more}).text
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    assert sum(int(row["count"] or 0) for row in rows) == sum(cell[0] for _, cells in shown for cell in cells if cell)
    assert ended(Face(), command) == 0
    people = capsys.readouterr().out
    assert "没有一篇用到它" in people
    for point in answer["lines"][0]["points"]:
        assert re.search(rf"{point['year']}\s+{point['count']}\s+{point['held']}\s+{point['share']:.1%}", people)
    assert max(map(len, people.splitlines())) <= 80


@pytest.mark.parametrize("more", [{}, {"by": "organ", "organ": "政协"}, {"by": "province", "place": "990104", "all": "1"}, {"by": "place"}])
def test_every_number_leads_to_its_articles(client: httpx.Client, more: dict[str, str]) -> None:
    soup = page(client, q="共同富裕\n提案 OR 法治", **more)
    found = 0
    for link in soup.select("table.numbers td a"):
        results = BeautifulSoup(client.get(str(link["href"])).text, "lxml")
        total = results.select_one("h1.total")
        assert total is not None
        assert re.findall(r"\d+", total.get_text()) == [link.get_text()]
        found += 1
    assert found >= 3
    drawn = {str(link["href"]) for link in soup.select("svg a")}
    assert drawn == {str(link["href"]) for link in soup.select("table.numbers td a")}
    for first in soup.select(".firsts a"):
        assert client.get(str(first["href"])).status_code == 200


def test_gaps_are_gaps_and_the_table_can_be_had(client: httpx.Client) -> None:
    soup = page(client, q="共同富裕", by="organ")
    assert "2017、2018" in soup.select(".notes .note")[0].get_text()
    first = soup.select_one("svg g.s0")
    assert first is not None
    assert [len(str(one["points"]).split()) for one in first.select("polyline")] == [2, 2]
    assert len(soup.select("svg .band")) == 2
    assert [cells[0] for year, cells in numbers(soup) if year in (2017, 2018)] == [None, None]
    answer = client.get(str(soup.select_one("a[download]")["href"]))  # type: ignore[index] # it is there
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.startswith("\ufeffphrase,")
    for part in ("svg title", "svg desc"):
        assert soup.select_one(part)
    assert page(client, q="共同富裕", lang="en").select_one("h1").get_text() == "Phrases over the years"  # type: ignore[union-attr]


def test_bad_input_is_named_on_the_page(client: httpx.Client) -> None:
    for params, words in (
        ({"q": "(提案"}, "括号"),
        ({"q": "提案", "years": "去年"}, "去年"),
        ({"q": "提案 形式:news"}, "形式"),
        ({"q": "\n".join(["提案"] * 11)}, "10"),
        ({"q": "提案", "limit": "5000"}, "1000"),
    ):
        answer = client.get("/trends", params=params)
        soup = BeautifulSoup(answer.text, "lxml")
        assert (answer.status_code, bool(soup.select("textarea"))) == (400, True)
        assert words in soup.select_one("[role=alert]").get_text()  # type: ignore[union-attr]
    nothing = page(client, q="提案", organ="检察院")
    assert nothing.select_one("svg") is None
    assert len(page(client).select("form.trends textarea[autofocus]")) == 1
    hostile = client.get("/trends", params={"q": f'"{HOSTILE}"', "by": HOSTILE, "place": "990100"})
    assert HOSTILE not in hostile.text
    assert not re.search(r"<script|\sstyle=|\son\w+=", hostile.text)


@pytest.mark.system
def test_a_phone_and_the_keyboard(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=True, color_scheme="dark")
    sheet = context.new_page()
    told: list[str] = []
    sheet.on("console", lambda message: told.append(message.text))
    sheet.goto(f"{address}/trends")
    sheet.keyboard.type("共同富裕")
    for _ in range(4):
        sheet.keyboard.press("Tab")
    sheet.keyboard.press("Enter")
    sheet.wait_for_selector("svg .stroke")
    assert sheet.evaluate("document.documentElement.scrollWidth") <= 390
    sheet.locator("svg a").first.focus()
    sheet.keyboard.press("Enter")
    sheet.wait_for_selector("h1.total")
    assert told == []
    context.close()
