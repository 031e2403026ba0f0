"""What a home holds at the end: all that must be equal to a home that nobody disturbed."""

from pathlib import Path

from tasks.farm import state, undisturbed

from search import Holdings, Question, Search
from worker.runner import open_kit
from worker.settings import Settings, load

#: What is searched for: everything, words of titles and texts, a phrase, a field.
QUERIES = ("", "政协", "工作报告", '"2023年"', "标题: 报告", "人民代表大会 OR 检察院")
Held = dict[str, object]


def held(settings: Settings) -> Held:
    """Article files by digest, ids and revisions, outcomes, addresses archived, and the hits of all searches.

    AssertionError where archive, article files, ledger and index do not agree among themselves.
    """
    found = state(settings, once=False)
    records = found.pop("records")
    assert isinstance(records, set)
    return {**found, "addresses": {address for _, address in records}, "searches": searches(settings)}


def expected(home: Path, port: int, count: int) -> Held:
    """What one process that nobody disturbs makes of as many issues."""
    undisturbed(home, port, count)
    return held(load(home=home, sample_port=port))


def searches(settings: Settings) -> dict[str, list[str]]:
    """The ids each query finds, by date."""
    with open_kit(settings) as kit:
        names = {code: paper.name for code, paper in kit.papers.items()}
        holdings = Holdings(kit.ledger, kit.archive, kit.files, kit.papers)
        asked = Search(kit.index, holdings, names, kit.index.tokenizer)
        questions = {query: Question(query=query, all_=True, sort="date", limit=1000, fold=False) for query in QUERIES}
        return {query: [hit.id for hit in asked.ask(question).hits] for query, question in questions.items()}


def differences(found: Held, wanted: Held) -> list[str]:
    """Where two homes differ, in words."""
    told = []
    for part, value in wanted.items():
        if found[part] == value:
            continue
        ours, theirs = _items(found[part]), _items(value)
        told += [f"{part}: {one}" for one in sorted(map(str, ours ^ theirs))[:6]]
    return told


def _items(part: object) -> set[str]:
    return {f"{key} {value}" for key, value in part.items()} if isinstance(part, dict) else set(map(str, part))  # type: ignore[call-overload]
