"""The reader of an address saved before everything was read and built again finds the same article."""

import shutil
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup
from search_kit import served

from bench import sampled
from tests.pdfpages.maker import made
from worker.cli.face import Face
from worker.cli.program import ended
from worker.home import Home
from worker.runner import open_kit
from worker.settings import load

DAYS = sampled.small()[:1]


def read(address: str, paths: list[str]) -> list[str]:
    """What stands on the pages of saved addresses."""
    found = []
    with httpx.Client(base_url=address, headers={"Accept": "text/html"}, follow_redirects=True, timeout=60) as client:
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, path
            text = BeautifulSoup(answer.text, "lxml").select_one("article.text")
            assert text is not None
            found.append(text.get_text())
    return found


def test_saved_addresses_outlive_a_new_reading_and_a_new_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    printed = sampled.crawl(home, DAYS, made(6).pdf)
    with sampled.app(home) as app, served(app) as address, httpx.Client(base_url=address) as client:
        ids = [hit["id"] for hit in client.get("/api/v1/search", params={"all": "1", "limit": "200"}).json()["hits"]]
        paths = [f"/articles/{one}?q=政协" for one in ids]
        before = read(address, paths)
    assert set(printed) < set(ids)
    shutil.rmtree(Home(home).index)
    shutil.rmtree(Home(home).articles)
    assert ended(Face(json=True), ["--home", str(home), "reindex", "--reread"]) == 0
    capsys.readouterr()
    with open_kit(load(home=home)) as kit:
        assert kit.ledger.reports.progress(None).articles == len(ids)
    with sampled.app(home) as app, served(app) as address:
        assert read(address, paths) == before
