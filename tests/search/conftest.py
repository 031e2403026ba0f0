"""What the tests of search share: sample articles in a real index, a real ledger and archive, the app on a real server."""

import datetime as dt
import fcntl
import json
import os
import shutil
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright
from search_kit import DROPPED, HOSTILE, NOW, Library, Walked, drop_in, library, made, served

from articles.model import Article, Source
from bench import sampled
from indexing import Tokenizer, load_words
from scrapers.sample import articles as sample_articles
from storage.ledger import Due, Found, Pace, issue_key
from tests.pdfpages.maker import made as pdf_made


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    return Tokenizer(load_words(()))


@pytest.fixture(scope="session")
def hostile() -> Article:
    """An article whose every field would like to be markup."""
    title, text = f"政协{HOSTILE}", f'政协 "><img src=x onerror=alert(1)> {HOSTILE} {{{{ 7*7 }}}}'
    source = Source("javascript:alert(1)", "0" * 64)
    return made(
        "ljrb-20240102-666", text, kicker=HOSTILE, title=title, subtitle=HOSTILE, source=source, date=dt.date(2024, 1, 2), flags=(HOSTILE,)
    )


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer, hostile: Article) -> Iterator[Library]:
    """800 articles of the sample newspapers, a hostile one and a dropped file; one issue missing, one id moved."""
    dropped = made(f"{DROPPED}-1", "政协履职", paper="files", date=None, page=None, source=Source("a.html", "0" * 64))
    articles = [*sample_articles(800), hostile, dropped]
    with library(tmp_path_factory.mktemp("sample"), tokenizer, articles) as found:
        first = Found("http://epaper.lanjiang.example/1", "layout", "epaper.lanjiang.example", 0)
        date = dt.date(2016, 2, 3)
        found.ledger.issues.plan([Due(issue_key("ljrb", date), "ljrb", date, first, Pace(0.0))], again=False, now=NOW)
        drop_in(found)
        yield found


@pytest.fixture(scope="session")
def address(sample: Library) -> Iterator[str]:
    with served(sample.app()) as found:
        yield found


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if program is None:
        pytest.fail("no browser: install chromium or name one in CHROMIUM, or leave these tests out with -m 'not system'")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Walked]:
    """The home that newcomers walk through, served; crawled once for all processes that test, a copy for each."""
    base = tmp_path_factory.getbasetemp()
    crawled = (base if worker_id == "master" else base.parent) / "crawled"
    crawled.mkdir(exist_ok=True)
    with (crawled / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = crawled / "printed.json"
        if not told.exists():
            told.write_text(json.dumps(sampled.crawl(crawled / "home", sampled.small(), pdf_made(6).pdf)), "utf-8")
    home = tmp_path_factory.mktemp("walked") / "home"
    shutil.copytree(crawled / "home", home)
    with sampled.app(home) as app, served(app) as address:
        yield Walked(home, address, json.loads(told.read_text("utf-8")))
