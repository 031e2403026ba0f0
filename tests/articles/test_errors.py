"""Errors tell themselves in two languages, survive the ledger and a process pool."""

import pickle

import pytest

from articles import errors
from articles.wording import LANGUAGES, WORDING


def all_errors(root: type[errors.ZongshuError] = errors.ZongshuError) -> list[type[errors.ZongshuError]]:
    return [root, *(kind for child in root.__subclasses__() for kind in all_errors(child))]


@pytest.mark.parametrize("kind", all_errors())
def test_an_error_is_equal_after_a_process_pool(kind: type[errors.ZongshuError]) -> None:
    error = kind("article_json", where="date", why="?")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.key, again.facts) == (kind, error.key, error.facts)


def test_a_reason_is_told_as_the_error_was() -> None:
    error = errors.Unreadable("article_json", where="date", why="?")
    assert errors.told(error.reason(), "zh") == str(error)
    assert errors.told(error.reason(), "en") == error.message("en") != str(error)


@pytest.mark.parametrize("reason", [{"key": "article_json", "where": "date"}, {"key": "of_another_release", "where": "date"}])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_reason_that_does_not_fit_our_words_is_told_by_its_facts(reason: dict[str, str], lang: str) -> None:
    assert errors.told({"error": "Unreadable", **reason}, lang) == "Unreadable: where=date"


def test_a_query_error_keeps_its_place_through_a_pool() -> None:
    error = errors.QueryError("article_json", at=3, where="q", why="?")
    assert pickle.loads(pickle.dumps(error)).at == error.at == 3


def test_only_what_may_pass_by_itself_is_retried() -> None:
    retried = {kind.__name__ for kind in all_errors() if kind.retried}
    assert retried == {"Timeout", "Unreachable", "RobotsUnknown", "EngineUnavailable", "BrokerUnavailable"}


def test_both_tables_hold_the_same_keys_and_the_same_facts() -> None:
    import string

    assert WORDING.keys("zh") == WORDING.keys("en")
    for key in WORDING.keys("zh"):
        fields = [{name for _, name, _, _ in string.Formatter().parse(WORDING.template(key, lang)) if name} for lang in ("zh", "en")]
        assert fields[0] == fields[1], key


def test_every_error_key_in_the_code_is_in_the_tables() -> None:
    import ast

    from tests.conftest import ROOT

    kinds = {kind.__name__ for kind in all_errors()}
    known = {key.removeprefix("error.") for key in WORDING.keys("zh") if key.startswith("error.")}
    used = set()
    for room in ("articles", "storage", "scrapers", "indexing", "search", "worker"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    if name in kinds:
                        used.add(node.args[0].value)
    assert used - known == set()
