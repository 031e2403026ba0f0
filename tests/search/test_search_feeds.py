"""Feeds: valid by their specifications, each article once under its permanent name, nothing in them of the request's time."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import httpx
import jsonschema
import pytest
from arriving import arrive
from lxml import etree, html
from search_kit import HOSTILE, NOW, Library, library, made, served

from articles.model import Period, Place
from indexing import Tokenizer
from search import Question
from search.api import Access, Grant, WebSettings, create_app
from search.feeds import gathering

ATOM = {"a": "http://www.w3.org/2005/Atom"}
#: JSON Feed 1.1, what it asks for.
_TEXT = {"type": "string", "minLength": 1}
_DATE = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
_ITEM = {
    "type": "object",
    "required": ["id", "content_text"],
    "additionalProperties": False,
    "properties": {
        **dict.fromkeys(("id", "url", "title", "content_text"), _TEXT),
        **dict.fromkeys(("date_published", "date_modified"), _DATE),
        "authors": {"type": "array", "items": {"type": "object", "required": ["name"], "properties": {"name": _TEXT}}},
        "tags": {"type": "array", "items": _TEXT},
    },
}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        **dict.fromkeys(("title", "home_page_url", "feed_url", "language"), _TEXT),
        "items": {"type": "array", "items": _ITEM},
    },
}
HOURS = [NOW + dt.timedelta(hours=number) for number in range(6)]


@pytest.fixture
def site(tmp_path: Path, tokenizer: Tokenizer) -> Iterator[Library]:
    """Three articles that came in in the order opposite to their printing, one of them hostile."""
    with library(tmp_path, tokenizer, ()) as found:
        place = Place("990100", "岚江市", "prefecture")
        known = made(
            "ljrb-20240105-1", "政协提案办理", title="岚江政协这一年", organ="政协", place=place, period=Period(2022, 2023, "title", 1.0)
        )
        arrive(found, [known], HOURS[0], "first")
        arrive(found, [made("ljrb-20200102-2", f"政协 \x00\x0b{HOSTILE} ]]> & 提案", title=f"政协{HOSTILE}\u202e")], HOURS[1], "second")
        arrive(found, [made("ljrb-20220102-3", "政协委员", title=None)], HOURS[2], "third")
        yield found


@pytest.fixture
def client(site: Library) -> Iterator[httpx.Client]:
    with served(site.app()) as address, httpx.Client(base_url=address) as found:
        yield found


def valid(atom: bytes) -> etree._Element:
    schema = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
    document = etree.fromstring(atom)
    schema.assertValid(document)
    return document


def read(client: httpx.Client, **params: str) -> tuple[Any, dict[str, Any]]:
    """The same search as both formats, each valid; as a reader of feeds has it, and as JSON."""
    atom, plain = client.get("/feed.atom", params=params), client.get("/feed.json", params=params)
    assert (atom.status_code, plain.status_code) == (200, 200)
    assert atom.headers["content-type"].startswith("application/atom+xml")
    assert plain.headers["content-type"].startswith("application/feed+json")
    valid(atom.content)
    jsonschema.validate(plain.json(), JSON_FEED)
    parsed = feedparser.parse(atom.content)
    assert not parsed.bozo
    assert [one.id for one in parsed.entries] == [one["id"] for one in plain.json()["items"]]
    return parsed, plain.json()


def test_what_came_in_last_stands_first_with_what_cites_it(client: httpx.Client, site: Library) -> None:
    parsed, plain = read(client, q="政协")
    assert [one.id.rpartition(":")[2] for one in parsed.entries] == ["ljrb-20220102-3", "ljrb-20200102-2", "ljrb-20240105-1"]
    oldest = parsed.entries[2]
    assert (oldest.id, oldest.updated, oldest.published) == (
        "urn:zongshu:article:ljrb-20240105-1",
        "2024-03-01T01:00:00Z",
        "2024-03-01T01:00:00Z",
    )
    known = site.search.ask(Question("岚江政协")).hits[0]
    told = plain["items"][2]["content_text"].splitlines()
    assert told == [known.citation, "政协提案办理", "机构：政协", "地区：岚江市", "所述年份：2022–2023"]
    assert [tag.term for tag in oldest.tags] == ["政协", "岚江市", "2022", "2023"]
    assert (oldest.author, parsed.entries[0].title) == ("岚江日报", "（无标题）")
    assert client.get(oldest.link, headers={"Accept": "text/html"}).status_code == 200
    assert read(client, q="没有这个词语")[0].entries == []
    english = read(client, q="政协", lang="en")[1]
    assert (english["title"], english["language"]) == ("Zongshu search: 政协", "en")
    assert "Organ: 政协" in english["items"][2]["content_text"]


def test_nothing_printed_becomes_markup(client: httpx.Client) -> None:
    parsed, plain = read(client, q="政协", sort="date")
    hostile = plain["items"][1]
    assert hostile["title"] == f"政协{HOSTILE}"
    assert f"{HOSTILE} ]]> & 提案" in hostile["content_text"]
    document = valid(client.get("/feed.atom", params={"q": "政协"}).content)
    kinds = {one.get("type") for one in document.iterfind(".//a:summary", ATOM)} | {
        one.get("type") for one in document.iterfind(".//a:title", ATOM)
    }
    assert kinds <= {"text", None}
    assert not document.xpath("//*[local-name()='script']")
    assert len(parsed.entries) == 3


def test_revised_withdrawn_and_read_again(client: httpx.Client, site: Library) -> None:
    before = client.get("/feed.atom", params={"q": "政协"})
    known = made("ljrb-20240105-1", "政协提案办理", title="岚江政协这一年")
    arrive(site, [known], HOURS[3], "first")
    assert read(client, q="政协")[0].entries[0].id.endswith("20220102-3")
    revised = replace(known, revision=2, title="岚江政协这一年（更正）")
    arrive(site, [revised], HOURS[4], "first")
    first = read(client, q="政协")[0].entries[0]
    assert (first.id, first.updated, first.published) == (
        "urn:zongshu:article:ljrb-20240105-1",
        "2024-03-01T05:00:00Z",
        "2024-03-01T01:00:00Z",
    )
    assert "第 2 次修订" in first.summary
    arrive(site, [revised], HOURS[5], "first", gone=[revised.id])
    plain = read(client, q="政协")[1]["items"]
    assert len(plain) == 3
    assert (plain[0]["date_modified"], "已从来源撤下" in plain[0]["content_text"]) == ("2024-03-01T06:00:00Z", True)
    assert client.get("/feed.atom", params={"q": "政协"}).headers["etag"] != before.headers["etag"]


def test_asked_again_nothing_is_sent_until_there_is_news(client: httpx.Client, site: Library) -> None:
    for path in ("/feed.atom", "/feed.json"):
        first = client.get(path, params={"q": "政协"})
        assert first.headers["last-modified"] == "Fri, 01 Mar 2024 03:00:00 GMT"
        assert client.get(path, params={"q": "政协"}).content == first.content
        for header, value in (("If-None-Match", first.headers["etag"]), ("If-Modified-Since", first.headers["last-modified"])):
            again = client.get(path, params={"q": "政协"}, headers={header: value})
            assert (again.status_code, again.content) == (304, b"")
        for stale in (
            {"If-Modified-Since": "Fri, 01 Mar 2024 02:59:59 GMT"},
            {"If-Modified-Since": "yesterday"},
            {"If-None-Match": '"other"'},
        ):
            assert client.get(path, params={"q": "政协"}, headers=stale).status_code == 200
    assert client.get("/feed.atom", params={"q": "(政协"}).status_code == 400
    assert client.get("/feed.atom", params={"q": "政协", "limit": "1"}).text.count("<entry>") == 1
    assert client.get("/feed.atom", params={"q": "政协", "limit": "201"}).status_code == 400
    assert client.get("/feed.atom", params={"saved": "没有"}).status_code == 404
    just = dt.datetime.now(dt.UTC)
    arrive(site, [made("ljrb-20240106-1", "政协协商")], just, "now")
    fresh = client.get("/feed.atom", params={"q": "政协"})
    assert "last-modified" not in fresh.headers  # more may come in the same second


def test_the_results_name_their_feed(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/", params={"q": "政协", "place": "990100", "page": "1", "lang": "en"}).text)
    atom, plain = page.xpath("//head/link[@rel='alternate']")
    assert (atom.get("type"), plain.get("type")) == ("application/atom+xml", "application/feed+json")
    assert len(feedparser.parse(client.get(atom.get("href")).content).entries) == 1
    assert len(client.get(plain.get("href")).json()["items"]) == 1


def test_many_hits_are_gone_through_backwards(client: httpx.Client, site: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(client, q="政协")[1]["items"]
    monkeypatch.setattr(gathering, "_FEW", 1)
    monkeypatch.setattr(gathering, "_CHUNK", 2)
    assert read(client, q="政协")[1]["items"] == whole
    assert [one["id"][-1] for one in read(client, q="政协", limit="2")[1]["items"]] == ["3", "2"]
    arrive(site, [made("ljrb-20240105-1", "政协提案办理")], HOURS[3], "first", gone=["ljrb-20240105-1"])
    assert [one["id"][-1] for one in read(client, q="政协", limit="1")[1]["items"]] == ["1"]


def test_a_reader_of_feeds_shows_its_token_as_a_password(site: Library) -> None:
    grant = Grant("reader", write=False, mark="1")
    access = Access(True, True, False, {"zs_reader": grant}.get, {"reader": grant}.get)
    app = create_app(site.search, site.holdings, WebSettings(), access=access)
    with served(app) as address, httpx.Client(base_url=address) as client:
        refused = client.get("/feed.atom?q=政协")
        assert (refused.status_code, refused.headers["www-authenticate"][:5]) == (401, "Basic")
        assert client.get("/feed.atom?q=政协", auth=("x", "zs_reader")).status_code == 200
        assert client.get("/feed.json?q=政协", headers={"Authorization": "Bearer zs_reader"}).status_code == 200
        assert client.get("/feed.atom?q=政协", auth=("x", "zs_other")).status_code == 401
        assert client.get("/api/v1/search?q=政协", auth=("x", "zs_reader")).status_code == 401
