"""Files sent in over HTTP, into a real home: receipts, what became of them, and the client."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from search_kit import served

from articles.errors import UnknownArticle, UnknownPaper
from search import Holdings, Search
from search.api import WebSettings, create_app
from worker.cli.page import submit_to
from worker.runner import open_kit
from worker.settings import load
from worker.steps import Kit, index, open_generations, read
from zongshu.client import Client

TEXT = "政协澄浦市委员会2023年工作综述\n\n2023年，市政协提交提案312件，立案286件。\n".encode()
DAY = dt.date(2023, 1, 5)


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Kit]:
    with open_kit(load(home=tmp_path / "home")) as kit:
        open_generations(kit)
        yield kit


@pytest.fixture
def client(kit: Kit) -> Iterator[Client]:
    holdings = Holdings(kit.ledger, kit.archive, kit.files)
    app = create_app(Search(kit.index, holdings, {}, kit.index.tokenizer), holdings, WebSettings(), submit_to(kit))
    with served(app) as address, Client(address) as client:
        yield client


def work(kit: Kit) -> None:
    while read(kit) or index(kit):
        pass


def test_a_file_is_followed_from_its_receipt_to_its_articles(client: Client, kit: Kit) -> None:
    receipt = client.submit("报告.txt", TEXT, paper="cpwb", date=DAY)
    assert (receipt.known, client.file(receipt.key).state) == (False, "waiting")
    work(kit)
    became = client.file(receipt.key)
    assert (became.state, became.name, became.articles, became.reason, became.detail) == (
        "indexed",
        "报告.txt",
        ["cpwb-20230105-p0-1"],
        None,
        None,
    )
    assert (client.article("cpwb-20230105-p0-1").paper, became.taken is not None) == ("cpwb", True)
    again = client.submit("别名.txt", TEXT)
    assert (again.key, again.known) == (receipt.key, True)
    assert client.file(again.key).name == "报告.txt"


def test_what_failed_says_why_and_what_is_wrong_with_a_part_is_told(client: Client, kit: Kit) -> None:
    bad, part = client.ingest("a.pdf", b"%PDF-1.4"), client.ingest("a.csv", "标题,正文\n甲,甲文一段。\n乙,\n".encode())
    work(kit)
    failed, half = client.file(bad), client.file(part)
    assert (failed.state, failed.articles, (failed.reason or {})["key"]) == ("failed", [], "pdf_damaged")
    assert "请查看文件是否完整" in (failed.detail or "")
    assert (half.state, half.articles, (half.reason or {})["empty"]) == ("indexed", [f"{part}-1"], "3")


def test_wrong_use_is_a_problem_by_name(client: Client, kit: Kit) -> None:
    with pytest.raises(UnknownPaper):
        client.submit("a.txt", TEXT, paper="nobody")
    with pytest.raises(UnknownArticle) as caught:
        client.file("files-ffffffffffff")
    assert caught.value.key == "query_no_file"
    assert kit.ledger.reports.progress().open == 0
    answer = httpx.post(f"{client._root}api/v1/ingest", params={"name": "a.txt", "date": "何年"}, content=TEXT)
    assert (answer.status_code, answer.headers["content-type"], answer.json()["field"]) == (422, "application/problem+json", "date")
