"""Saved searches: the same by API, client and page; the page's form without JavaScript; who may write."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import feedparser
import httpx
import pytest
from arriving import arrive
from lxml import html
from search_kit import HOSTILE, NOW, Library, library, made, served

from articles.errors import Blocked, QueryError, UnknownArticle
from indexing import Tokenizer
from search import Question, Span
from search.api import Access, Grant, WebSettings, create_app
from search.saved import Shelf, asked_data, pairs_of, question_of
from zongshu import Client

API = "/api/v1/saved"
ASKED = {"q": "政协 提案", "years": "2018..2023", "organ": ["政协", "人大"], "place": "990100", "all": "1", "synonyms": "0"}
WRITER, READER = Grant("writer", write=True, mark="2"), Grant("reader", write=False, mark="1")


@pytest.fixture
def site(tmp_path: Path, tokenizer: Tokenizer) -> Iterator[Library]:
    with library(tmp_path, tokenizer, ()) as found:
        arrive(found, [made("ljrb-20200102-1", "政协提案"), made("ljrb-20200102-2", "人大立法")], NOW)
        yield found


@pytest.fixture
def address(site: Library) -> Iterator[str]:
    with served(create_app(site.search, site.holdings, WebSettings(alerts=("webhook",)))) as found:
        yield found


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as found:
        yield found


def page(answer: httpx.Response, status: int = 200) -> html.HtmlElement:
    assert answer.status_code == status, answer.text
    return html.fromstring(answer.text)


def sent(client: httpx.Client, form: html.HtmlElement, **more: str) -> httpx.Response:
    """What a browser without JavaScript sends when the form's button is pressed."""
    fields = [(name, value) for name, value in form.form_values() if name not in more]
    body = urlencode([*fields, *more.items()])
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": str(client.base_url).rstrip("/")}
    return client.post(form.action, content=body, headers=headers, follow_redirects=True)


def test_a_question_is_kept_whole() -> None:
    full = Question(
        "a", Span(2018, None), Span(2020, 2020), ("政协",), ("99",), ("ljrb",), ("news",), True, "-date", words=True, names=False
    )
    for question in (Question(), full, Question("b", synonyms=False)):
        kept = question_of(asked_data(question))
        assert asked_data(kept) == asked_data(question)
        assert dict(pairs_of(kept)).keys() - {"q"} == asked_data(question).keys() - {"query"}


def test_saved_asked_and_forgotten_by_the_api(client: httpx.Client) -> None:
    made_ = client.post(API, params={**ASKED, "name": " 岚江  提案 ", "alert": "webhook", "limit": "3", "facets": "true"})
    assert made_.status_code == 201
    one = made_.json()
    want = {"query": "政协 提案", "years": "2018..2023", "organ": ["政协", "人大"], "place": ["990100"], "all": True, "synonyms": False}
    assert (one["name"], one["alert"], one["asked"]) == ("岚江 提案", "webhook", want)
    assert client.get(API).json() == {"saved": [one], "alerts": ["none", "webhook"]}
    assert client.get(f"{API}/岚江 提案").json() == client.get(f"{API}/{one['key']}").json() == one
    for path in ("page", "search", "atom", "json_feed"):
        assert client.get(one[path], headers={"Accept": "text/html"}).status_code == 200
    assert client.get(one["search"]).json()["hits"] == client.get("/api/v1/search", params=ASKED).json()["hits"]
    assert client.delete(f"{API}/{one['key']}").status_code == 204
    assert (client.get(API).json()["saved"], client.get(f"{API}/{one['key']}").status_code) == ([], 404)
    assert client.get(one["atom"]).status_code == 404


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"q": "(政协"}, "query_group_open"),
        ({"q": "政协", "years": "去年"}, "query_years"),
        ({"q": "政协", "alert": "mail"}, "saved_way"),
        ({"q": "政协", "name": "  "}, "saved_name"),
        ({"q": "政协", "name": "x" * 101}, "saved_name"),
        ({"q": "政协", "name": "a\u202eb"}, "saved_name"),
        ({"q": "政协", "name": "已有"}, "saved_taken"),
    ],
)
def test_what_cannot_be_saved_is_named(client: httpx.Client, params: dict[str, str], code: str) -> None:
    assert client.post(API, params={"q": "政协", "name": "已有"}).status_code == 201
    answer = client.post(API, params={"name": "新的", **params})
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert len(client.get(API).json()["saved"]) == 1
    assert client.delete(f"{API}/没有").json()["code"] == "saved_unknown"


def test_so_many_and_no_more(site: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.saved.shelf.MOST", 1)
    shelf = Shelf(site.ledger, site.search)
    shelf.add("a", Question("政协"))
    with pytest.raises(QueryError) as raised:
        shelf.add("b", Question("政协"))
    assert raised.value.key == "saved_many"


def test_the_client_has_the_same_powers(address: str) -> None:
    with Client(address) as client:
        one = client.save("提案", "政协", years="2018..2023", place=["990100"], alert="webhook")
        assert (client.saved(), one.asked["place"]) == ([one], ["990100"])
        client.forget(one.key)
        assert client.saved() == []
        with pytest.raises(UnknownArticle):
            client.forget("没有")
        with pytest.raises(QueryError):
            client.save("x", "(政协")


def test_the_page_saves_a_search_without_script(client: httpx.Client) -> None:
    results = page(client.get("/", params={"q": "政协", "place": "990100", "page": "2", "unfold": "1", "lang": "en"}))
    (save,) = results.xpath("//a[text()='Save this search']/@href")
    form = page(client.get(save)).xpath("//section[@aria-labelledby='add']//form")[0]
    assert form.inputs["name"].value == "政协"
    assert form.inputs["alert"].value_options == ["none", "webhook"]
    saved = page(sent(client, form, name=f"岚江{HOSTILE}"))
    assert "is saved" in saved.xpath("//*[@role='status']")[0].text_content()
    (link,) = saved.xpath("//section[@class='cause']/h2/a")
    assert (link.text_content(), httpx.URL(link.get("href")).params["place"]) == (f"岚江{HOSTILE}", "990100")
    feed = saved.xpath("//head/link[@type='application/atom+xml']/@href")[0]
    assert feedparser.parse(client.get(feed).content).feed.title == f"综述：岚江{HOSTILE}"
    assert not saved.xpath("//script")
    again = page(sent(client, page(client.get(save)).forms[0], name=f"岚江{HOSTILE}"), 400)
    assert "called" in again.xpath("//*[@role='alert']")[0].text_content()
    assert again.xpath("//input[@name='place']/@value") == ["990100"]
    gone = page(sent(client, saved.xpath("//section[@class='cause']/form")[0]))
    assert not gone.xpath("//section[@class='cause']")
    assert "还没有保存" in page(client.get("/saved")).text_content()


def test_nobody_else_writes(site: Library) -> None:
    tokens = {"zs_writer": WRITER, "zs_reader": READER}
    access = Access(True, True, False, tokens.get, {one.name: one for one in tokens.values()}.get)
    with served(create_app(site.search, site.holdings, WebSettings(), access=access)) as address:
        with httpx.Client(base_url=address) as client:
            for token, status in (("", 401), ("zs_reader", 403), ("zs_writer", 201)):
                headers = {"Authorization": f"Bearer {token}"} if token else {}
                assert client.post(API, params={"q": "政协", "name": token or "x"}, headers=headers).status_code == status
            key = client.get(API, headers={"Authorization": "Bearer zs_reader"}).json()["saved"][0]["key"]
            foreign = {"Authorization": "Bearer zs_writer", "Origin": "http://evil.example"}
            assert client.delete(f"{API}/{key}", headers=foreign).status_code == 403
            for path, fields in (("/saved", {"q": "政协", "name": "页"}), ("/saved/remove", {"key": key})):
                for token, status in (("", 401), ("zs_reader", 403), ("zs_other", 401)):
                    assert client.post(path, data={**fields, "token": token}).status_code == status
                assert (
                    client.post(path, data={**fields, "token": "zs_writer"}, headers={"Origin": "http://evil.example"}).status_code == 403
                )
            assert client.post("/saved", data={"q": "政协", "name": "页", "token": "zs_writer"}).status_code == 303
            assert client.post("/saved/remove", data={"key": key, "token": "zs_writer"}).status_code == 303
        with Client(address, "zs_reader") as reader:
            assert [one.name for one in reader.saved()] == ["页"]
            with pytest.raises(Blocked):
                reader.save("x", "政协")
    alone = create_app(site.search, site.holdings, WebSettings(), access=Access(local=True))
    with served(alone) as address, httpx.Client(base_url=address) as client:
        assert client.post("/saved", data={"q": "政协", "name": "z"}, headers={"Host": "evil.example"}).status_code == 403
        assert client.post("/saved", data={"q": "政协", "name": "z"}).status_code == 303
