"""The page of figures: the API's values, a chart a unit, gaps broken, planned points hollow, every point at its sentence."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from search_kit import HOSTILE, library, served
from test_search_figures import account

from indexing import Tokenizer
from scrapers import read_dropped

#: As the reports of the State Council from 2008 to 2022 print it of the year before; the first of them tells no rate of one year.
GROWTH = dict(
    zip(range(2008, 2022), ["9", "8.7", "10.3", "9.2", "7.8", "7.7", "7.4", "6.9", "6.7", "6.9", "6.6", "6.1", "2.3", "8.1"], strict=True)
)
#: Lines of a report that are read, for time's sake: its review opens with the rate, after a five-year plan's it opens anew further down.
_LINES = (slice(0, 60), slice(228, 242))
TEXTS = {
    2016: ("立案提案439件，办复率100%。",),
    2017: ("立案提案451件，办复率99.1%。",),
    2020: ("立案提案461件。", "新的一年，力争立案提案480件。"),
    2021: ("开展视察12次。",),
    2022: ("立案提案475件。",),
}


@pytest.mark.system
def test_it_fits_a_phone(browser: Browser, tokenizer: Tokenizer, tmp_path: Path) -> None:
    articles = [account(3, year, *words) for year, words in TEXTS.items()]
    articles += [account(9, 2022, "立案提案476件。", paper="ljrb")]
    with library(tmp_path, tokenizer, articles) as found, served(found.app()) as address:
        sheet = browser.new_page(viewport={"width": 390, "height": 800})
        sheet.goto(f"{address}/figures?q=提案&place=990100&planned=1&lang=en")
        assert sheet.locator("svg .stroke").count() > 0
        assert sheet.locator(".warn").count() == 2
        assert sheet.evaluate("document.documentElement.scrollWidth") <= 390
        sheet.close()


def test_the_page_of_figures(tokenizer: Tokenizer, tmp_path: Path) -> None:
    articles = [account(3, year, *words) for year, words in TEXTS.items()]
    with library(tmp_path, tokenizer, articles) as found, served(found.app()) as address:
        client = httpx.Client(base_url=address, headers={"Accept": "text/html"}, timeout=30)
        answer = client.get("/figures", params={"q": "提案", "place": "990100", "planned": "1"})
        assert not re.search(r"<script|\sstyle=", answer.text)
        soup = BeautifulSoup(answer.text, "lxml")
        series = client.get("/api/v1/figures", params={"q": "提案", "place": "990100", "planned": "true"}).json()["series"]
        assert len(soup.select("main > section")) == len({(one["unit"], one["years"]) for one in series}) == 2
        for one in series:
            name = f"{one['place']['name']}{one['organ']} {one['what']}"
            table = next(part for part in soup.select("details") if part.summary and part.summary.get_text() == name)
            cells = [[" ".join(cell.get_text().split()) for cell in row.select("th, td")][:2] for row in table.select("tbody tr")]
            told = [
                [str(point["year"]), f"{point['value']}{one['unit']}" + (" （计划）" if point["status"] == "planned" else "")]
                for point in one["points"]
            ]
            assert sorted(cells) == sorted([*told, *([str(gap["year"]), "—"] for gap in one["gaps"])])
        table_ = client.get(str(soup.select_one("a[download]")["href"]))  # type: ignore[index] # it is there
        assert table_.headers["content-type"].startswith("text/csv")
        rows = list(csv.DictReader(io.StringIO(table_.text.removeprefix("\ufeff"))))
        values = [(one["what"], str(point["year"]), point["value"]) for one in series for point in one["points"]]
        assert sorted((row["what"], row["year"], row["value"]) for row in rows if row["value"]) == sorted(values)
        filed = soup.select("svg")[0]
        assert [len(str(line["points"]).split()) for line in filed.select("g.s0 polyline")] == [2]
        assert len(filed.select(".dot.hollow")) == 1
        for link in soup.select("svg a"):
            target = str(link["href"])
            words = unquote(target.partition("#:~:text=")[2])
            shown = BeautifulSoup(client.get(target.partition("#")[0]).text, "lxml")
            assert words in shown.select_one("article").get_text()  # type: ignore[union-attr] # it is an article
            assert shown.select("mark")
        assert client.get("/figures").status_code == 200
        assert "没有这样的数" in client.get("/figures", params={"q": "没有的数"}).text
        for params in ({"q": "，"}, {"q": "提案", "years": "去年"}, {"q": "提案" * 60}):
            wrong = client.get("/figures", params=params)
            assert (wrong.status_code, "alert" in wrong.text) == (400, True)
        assert HOSTILE not in client.get("/figures", params={"q": HOSTILE, "place": "990100", "organ": HOSTILE}).text
        client.close()


@pytest.mark.corpus
def test_growth_of_fifteen_reports_is_drawn_and_every_point_opens_its_sentence(tokenizer: Tokenizer, tmp_path: Path, corpus: Path) -> None:
    files = sorted((corpus / "reports").glob("国务院*.txt"))
    lines = {file.name: file.read_bytes().split(b"\n") for file in files}
    articles = [read_dropped(name, b"\n".join(line for some in _LINES for line in held[some]))[0] for name, held in lines.items()]
    with library(tmp_path, tokenizer, articles) as found, served(found.app()) as address:
        client = httpx.Client(base_url=address, headers={"Accept": "text/html"}, timeout=30)
        soup = BeautifulSoup(client.get("/figures", params={"q": "生产总值增长率", "organ": "政府"}).text, "lxml")
        table = next(part for part in soup.select("details") if part.summary and part.summary.get_text().endswith(" 生产总值增长率"))
        told = [[cell.get_text().strip() for cell in row.select("th, td")][:2] for row in table.select("tbody tr")]
        assert told == [[str(year), f"{value}%"] for year, value in GROWTH.items()]
        points = {str(link["href"]) for link in soup.select("svg a")}
        for link, year in zip(table.select("tbody a"), GROWTH, strict=True):
            assert str(link["href"]) in points
            page, _, words = str(link["href"]).partition("#:~:text=")
            shown = BeautifulSoup(client.get(page).text, "lxml")
            text = "".join(shown.select_one("article").get_text().split())  # type: ignore[union-attr] # it is an article
            assert "".join(unquote(words).split()) in text
            assert GROWTH[year] in link.get_text()
            assert shown.select("mark")
        client.close()
