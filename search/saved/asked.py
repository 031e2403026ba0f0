"""A question as it is kept: what of it decides which articles answer it, and their order; not what is of a page."""

from collections.abc import Mapping
from typing import Any

from search.query import Span, span
from search.question import Question

_SPANS, _MANY = ("years", "printed"), ("organ", "place", "paper", "kind")
#: How the words of a query are taken, and how each stands where nothing is said.
_SWITCHES = {"words": False, "synonyms": True, "names": True}
Pair = tuple[str, str]


def asked_data(question: Question) -> dict[str, Any]:
    """JSON of a question; what is as it is without being asked is left out."""
    data: dict[str, Any] = {"query": question.query}
    data |= {name: str(value) for name in _SPANS if (value := getattr(question, name))}
    data |= {name: list(value) for name in _MANY if (value := getattr(question, name))}
    data |= {"all": True} if question.all_ else {}
    data |= {"sort": question.sort} if question.sort else {}
    return data | {name: not usual for name, usual in _SWITCHES.items() if getattr(question, name) is not usual}


def question_of(asked: Mapping[str, Any]) -> Question:
    """The question that is kept. QueryError where its years cannot be read."""
    return Question(
        str(asked["query"]),
        years=_span(asked.get("years")),
        printed=_span(asked.get("printed")),
        organ=tuple(asked.get("organ", ())),
        place=tuple(asked.get("place", ())),
        paper=tuple(asked.get("paper", ())),
        kind=tuple(asked.get("kind", ())),
        all_=bool(asked.get("all")),
        sort=asked.get("sort"),
        words=bool(asked.get("words")),
        synonyms=bool(asked.get("synonyms", True)),
        names=bool(asked.get("names", True)),
        nearby=False,
    )


def pairs_of(question: Question) -> list[Pair]:
    """The parameters of an address that asks the question."""
    data = asked_data(question)
    pairs = [("q", question.query)]
    for name, value in data.items():
        if name != "query":
            pairs += [(name, one) for one in value] if isinstance(value, list) else [(name, _written(value))]
    return pairs


def _written(value: str | bool) -> str:
    return value if isinstance(value, str) else str(int(value))


def _span(value: str | None) -> Span | None:
    return span(value) if value else None
