"""The article view: its figures where they stand and what they lead to; what a repair did, and the text before, on demand."""

import httpx
import pytest
from bs4 import BeautifulSoup
from search_kit import HOSTILE, Walked, library, made, served

from articles.model import Figure, Place, Repair
from indexing import Tokenizer

TEXT = f"立案提案439件，办复率{HOSTILE}100%。\n新的一年，力争立案480件。"


def figure(words: str, what: str, status: str = "achieved") -> Figure:
    start = TEXT.index(words)
    return Figure(words, "件", "件", what, None, None, status, None, None, TEXT, start, start + len(words))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def soup(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> BeautifulSoup:
    article = made(
        text=TEXT,
        paragraphs=(),
        organ="政协",
        place=Place("990100", "澄浦市", "prefecture"),
        figures=(figure("480", "立案提案", "planned"), figure("439", "立案提案")),
        repairs=(Repair("doubled", 4, 6, "removed", None, 0.6, "提案"), Repair("white_space", 9, 10, "removed", None, 1.0, " ")),
    )
    with library(tmp_path_factory.mktemp("reading"), tokenizer, [article]) as found, served(found.app()) as address:
        return BeautifulSoup(httpx.get(f"{address}/articles/{article.id}?q=提案439", headers={"Accept": "text/html"}).text, "lxml")


def test_figures_are_marked_where_they_stand_and_lead_to_their_series(soup: BeautifulSoup) -> None:
    assert [(one["id"], one.get_text()) for one in soup.select("article.text > p .figure")] == [("n1", "439"), ("n2", "480")]
    assert soup.select_one(".figure mark")
    rows = soup.select(".told-figures tbody tr")
    assert [row.select("td a")[0]["href"] for row in rows] == ["#n1", "#n2"]
    assert rows[1].select("td")[1].get_text().strip() == "（计划）"
    assert "place=990100" in str(rows[0].select("td a")[1]["href"])
    assert [one.get_text() for one in soup.select("article.text > p")] == TEXT.split("\n")


def test_repairs_are_told_with_their_doubts_and_the_text_before(soup: BeautifulSoup) -> None:
    told = soup.select(".mended li")
    assert len(told) == 1
    assert "删去" in told[0].get_text()
    assert "60%" in told[0].select_one(".warn").get_text()  # type: ignore[union-attr]
    assert soup.select_one(".mended pre").get_text() == f"{TEXT[:4]}提案439 {TEXT[7:]}"  # type: ignore[union-attr]


def test_a_page_read_from_pdf_shows_its_facsimile_and_its_record(walked: Walked) -> None:
    with httpx.Client(base_url=walked.address, headers={"Accept": "text/html"}, timeout=60) as client:
        soup = BeautifulSoup(client.get(f"/articles/{walked.printed[0]}").text, "lxml")
        picture = client.get(str(soup.select("#printed img")[0]["src"]))
        raw = client.get(str(next(one["href"] for one in soup.select(".record a") if str(one["href"]).endswith("/raw"))))
    assert soup.select_one('.record a[href="#printed"]')
    assert picture.headers["content-type"].startswith("image/")
    assert raw.content.startswith(b"%PDF")
