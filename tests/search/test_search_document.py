"""Whatever the document allows, and what it does not, is answered as the document says: requests made up by schemathesis, seeded."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from search_kit import DROPPED, Library, served

from search.api import Access, Grant, Taken, WebSettings, create_app

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
#: Seeded, and short: some thousand requests in all are for the days on which the API changes.
RUN = settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
)
GRANTS = {"zs_writer": Grant("writer", write=True, mark="1")}


def app(sample: Library, **options: Any) -> Any:
    access = options.pop("access", None)
    return create_app(
        sample.search, sample.holdings, WebSettings(upload=10_000, version="9.9.9", **options), lambda _: Taken(DROPPED), None, access
    )


@pytest.fixture(scope="module")
def open_api(sample: Library) -> Iterator[Any]:
    with served(app(sample)) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


@pytest.fixture(scope="module")
def guarded_api(sample: Library) -> Iterator[Any]:
    access = Access(reading=True, writing=True, granted=GRANTS.get)
    with served(app(sample, access=access, rate=30.0, burst=20)) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


def refused(ctx: Any, response: Any, case: Any) -> bool | None:
    """What the document forbids is refused; too long an address (414) is a refusal too."""
    return None if response.status_code == 414 else negative_data_rejection(ctx, response, case)


def asked(api: Any, mode: GenerationMode, checks: list[Any], headers: dict[str, str]) -> None:
    """Every operation, with requests of one mode."""
    operations = [result.ok() for result in api.get_all_operations()]
    assert len(operations) >= 9
    for operation in operations:

        @RUN
        @given(operation.as_strategy(generation_mode=mode))
        def conforms(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=checks, headers=headers)

        conforms()


@pytest.mark.parametrize("mode", GenerationMode, ids=str)
def test_every_answer_is_in_the_document(open_api: Any, mode: GenerationMode) -> None:
    asked(open_api, mode, [*CHECKS, refused], {})


@pytest.mark.parametrize("mode", GenerationMode, ids=str)
def test_every_answer_with_tokens_and_rates_is_in_the_document(guarded_api: Any, mode: GenerationMode) -> None:
    asked(guarded_api, mode, CHECKS, {"Authorization": "Bearer zs_writer"})


#: What no generator thinks of: deep, long, torn, of every part of Unicode.
HOSTILE = (
    "(" * 2_000,
    '"' * 999 + "政",
    "政 AND " * 300,
    "".join(chr(code) for code in range(0x20, 0x11_0000, 0x1_7F) if not 0xD800 <= code < 0xE000)[:1_900],
    "\u0000\u202e\ufeff政协",
    "政协~999999999999999999999",
    "年份:" + "9" * 1_900,
    "../../etc/passwd\r\nSet-Cookie: a=b",
    "{{7*7}}<script>",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_values_of_every_parameter(client: httpx.Client, text: str) -> None:
    document = client.get("/openapi.json").json()
    asked: Callable[[str, dict[str, str]], httpx.Response] = lambda path, params: client.get(path, params=params)  # noqa: E731
    for path, operations in document["paths"].items():
        if "get" not in operations or path in ("/health", "/metrics"):
            continue
        required = {one["name"]: "ljrb" for one in operations["get"]["parameters"] if one["required"] and one["in"] == "query"}
        address = path.replace("{id}", f"{DROPPED}-1").replace("{key}", DROPPED)
        for name in (one["name"] for one in operations["get"]["parameters"] if one["in"] == "query"):
            answer = asked(address, {**required, name: text})
            assert answer.status_code < 500, (path, name)
            assert str(answer.status_code) in operations["get"]["responses"], (path, name)
            assert "\n" not in str(answer.headers.get("link"))


def test_tags_are_right_until_something_changes(client: httpx.Client, sample: Library) -> None:
    first = sample.articles[0].id
    for path, params in (
        ("/search", {"q": "政协", "limit": "3"}),
        (f"/articles/{first}", {}),
        (f"/articles/{DROPPED}-1/raw", {}),
        ("/coverage", {"paper": "ljrb"}),
    ):
        answer = client.get(f"/api/v1{path}", params=params)
        tag = answer.headers["etag"]
        assert answer.headers["cache-control"] == "no-cache"
        assert tag.startswith('W/"') == (path == "/search")
        for asked in (tag, f'"other", {tag}', "*", tag.removeprefix("W/")):
            again = client.get(f"/api/v1{path}", params=params, headers={"If-None-Match": asked})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert client.get(f"/api/v1{path}", params=params, headers={"If-None-Match": '"other"'}).status_code == 200
    one = client.get("/api/v1/search", params={"q": "政协", "limit": "3"}).headers["etag"]
    assert one != client.get("/api/v1/search", params={"q": "政协", "limit": "4"}).headers["etag"]


def test_next_leads_through_all_hits(client: httpx.Client, sample: Library) -> None:
    total, ids = 0, []
    answer = client.get("/api/v1/search", params={"q": "政协 或 提案", "all": "1", "limit": "70", "facets": "1", "timeline": "1"})
    while True:
        body = answer.json()
        total = body["summary"]["total"]
        printed = {str(year["year"]): year["count"] for year in body["summary"]["timeline"]["printed"] if year["count"]}
        assert printed == {one["value"]: one["count"] for one in body["summary"]["facets"]["printed_year"]}
        ids += [hit["id"] for hit in body["hits"]]
        if "next" not in answer.links:
            break
        assert answer.headers["link"].isascii()
        answer = client.get(answer.links["next"]["url"])
    assert len(ids) == len(set(ids)) == total > 100
    other = client.get("/api/v1/search", params={"q": "提案", "cursor": "x"}).json()
    assert other["code"] == "query_cursor_wrong"
