"""Questions: the query language down to an engine's answer, and every operation of the API."""

import asyncio
import json
import random
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from articles.errors import ZongshuError
from indexing import Request, Tokenizer, load_words, open_index
from scrapers.sample import PAPERS, articles
from search import Holdings, Search
from search.api import Taken, WebSettings, create_app
from search.query import clause, load_synonyms, parse, place_names, widened
from storage import Archive
from storage.ledger import Ledger
from tests.fuzz.mutate import mutated
from tests.fuzz.target import Ready, Target

QUERIES = (
    "政协 提案", '"政协委员" OR 履职', "标题:政协 AND (提案 或 协商) 非 人大", "年份:2018..2022 机构:政协 地区:岚江市",
    '"协商 提案"~5', "提案*", "报纸:岚江日报 版:A01",
    "title:政协 AND NOT text:监督", "作者:王 形式:报告", "(政 (协 (提 案)))", "办复率 99.3%", "“政协”委员", "５．１％ ＧＤＰ",
)  # fmt: skip
_WORDS = tuple(
    word.encode()
    for word in [
        " AND ",
        "  OR ",
        " NOT ",
        " 与 ",
        " 或 ",
        " 非 ",
        "(",
        ")",
        '"',
        "~5",
        "*",
        "标题:",
        "年份:",
        "地区:",
        "形式:",
        "..",
        "：",
        "\\",
        "“",
        "\u3000",
        "政",
        "a",
        "-",
        "%",
        "2022",
    ]
)
_PAPERS = dict.fromkeys(PAPERS, "岚江日报")


def text_of(case: bytes) -> str:
    """A case as text; what is no UTF-8 stays as lone surrogates, as it would from a command line."""
    return case.decode("utf-8", "surrogateescape")


@contextmanager
def library(folder: Path) -> Iterator[tuple[Search, Holdings]]:
    """Forty articles in an index, an empty ledger and archive."""
    tokenizer = Tokenizer(load_words(()))
    with closing(open_index(folder / "index", tokenizer)) as index, Ledger(f"sqlite:///{folder}/ledger.sqlite3") as ledger:
        index.create()
        index.write(list(articles(40)))
        holdings = Holdings(ledger, Archive(folder / "archive"))
        yield Search(index, holdings, _PAPERS, tokenizer), holdings


@contextmanager
def _queries() -> Iterator[Ready]:
    known, synonyms = place_names((("岚江市", "990100"), ("禾川县", "990200"))), load_synonyms(None)
    seeds = [query.encode() for query in QUERIES]
    with tempfile.TemporaryDirectory() as folder, library(Path(folder)) as (search, _):
        index = search.index

        def reads(case: bytes) -> None:
            tree = parse(text_of(case), lambda text: bool(index.tokenizer.units(text)))
            wide, _added = widened(tree, synonyms, known)
            index.ask(Request(clause(wide, index.tokenizer, _PAPERS, known), limit=3))

        yield Ready(lambda draw: mutated(draw.choice(seeds), draw, (*_WORDS, *seeds)), reads)


class _Api:
    """The app, asked without a socket."""

    def __init__(self, search: Search, holdings: Holdings) -> None:
        app = create_app(search, holdings, WebSettings(upload=10_000, version="9.9.9"), lambda _: Taken("files-0123456789ab"))
        self._loop = asyncio.new_event_loop()
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1")
        self.document: dict[str, Any] = app.openapi()
        self.first = next(iter(articles(1))).id

    def close(self) -> None:
        self._loop.run_until_complete(self._client.aclose())
        self._loop.close()

    def asked(self, method: str, address: str, headers: dict[str, str], content: bytes | None) -> httpx.Response:
        return self._loop.run_until_complete(self._client.request(method, address, headers=headers, content=content))


#: Values that parameters have, which are damaged in turn.
_VALUES = (
    "政协",
    "1",
    "true",
    "date",
    "-date",
    "2018..2022",
    "csv",
    "xlsx",
    "docx",
    "jsonl",
    "ljrb",
    "files-0123456789ab",
    "",
    "2016-01-01",
    "summary.report",
    "0",
)
_PAGES = (
    "/",
    "/figures",
    "/trends",
    "/selection",
    "/status",
    "/coverage",
    "/failures",
    "/articles/{id}",
    "/static/style.css",
    "/login",
    "/{id}",
)


def _request(api: _Api, draw: random.Random) -> bytes:
    """A request as JSON: an operation of the document, or a page, with damaged values, names and headers."""
    operations = [(path, method) for path, methods in api.document["paths"].items() for method in methods]
    path, method = draw.choice(operations) if draw.random() < 0.8 else (draw.choice(_PAGES), "get")
    known = [one["name"] for one in api.document["paths"].get(path, {}).get(method, {}).get("parameters", ()) if one["in"] == "query"]
    values = [(draw.choice(known or ["q"]), _value(draw)) for _ in range(draw.choice((0, 1, 2, 4)))]
    values += [(name, draw.choice(_VALUES)) for name in known if draw.random() < 0.2]
    own = api.first if draw.random() < 0.6 else _value(draw)
    return json.dumps({
        "method": method.upper() if draw.random() < 0.95 else draw.choice(("PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE")),
        "path": path.replace("{id}", quote(own, safe="")).replace("{key}", quote(own, safe="")),
        "query": "&".join(f"{name}={quote(value, safe='')}" for name, value in values),
        "accept": draw.choice(("text/html", "application/json", "*/*", "")),
        "match": draw.choice(("*", '"x"', 'W/"', "")),
        "body": _value(draw),
    }).encode()  # fmt: skip


def _value(draw: random.Random) -> str:
    value = draw.choice((*_VALUES, *QUERIES))
    return mutated(value.encode(), draw, _WORDS).decode("utf-8", "replace") if draw.random() < 0.7 else value


@contextmanager
def _api() -> Iterator[Ready]:
    with tempfile.TemporaryDirectory() as folder, library(Path(folder)) as rooms, closing(_Api(*rooms)) as api:
        yield Ready(lambda draw: _request(api, draw), lambda case: _answered(api, json.loads(case)))


class Refused(ZongshuError):
    """The API's own answer to a case: no error here."""

    def message(self, lang: str) -> str:
        """The key; what is said was looked at already."""
        return f"{lang} {self.key}"


def _answered(api: _Api, case: dict[str, str]) -> None:
    """Answered within the API's words: no fault of ours, problems as problems, every header there."""
    address = f"{case['path']}?{case['query']}" if case["query"] else case["path"]
    content = case["body"].encode() if case["method"] == "POST" else None
    answer = api.asked(case["method"], address, {"Accept": case["accept"], "If-None-Match": case["match"]}, content)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.status_code != 500, answer.text[:300]
    if answer.status_code >= 400 and case["path"].startswith("/api/"):
        assert answer.headers["content-type"] == "application/problem+json", answer.status_code
        if case["method"] != "HEAD":
            problem = answer.json()
            assert problem["status"] == answer.status_code
            assert "{" not in problem["title"]
            raise Refused(problem["code"])


TARGETS = (Target("query", 150, _queries), Target("api", 25, _api))
