import datetime as dt
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from bs4 import BeautifulSoup
from search_kit import HOSTILE, Library, library, made, served

from indexing import Tokenizer
from search import Question
from search.web.address import Address
from search.web.render import WORDING

HTML = {"Accept": "text/html"}


def page(client: httpx.Client, address: str, **params: str) -> BeautifulSoup:
    answer = client.get(address, params=params or None, headers=HTML)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "lxml")


def text(soup: BeautifulSoup, selector: str) -> str:
    found = soup.select_one(selector)
    assert found is not None, selector
    return " ".join(found.get_text().split())


def links(soup: BeautifulSoup, selector: str) -> dict[str, str]:
    return {" ".join(link.get_text().split()): str(link["href"]) for link in soup.select(f"{selector} a")}


def test_the_wording_is_whole() -> None:
    assert WORDING.keys("zh") == WORDING.keys("en")
    for key in WORDING.keys("zh"):
        fields = [set(re.findall(r"\{(\w+)", WORDING.template(key, lang))) for lang in ("zh", "en")]
        assert fields[0] == fields[1], key


def test_the_start_page(client: httpx.Client, sample: Library) -> None:
    soup = page(client, "/")
    assert soup.select_one("input#q[autofocus]")
    assert soup.select_one('label[for="q"]')
    assert f"{len(sample.articles):,}" in text(soup, "main")
    for example, address in links(soup, ".examples").items():
        assert page(client, address).select_one("h1.total"), example
    assert "岚江日报" in text(soup, "table")


def test_results_are_those_of_ask(client: httpx.Client, sample: Library) -> None:
    answer = sample.search.ask(Question("政协 提案"))
    soup = page(client, "/", q="政协 提案")
    assert f"{answer.total:,}" in text(soup, ".total")
    assert [cite.get_text().partition(": ")[2] for cite in soup.select(".cite")] == [hit.citation for hit in answer.hits]
    assert {mark.get_text() for mark in soup.select("mark")} == {"政协", "提案"}
    assert f"{answer.further:,}" in text(soup, ".further")
    assert str(answer.missing.total) in text(soup, ".missing")
    assert soup.select_one("input#q")["value"] == "政协 提案"


def test_facets_combine_and_can_be_removed(client: httpx.Client, sample: Library) -> None:
    soup = page(client, "/", q="政协", all="1", lang="zh")
    for expected in ({"paper": ("ljrb",)}, {"paper": ("ljrb",), "kind": ("news",)}):
        label = "岚江日报" if len(expected) == 1 else "新闻"
        address = next(address for name, address in links(soup, ".facets").items() if name.startswith(label))
        count = next(int(name.rpartition(" ")[2]) for name in links(soup, ".facets") if name.startswith(label))
        soup = page(client, address)
        answer = sample.search.ask(Question("政协", all_=True, **expected))
        assert answer.total == count
        assert f"{count:,}" in text(soup, ".total")
    chips = links(soup, ".chips")
    assert len(chips) == 3
    single, other, none = chips.values()
    for address in (single, other):
        assert dict(parse_qsl(urlsplit(address).query))["lang"] == "zh"
        assert len(page(client, address).select(".chips li")) == 1
    assert not page(client, none).select(".chips li")


def test_years_narrow_and_stay_in_the_box(client: httpx.Client) -> None:
    soup = page(client, "/", q="政协", years="2014..2015", all="1")
    assert soup.select_one("input#years")["value"] == "2014..2015"
    assert soup.select_one("input[name=all]").has_attr("checked")
    assert {one.get_text().split()[0] for one in soup.select(".facets section")[0].select("a")} == {"2014", "2015"}


def test_paging_by_links_shows_every_hit_once(client: httpx.Client, sample: Library) -> None:
    whole = [hit.id for hit in sample.search.ask(Question("政协", limit=1000)).hits]
    found: list[str] = []
    address: str | None = "/?q=政协"
    while address:
        soup = page(client, address)
        found += [urlsplit(str(link["href"])).path.rpartition("/")[2] for link in soup.select(".hits h2 a")]
        following = soup.select_one("a[rel=next]")
        address = str(following["href"]) if following else None
    assert found == whole
    assert len(whole) > 30


def test_a_page_beyond_the_last(client: httpx.Client) -> None:
    soup = page(client, "/", q="政协", page="999999")
    assert links(soup, ".hits").get("回到第一页")
    for odd in ("0", "-1", "x", "²"):
        assert page(client, "/", q="政协", page=odd).select(".hits article")


def test_nothing_found_gives_advice(client: httpx.Client) -> None:
    soup = page(client, "/", q='"没有这样的短语"', paper="ljrb")
    advice = links(soup, ".advice")
    assert "paper=" not in advice["去掉筛选条件"]
    assert "all=1" in advice["在全部文章中检索"]


def test_an_article_as_printed(client: httpx.Client, sample: Library) -> None:
    article = next(one for one in sample.articles if one.kind == "summary.account" and any(p.role == "heading" for p in one.paragraphs))
    soup = page(client, f"/articles/{article.id}", q="政协")
    shown = [line.get_text() for line in soup.select("article.text > p, article.text > h2, article.text > pre")]
    assert shown == [paragraph.text for paragraph in article.paragraphs]
    assert text(soup, "article.text h1") == article.title
    assert soup.select("article.text mark")
    assert any("《" in one.get_text() for one in soup.select(".copy"))
    assert any("[N]" in one.get_text() for one in soup.select(".copy"))
    assert f"/api/v1/articles/{article.id}/raw" in links(soup, ".links").values()
    assert soup.select_one(f'a[href="{article.source.address}"][rel~=noreferrer]')
    assert article.source.digest in soup.get_text()


def test_gone_at_the_source_is_said(client: httpx.Client) -> None:
    soup = page(client, "/articles/files-0123456789ab-1")
    assert "2024-03-01" in text(soup, ".missing")


def test_nothing_of_a_page_becomes_markup(client: httpx.Client, hostile) -> None:
    """Every field of the article, and the query itself, would like to run."""
    for address, params in (
        ("/", {"q": "政协 script", "all": "1", "printed": "2024"}),
        ("/", {"q": f'"{HOSTILE}"', "all": "1", "organ": HOSTILE, "sort": "date", "lang": HOSTILE}),
        ("/", {"q": f"政协 {HOSTILE}", "all": "1"}),
        (f"/articles/{hostile.id}", {"q": "'><script>alert(2)</script>"}),
    ):
        answer = client.get(address, params=params, headers=HTML)
        assert answer.status_code == 200
        assert HOSTILE not in answer.text
        soup = BeautifulSoup(answer.text, "lxml")
        assert not soup.select("script:not([src='/static/page.js']), img, iframe, style, [style]")
        assert not [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
        assert not [link for link in soup.select("[href]") if not str(link["href"]).startswith(("/", "#", "http://", "https://"))]
        assert "49" not in answer.text or "{{ 7*7 }}" in soup.get_text()
    assert "javascript:alert(1)" in text(page(client, f"/articles/{hostile.id}"), ".record")


@pytest.mark.parametrize(("query", "wrong"), [("东 AND (西", "("), ("东 AND", "A"), ('东 "<b>', '"')])
def test_a_wrong_query_is_shown_with_its_place(client: httpx.Client, query: str, wrong: str) -> None:
    answer = client.get("/", params={"q": query}, headers=HTML)
    assert answer.status_code == 400
    soup = BeautifulSoup(answer.text, "lxml")
    assert text(soup, ".where mark") == wrong
    assert soup.select_one("input#q")["value"] == query
    assert text(soup, "[role=alert]")


def test_errors_are_pages_where_a_person_asked(client: httpx.Client) -> None:
    for path in ("/nowhere", "/articles/nobody-1"):
        answer = client.get(path, headers=HTML)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert "<form" in answer.text
        assert client.get(path, headers={"Accept": "*/*"}).headers["content-type"] == "application/problem+json"


def test_english(client: httpx.Client) -> None:
    soup = page(client, "/", q="政协", lang="en")
    assert soup.html["lang"] == "en"
    assert "articles" in text(soup, ".total")
    assert all("lang=en" in address for address in [*links(soup, ".hits h2").values(), *links(soup, ".facets").values()])
    assert soup.select_one('input[type=hidden][name=lang][value="en"]')
    back = links(soup, ".masthead")["中文"]
    assert page(client, back).html["lang"] == "zh-Hans"


def test_addresses() -> None:
    here = Address.of([("q", ""), ("paper", "a"), ("paper", "b"), ("page", "3"), ("sort", "")])
    assert str(here) == "/?q=&paper=a&paper=b&page=3"
    assert str(here.removing("paper", "a")) == "/?q=&paper=b"
    assert str(here.adding("paper", "a")) == "/?q=&paper=b&paper=a"
    assert str(here.with_("page", 4)) == "/?q=&paper=a&paper=b&page=4"
    assert str(here.without_filters()) == "/?q="
    assert list(here.filters()) == [("paper", "a"), ("paper", "b")]
    assert str(Address.of([])) == "/"


def test_a_reprint_is_named_by_its_hit_and_can_be_unfolded(tmp_path: Path, tokenizer: Tokenizer) -> None:
    text = "县政协常委会围绕中心、服务大局，全年立案提案139件，办复率100%，开展专题视察12次，形成调研报告8篇，走访企业46家。"
    articles = [made("ljrb-20200102-1", text), made("cpwb-20200103-1", text, paper="cpwb", date=dt.date(2020, 1, 3))]
    with library(tmp_path, tokenizer, articles) as found, served(found.app()) as address, httpx.Client(base_url=address) as client:
        folded, apart = client.get("/?q=提案").text, client.get("/?q=提案&unfold=1").text
    assert (folded.count("<article"), apart.count("<article")) == (1, 2)
    assert 'href="/articles/cpwb-20200103-1' in folded
    assert "unfold=1" in folded
