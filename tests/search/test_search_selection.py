"""The basket on the page, without JavaScript: chosen hits travel in the address, are cited, taken out and exported."""

from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
from lxml import html
from search_kit import Library

from search import Question, cite, cite_full


def page_of(answer: httpx.Response) -> html.HtmlElement:
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def submitted(page: html.HtmlElement, *ids: str) -> str:
    """The address a browser goes to when those hits are ticked and the form is sent."""
    pairs = [(one.get("name"), one.get("value")) for one in page.xpath("//form[@id='basket']//input")]
    pairs += [
        ("id", one.get("value"))
        for one in page.xpath("//input[@form='basket']")
        if one.get("value") in ids or one.get("checked") is not None
    ]
    return str(httpx.URL("/selection", params=pairs))


def test_chosen_hits_over_two_searches_are_cited_and_exported(client: httpx.Client, sample: Library) -> None:
    first = sample.search.ask(Question("政协")).hits
    page = page_of(client.get("/", params={"q": "政协", "lang": "en"}))
    basket = page_of(client.get(submitted(page, first[0].id, first[1].id)))
    assert "2 chosen" in basket.text_content()
    (back,) = basket.xpath("//a[text()='Search on']/@href")
    assert parse_qs(urlsplit(back).query)["id"] == [first[0].id, first[1].id]
    again = page_of(client.get(back))
    assert {one.get("value") for one in again.xpath("//input[@form='basket' and @checked]")} >= {first[0].id}
    other = sample.search.ask(Question("提案", sort="date")).hits[0]
    more = page_of(client.get("/", params=[("q", "提案"), ("sort", "date"), ("id", first[0].id), ("id", first[1].id)]))
    address = submitted(more, other.id)
    whole = page_of(client.get(address))
    ids = set(parse_qs(urlsplit(address).query)["id"])
    assert ids == {first[0].id, first[1].id, other.id}
    articles = {one.id: one for one in sample.articles}
    told = whole.text_content()
    for id_ in ids:
        name = sample.search.names[articles[id_].paper]
        assert cite(articles[id_], name) in told
        assert cite_full(articles[id_], name) in told
        assert f"@article{{{id_}," in told
    links = {unescape(link) for link in whole.xpath("//a[@download]/@href")}
    assert len(links) == 9
    short = client.get(next(link for link in links if "format=short" in link)).text
    assert {cite(articles[id_], sample.search.names[articles[id_].paper]) for id_ in ids} == set(short.split("\n\n")[1].splitlines())
    removed = page_of(client.get(whole.xpath("//p[@class='facts']/a/@href")[0]))
    assert len(removed.xpath("//a[@download]")) == 9
    assert "已选 2 篇" in removed.text_content()


def test_results_offer_themselves_as_files(client: httpx.Client, sample: Library) -> None:
    page = page_of(client.get("/", params={"q": "政协", "printed": "2015..2020", "page": "2", "unfold": "1", "id": "x"}))
    (address,) = [link for link in page.xpath("//a[@download]/@href") if "format=bibtex" in link]
    assert client.get(address).text.count("\n@") == int(page.xpath("//h1")[0].text_content().split()[1].replace(",", ""))


def test_what_is_gone_too_much_or_hostile(client: httpx.Client, hostile) -> None:
    assert "ljrb-1" in page_of(client.get("/selection", params={"id": ["ljrb-1"]})).text_content()
    assert "选篮是空的" in page_of(client.get("/selection")).text_content()
    answer = client.get("/selection", params={"id": [hostile.id]})
    assert "<script>alert" not in answer.text
    assert page_of(answer).xpath("//article")
    many = client.get("/selection", params={"id": [f"a-{number}" for number in range(201)]}, headers={"Accept": "text/html"})
    assert (many.status_code, "201" in many.text, "--ids" in many.text) == (400, True, True)
    assert client.get("/selection", params={"id": "<b>"}).status_code == 422
