import json
import threading
from dataclasses import replace
from pathlib import Path

import httpx
import jsonschema
import pytest
from search_kit import DROPPED, HOSTILE, PAYLOAD, UPLOAD_LIMIT, Library, library, made, served

from articles.exchange import from_json, schema
from indexing import Tokenizer, open_index
from search import Question, Search, hit_data, span, summary_data
from search.api import WebSettings, create_app
from search.question import FACETS

API = "/api/v1"


def test_search_is_what_ask_gives(client: httpx.Client, sample: Library) -> None:
    answer = client.get(f"{API}/search", params={"q": "政协", "limit": 5, "offset": 3, "facets": "true", "years": "2014..2016"}).json()
    asked = Question("政协", limit=5, offset=3, facets=FACETS, years=span("2014..2016"))
    direct = sample.search.ask(asked)
    assert answer == json.loads(json.dumps({"hits": [hit_data(hit) for hit in direct.hits], "summary": summary_data(direct)}))
    assert len(answer["hits"]) == 5


def test_answers_are_those_of_the_document(client: httpx.Client, sample: Library) -> None:
    document = client.get("/openapi.json").json()
    assert {"/api/v1/search", "/api/v1/articles/{id}", "/api/v1/articles/{id}/raw", "/api/v1/coverage", "/api/v1/status"} <= set(
        document["paths"]
    )
    assert all(path.startswith("/api/v1/") for path in document["paths"] if path not in ("/health", "/metrics"))
    for path, params in (
        ("/search", {"q": "政协", "facets": "1", "all": "1"}),
        ("/status", {}),
        ("/coverage", {"paper": "ljrb"}),
        ("/similar", {"id": sample.articles[0].id}),
    ):
        described = document["paths"][f"{API}{path}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        answer = client.get(f"{API}{path}", params=params)
        assert answer.status_code == 200
        jsonschema.validate(answer.json(), {**described, "components": document["components"]})


def test_an_article(client: httpx.Client, sample: Library) -> None:
    answer = client.get(f"{API}/articles/{sample.articles[0].id}")
    assert replace(from_json(answer.content), sections=(), parts=(), terms=()) == sample.articles[0]
    jsonschema.validate(answer.json(), schema())


def test_a_cluster_its_reprints_and_passages(tokenizer: Tokenizer, tmp_path: Path) -> None:
    text = "一年来，澄浦市政协认真履职，立案提案99件，办复率99.3%。以协商聚共识，以共识固团结，以团结促发展。"
    printings = [made("cpwb-20220109-1", text, title="答卷"), made("ljrb-20220119-2", text, title="履职答卷", paper="ljrb")]
    borrower = made("hcrb-20220120-3", "禾川县政协：以协商聚共识，以共识固团结，以团结促发展。")
    with (
        library(tmp_path, tokenizer, [*printings, borrower]) as found,
        served(found.app()) as address,
        httpx.Client(base_url=address) as asking,
    ):
        hits = asking.get(f"{API}/search", params={"q": "履职", "clusters": True}).json()["hits"]
        assert [hit["cluster"] for hit in hits] == ["cpwb-20220109-1"] * 2
        plain = asking.get(f"{API}/search", params={"q": "履职"}).json()["hits"]
        assert [hit["cluster"] for hit in plain] == [None] * 2
        assert asking.get(f"{API}/articles/ljrb-20220119-2").json()["cluster"] == "cpwb-20220109-1"
        assert asking.get(f"{API}/articles/hcrb-20220120-3").json()["cluster"] is None
        answer = asking.get(f"{API}/similar", params={"id": "ljrb-20220119-2"}).json()
        assert (answer["id"], answer["cluster"]) == ("ljrb-20220119-2", "cpwb-20220109-1")
        assert [one["id"] for one in answer["reprints"]] == ["cpwb-20220109-1"]
        (borrowing,) = answer["borrowings"]
        (passage,) = borrowing["passages"]
        assert borrowing["id"] == borrower.id
        assert text[passage["start"] : passage["end"]] == passage["text"] == "以协商聚共识，以共识固团结，以团结促发展。"
        assert borrower.text[passage["other_start"] : passage["other_end"]] == passage["other_text"]
        assert asking.get(f"{API}/similar", params={"id": "ljrb-20990101-1"}).status_code == 404
        assert asking.get(f"{API}/similar", params={"id": "../etc"}).status_code == 422


def test_an_id_that_moved(client: httpx.Client) -> None:
    answer = client.get(f"{API}/articles/{DROPPED}-2")
    assert (answer.status_code, answer.headers["location"]) == (308, f"{API}/articles/{DROPPED}-1")
    page = client.get(f"/articles/{DROPPED}-2", params={"q": "政协"}, follow_redirects=True)
    assert page.status_code == 200
    assert page.url.path == f"/articles/{DROPPED}-1"
    assert "<mark>政协</mark>" in page.text


def test_the_raw_record_is_the_bytes_and_never_a_page(client: httpx.Client) -> None:
    answer = client.get(f"{API}/articles/{DROPPED}-1/raw")
    assert answer.content == PAYLOAD
    assert answer.headers["content-type"].startswith("text/plain; charset=gb")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.text == PAYLOAD.decode("gb18030")
    saved = client.get(f"{API}/articles/{DROPPED}-1/raw", params={"download": "1"})
    assert saved.content == PAYLOAD
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("path", "params", "status", "code"),
    [
        ("/search", {"q": '政协 "'}, 400, "query_quote_open"),
        ("/search", {"q": "，。"}, 400, "query_no_text"),
        ("/search", {"years": "二〇二〇"}, 400, "query_years"),
        ("/search", {"paper": "没有报"}, 400, "query_paper"),
        ("/search", {"kind": "小说"}, 400, "query_kind"),
        ("/search", {"q": "东" * 3000}, 400, "query_long"),
        ("/search", {"q": "东" * 5000}, 422, "query_invalid"),
        ("/search", {"limit": "1001"}, 422, "query_invalid"),
        ("/search", {"offset": "-1"}, 422, "query_invalid"),
        ("/search", {"sort": "best"}, 422, "query_invalid"),
        ("/articles/nobody-1", {}, 404, "query_no_article"),
        (f"/articles/{DROPPED}-3", {}, 404, "query_no_article"),
        ("/articles/nobody-1/raw", {}, 404, "query_no_record"),
        ("/coverage", {"paper": "nobody"}, 404, "query_paper"),
        ("/coverage", {"paper": "ljrb", "from": "yesterday"}, 422, "query_invalid"),
        ("/nowhere", {}, 404, "query_status_404"),
    ],
)
def test_problems(client: httpx.Client, path: str, params: dict[str, str], status: int, code: str) -> None:
    answer = client.get(f"{API}{path}", params=params)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert "{" not in problem["detail"]
    english = client.get(f"{API}{path}", params={**params, "lang": "en"}).json()
    assert english["detail"] != problem["detail"]
    assert english["code"] == code


def test_a_wrong_query_says_where(client: httpx.Client) -> None:
    problem = client.get(f"{API}/search", params={"q": "东 AND (西"}).json()
    assert (problem["at"], problem["expected"]) == (6, ")")


@pytest.mark.parametrize(("lang", "words"), [(None, "没有"), ("zh", "没有"), ("en", "There is"), ("EN-gb", "There is"), ("fr", "没有")])
def test_the_language_is_the_one_asked_for_else_the_setting(client: httpx.Client, lang: str | None, words: str) -> None:
    params = {"lang": lang} if lang else {}
    detail = client.get(f"{API}/articles/nobody-1", params=params, headers={"Accept-Language": "en"}).json()["detail"]
    assert words in detail


def test_every_answer_has_safe_headers(client: httpx.Client, sample: Library) -> None:
    for path in ("/", "/?q=政协", f"/articles/{sample.articles[0].id}", f"{API}/status", "/nowhere", "/static/style.css", "/metrics"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "script-src 'self';" in policy
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")


def test_a_file_comes_in(client: httpx.Client, sample: Library) -> None:
    params = {"name": "../../报告.txt", "paper": "ljrb", "date": "2023-01-05"}
    answer = client.post(f"{API}/ingest", params=params, content="政协".encode())
    assert (answer.status_code, answer.json()) == (202, {"key": DROPPED, "known": False})
    upload = sample.uploads.pop()
    assert (upload.name, upload.payload.decode(), upload.paper, str(upload.date)) == ("报告.txt", "政协", "ljrb", "2023-01-05")


def test_what_became_of_a_file(client: httpx.Client) -> None:
    answer = client.get(f"{API}/ingest/{DROPPED}").json()
    assert (answer["name"], answer["state"], answer["articles"], answer["reason"]) == ("a.html", "read", [f"{DROPPED}-1"], None)
    for key in ("files-ffffffffffff", "ljrb-20230105", "x"):
        problem = client.get(f"{API}/ingest/{key}")
        assert (problem.status_code, problem.headers["content-type"], problem.json()["code"]) == (
            404,
            "application/problem+json",
            "query_no_file",
        )


def test_a_file_too_large_is_refused_early(client: httpx.Client, sample: Library) -> None:
    def endless():
        for _ in range(UPLOAD_LIMIT // 1000 + 2):
            yield b"x" * 1000

    for content in (b"x" * (UPLOAD_LIMIT + 1), endless()):
        answer = client.post(f"{API}/ingest", params={"name": "a.txt"}, content=content)
        assert (answer.status_code, answer.json()["code"]) == (413, "query_upload_large")
    assert client.post(f"{API}/ingest", params={"name": "a.txt"}).status_code == 400
    assert client.post(f"{API}/ingest", content=b"x").status_code == 422
    assert sample.uploads == []


def test_another_site_cannot_write(client: httpx.Client, sample: Library) -> None:
    answer = client.post(f"{API}/ingest", params={"name": "a.txt"}, content=b"x", headers={"Origin": "https://elsewhere.example"})
    assert (answer.status_code, answer.json()["code"]) == (403, "query_status_403")
    own = {"Origin": f"http://{client.base_url.host}:{client.base_url.port}"}
    assert client.post(f"{API}/ingest", params={"name": "a.txt"}, content=b"x", headers=own).status_code == 202
    sample.uploads.clear()


def test_without_submit_nothing_is_taken(sample: Library) -> None:
    with served(create_app(sample.search, sample.holdings, WebSettings())) as address:
        assert httpx.post(f"{address}{API}/ingest", params={"name": "a"}, content=b"x").status_code == 405


def test_status_and_coverage(client: httpx.Client, sample: Library) -> None:
    status = client.get(f"{API}/status").json()
    assert status["articles"] == len(sample.articles)
    assert {paper["paper"] for paper in status["papers"]} == {"ljrb", "files"}
    coverage = client.get(f"{API}/coverage", params={"paper": "ljrb", "from": "2016-01-01", "to": "2016-12-31"}).json()
    assert [(day["date"], day["outcome"], day["held"]) for day in coverage["issues"]] == [("2016-02-03", "due", "none")]
    assert client.get(f"{API}/coverage", params={"paper": "hcrb"}).json()["issues"] == []


def test_health_and_metrics(client: httpx.Client, sample: Library) -> None:
    assert client.get("/health").json() == {"status": "ok", "articles": len(sample.articles), "version": "9.9.9"}
    client.get(f"{API}/articles/nobody-{HOSTILE}")
    text = client.get("/metrics").text
    assert 'zongshu_requests_total{method="GET",route="/health",status="200"}' in text
    assert f"zongshu_index_articles {len(sample.articles)}.0" in text
    assert 'zongshu_issues{outcome="due",paper="ljrb"} 1.0' in text
    assert HOSTILE not in text
    for line in text.splitlines():
        assert line.startswith("# ") or float(line.rpartition(" ")[2]) >= 0


def test_without_an_index_the_way_out_is_said(tmp_path: Path, sample: Library, tokenizer: Tokenizer) -> None:
    search = Search(open_index(tmp_path / "none", tokenizer), sample.holdings, {}, tokenizer)
    with served(create_app(search, sample.holdings, WebSettings())) as address, httpx.Client(base_url=address) as client:
        answer = client.get(f"{API}/search", params={"q": "政协"})
        assert (answer.status_code, answer.json()["code"]) == (503, "engine_no_generation")
        assert answer.headers["retry-after"]
        assert client.get("/health").status_code == 503
        assert client.get(f"{API}/status").json()["articles"] is None
        page = client.get("/", headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert "zongshu demo" in page.text
        assert client.get("/", params={"q": "政协"}, headers={"Accept": "text/html"}).status_code == 503


def test_many_at_once(client: httpx.Client, address: str) -> None:
    expected = client.get(f"{API}/search", params={"q": "政协", "all": "1"}).json()
    answers: list[object] = []

    def ask() -> None:
        answers.extend(httpx.get(f"{address}{API}/search", params={"q": "政协", "all": "1"}).json() for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 30


def test_a_fault_of_ours_tells_nothing_and_is_safe(sample: Library, tokenizer: Tokenizer, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def ask(self, request: object) -> None:
            raise RuntimeError("secret place")

    search = Search(Broken(), sample.holdings, {}, tokenizer)
    with served(create_app(search, sample.holdings, WebSettings())) as address:
        for accept in ("text/html", "application/json"):
            answer = httpx.get(f"{address}/", params={"q": "政协"}, headers={"Accept": accept})
            assert answer.status_code == 500
            assert "secret" not in answer.text
            assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "secret place" in caplog.text
