"""What is Elasticsearch's alone: logins, certificates, refusals, blocks, deep pages, aliases."""

import hashlib
import logging
import ssl
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from servers.elasticsearch import PASSWORDS
from servers.process import free_port

from articles.errors import EngineError, EngineUnavailable, GenerationBroken, QueryError, SettingsError, StorageFull
from indexing import Document, ElasticsearchOptions, Request, Tokenizer, document, open_index
from indexing.engines.elasticsearch import Connection, ElasticsearchEngine
from indexing.engines.protocol import All, AnyOf, Clause, Everything, Token, Without

SECRET = PASSWORDS["zongshu"]


@pytest.fixture
def connection(elasticsearch_server: Any) -> Iterator[Connection]:
    connection = Connection(ElasticsearchOptions.of(elasticsearch_server.url))
    yield connection
    connection.close()


@pytest.fixture
def engine(connection: Connection, elasticsearch_name: str) -> Iterator[ElasticsearchEngine]:
    yield ElasticsearchEngine.create(connection, elasticsearch_name)
    connection.client.indices.put_settings(index=elasticsearch_name, settings={"index.blocks.read_only": None})
    connection.client.indices.delete(index=elasticsearch_name)


@pytest.fixture
def secure(elasticsearch_secure_server: Any) -> Callable[..., Connection]:
    def login(**options: Any) -> Connection:
        trust = {} if "fingerprint" in options else {"ca_file": Path(elasticsearch_secure_server.ca)}
        return Connection(ElasticsearchOptions.of(elasticsearch_secure_server.url, **{**trust, **options}))

    return login


def test_a_server_that_is_down_is_retried() -> None:
    connection = Connection(ElasticsearchOptions.of(f"http://127.0.0.1:{free_port()}"))
    with pytest.raises(EngineUnavailable) as caught:
        ElasticsearchEngine.open(connection, "papers").count()
    assert caught.value.retried
    assert caught.value.key == "engine_unreachable"


def test_tls_with_user_and_password_by_ca_or_by_fingerprint(secure: Any, library: list[Document], elasticsearch_secure_server: Any) -> None:
    certificate = Path(elasticsearch_secure_server.ca).read_text()
    fingerprint = hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate)).hexdigest()
    name = f"test-{uuid.uuid4().hex}"
    by_ca = secure(user="zongshu", password=SECRET)
    assert ElasticsearchEngine.create(by_ca, name).write(library[:5]).changed == 5
    by_fingerprint = secure(user="zongshu", password=SECRET, fingerprint=fingerprint)
    assert ElasticsearchEngine.open(by_fingerprint, name).count() == 5
    by_ca.client.indices.delete(index=name)


def test_a_certificate_nobody_vouches_for(elasticsearch_secure_server: Any) -> None:
    for options in ({}, {"fingerprint": "00" * 32}):
        connection = Connection(ElasticsearchOptions.of(elasticsearch_secure_server.url, user="zongshu", password=SECRET, **options))
        with pytest.raises(EngineError) as caught:
            connection.versions()
        assert caught.value.key == "engine_certificate"
        assert not caught.value.retried


@pytest.mark.parametrize("login", [{}, {"user": "zongshu", "password": "wrong-secret"}, {"api_key": "d3Jvbmc6d3Jvbmc="}])
def test_a_login_that_is_refused(secure: Any, login: dict[str, str], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(EngineError) as caught:
        secure(**login).versions()
    assert caught.value.key == "engine_login"
    assert not caught.value.retried
    told = f"{caught.value.message('zh')} {caught.value.message('en')} {caplog.text} {caught.value.reason()}"
    assert not any(secret in told for secret in ("wrong-secret", "d3Jvbmc6d3Jvbmc="))


def test_a_user_who_may_not_write(secure: Any, library: list[Document]) -> None:
    name = f"test-{uuid.uuid4().hex}"
    owner = secure(user="zongshu", password=SECRET)
    ElasticsearchEngine.create(owner, name).write(library[:3])
    reader = ElasticsearchEngine.open(secure(user="reader", password=PASSWORDS["reader"]), name)
    assert reader.ask(Request(Everything())).total == 3
    with pytest.raises(EngineError) as caught:
        reader.write(library[3:6])
    assert caught.value.key == "engine_forbidden"
    assert reader.count() == 3
    owner.client.indices.delete(index=name)


def test_a_read_only_index_and_a_full_disk(engine: ElasticsearchEngine, connection: Connection, library: list[Document]) -> None:
    engine.write(library[:3])
    name = engine.index
    for setting, error, key in (
        ("index.blocks.read_only", EngineError, "engine_read_only"),
        ("index.blocks.read_only_allow_delete", StorageFull, "engine_flood_stage"),
    ):
        connection.client.indices.put_settings(index=name, settings={setting: True})
        with pytest.raises(error) as caught:
            engine.write(library[3:6])
        assert caught.value.key == key
        assert name in caught.value.message("en")
        assert engine.count() == 3
        connection.client.indices.put_settings(index=name, settings={setting: None})
    assert engine.write(library[3:6]).changed == 3


def test_an_index_that_is_gone_is_not_made_by_writing(connection: Connection, elasticsearch_name: str, library: list[Document]) -> None:
    engine = ElasticsearchEngine.create(connection, elasticsearch_name)
    connection.client.indices.delete(index=elasticsearch_name)
    for question in (lambda: engine.write(library[:3]), engine.count, lambda: engine.ask(Request(Everything())), lambda: engine.get("a")):
        with pytest.raises(GenerationBroken):
            question()
    assert not connection.client.indices.exists(index=elasticsearch_name)
    with pytest.raises(GenerationBroken):
        ElasticsearchEngine.open(connection, elasticsearch_name)


def test_an_index_of_somebody_else_is_refused(connection: Connection, elasticsearch_name: str) -> None:
    connection.client.indices.create(index=elasticsearch_name, mappings={"properties": {"id": {"type": "keyword"}}})
    with pytest.raises(GenerationBroken):
        ElasticsearchEngine.open(connection, elasticsearch_name)
    connection.client.indices.delete(index=elasticsearch_name)


def test_a_client_of_another_major_version_is_told(connection: Connection) -> None:
    headers = {"accept": "application/vnd.elasticsearch+json; compatible-with=7"}
    with pytest.raises(EngineError) as caught, connection.asking():
        connection.client.perform_request("GET", "/_cluster/health", headers=headers)
    assert caught.value.key == "engine_version"
    assert "8.19" in caught.value.message("zh")


def test_versions_of_both_servers(connection: Connection, elasticsearch8_server: Any) -> None:
    assert connection.versions()[0].startswith("9.")
    assert Connection(ElasticsearchOptions.of(elasticsearch8_server.url)).versions()[0].startswith("8.19")


def test_pages_beyond_the_window(engine: ElasticsearchEngine, tokenizer: Tokenizer, make: Any) -> None:
    one = document(make("a", "政协委员"), tokenizer)
    ids = [f"a-{number:05}" for number in range(20_500)]
    engine.write({**one, "id": id_} for id_ in ids)
    for offset, limit in ((9_995, 10), (10_000, 5), (20_400, 300), (19_990, 20), (25_000, 3)):
        for sort in ("date", "relevance"):
            hits = engine.ask(Request(Token("text_units", "政"), sort=sort, offset=offset, limit=limit)).hits
            assert [hit.id for hit in hits] == ids[offset : offset + limit]
    whole = engine.ask(Request(Everything(), limit=10**9))
    assert whole.total == len(ids)
    assert [hit.id for hit in whole.hits] == ids


def test_neighbouring_conjunctions_take_no_depth(engine: ElasticsearchEngine, library: list[Document]) -> None:
    engine.write(library)
    token = Token("text_units", "政")
    flat, deep = token, token
    for _ in range(60):
        flat = Without(All((flat, Everything())), Token("text_units", "无"))
        deep = AnyOf((All((deep, Token("title_units", "政"))), token))
    assert engine.ask(Request(flat)).total == engine.ask(Request(token)).total
    with pytest.raises(QueryError) as caught:
        engine.ask(Request(deep))
    assert caught.value.key == "engine_query_deep"


def test_twelve_levels_of_and_in_or_are_answered(engine: ElasticsearchEngine, library: list[Document]) -> None:
    engine.write(library)
    clause: Clause = Token("text_units", "政")
    for _ in range(12):
        clause = AnyOf((All((clause, Token("text_units", "协"))), Token("text_units", "提")))
    assert engine.ask(Request(clause)).total > 0


def test_generations_move_under_searchers(elasticsearch_server: Any, tokenizer: Tokenizer, make: Any) -> None:
    options = ElasticsearchOptions.of(elasticsearch_server.url, prefix=f"test-{uuid.uuid4().hex}")
    index = open_index(options, tokenizer)
    with pytest.raises(GenerationBroken):
        index.ask(Request(Everything()))
    first = index.create()
    index.write([make(f"a-{number}") for number in range(20)])
    second = index.create()
    assert (index.generations.live(), index.generations.names()) == (first, [first, second])
    index.write([make(f"a-{number}") for number in range(20)], names=[second])
    assert {id_ for id_, _ in index.contents(second)} == {f"a-{number}" for number in range(20)}
    totals: list[int] = []
    over = threading.Event()

    def search() -> None:
        other = open_index(options, tokenizer)
        while not over.is_set():
            totals.append(other.ask(Request(Token("text_units", "政"))).total)
        other.close()

    searchers = [threading.Thread(target=search) for _ in range(4)]
    for searcher in searchers:
        searcher.start()
    index.generations.swap(second)
    for _ in range(10):
        index.generations.roll_back()
    over.set()
    for searcher in searchers:
        searcher.join()
    assert set(totals) == {20}
    assert {index.generations.live(), index.generations.previous()} == {first, second}
    assert not index.rebuild_needed
    with pytest.raises(ValueError, match="is live"):
        index.drop(index.generations.live())
    index.drop(index.generations.previous())
    assert len(index.generations.names()) == 1
    with pytest.raises(GenerationBroken):
        index.generations.swap("0" * 12 + "-9")
    index.generations.connection.client.indices.delete(index=f"{options.prefix}-{index.generations.live()}")
    index.close()


def test_options_hide_their_secrets() -> None:
    options = ElasticsearchOptions.of("https://us%40er:se%3Acret@es.example, https://two.example:9201")
    assert options.hosts == ("https://es.example:9200", "https://two.example:9201")
    assert (options.user, options.password) == ("us@er", "se:cret")
    assert "se:cret" not in f"{options!r} {options} {options.place}"
    assert "key" not in repr(replace(options, user=None, password=None, api_key="key"))


@pytest.mark.parametrize(
    ("urls", "options", "key"),
    [
        ("", {}, "engine_address"),
        ("es.example:9200", {}, "engine_address"),
        ("ftp://es.example", {}, "engine_address"),
        ("https://user:secret@", {}, "engine_address"),
        ("https://es.example:port", {}, "engine_address"),
        ("https://es.example/path", {}, "engine_address"),
        ("https://es.example", {"user": "a", "password": "secret", "api_key": "b"}, "engine_two_logins"),
        ("https://es.example", {"user": "a"}, "engine_no_password"),
        ("http://es.example", {"fingerprint": "00"}, "engine_no_tls"),
    ],
)
def test_options_that_make_no_sense(urls: str, options: dict[str, str], key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        ElasticsearchOptions.of(urls, **options)
    assert caught.value.key == key
    assert "secret" not in f"{caught.value} {caught.value.message('en')}"


def test_a_ca_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="CA"):
        ElasticsearchOptions.of("https://es.example", ca_file=tmp_path / "none.crt")
