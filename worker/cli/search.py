"""`search`: hits as blocks for people, or one a line with --json."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from worker.cli.face import Face
from worker.cli.framework import argument, command, flag, option
from worker.cli.kinds import Whole
from worker.cli.narrowing import narrowing, worded

if TYPE_CHECKING:
    from rich.text import Text

    from search import Answer, Found, Question, Snippet, Year
    from worker.cli.rooms import Rooms

_MARK = "bold red"
_SHOWN_VALUES = 10


@command(
    "search",
    argument("query", "QUERY", nargs=-1),
    *narrowing(),
    option("--limit", type=Whole("N", 0, 1000), default=10),
    option("--offset", type=Whole("N", 0, 1_000_000), default=0),
    flag("--every"),
    flag("--facets"),
    flag("--unfold"),
    flag("--explain"),
    flag("--timeline"),
    *worded(),
    flag("--clusters"),
)
def search(face: Face, **asked: Any) -> None:  # noqa: ANN401 - the options above
    """Ask, and give the answer."""
    from search import FACETS, MOST_HITS, Question
    from worker.cli.rooms import opened

    every, shown = asked.pop("every"), (asked.pop("facets"), asked.pop("timeline"))
    asked["query"] = " ".join(asked["query"])
    asked["fold"] = not (asked.pop("unfold") or face.json)
    asked["limit"] = MOST_HITS if every else asked["limit"]
    wanted = FACETS if any(shown) else ()
    asked |= {"synonyms": not asked.pop("no_synonyms"), "names": not asked.pop("no_names"), "nearby": bool(wanted) or not face.json}
    question = Question(all_=asked.pop("all"), facets=wanted, **asked)
    with opened(face) as rooms:
        first = asked_of(face, rooms, question, walk=every)
        given = _give_hits(face, rooms, question, first)
    if face.json:
        _give_summary(face, first, *shown)
        return
    _show_nearby(face, first)
    for name, values in first.facets.items() if shown[0] else ():
        _show_facet(face, name, values, rooms.search.lexicon.divisions)
    if shown[1]:
        _show_timeline(face, first)
    told_summary(face, first, rooms.names, given)


def _give_hits(face: Face, rooms: "Rooms", question: "Question", first: "Answer") -> int:
    """Every hit of an answer and of the pages behind it; how many they are."""
    from search import hit_json

    answer, given = first, 0
    while True:
        for hit in answer.hits:
            face.line(hit_json(hit)) if face.json else show_hit(face, question.offset + given + 1, hit)
            given += 1 + len(hit.folded)
        if answer.next is None:
            return given
        answer = rooms.search.ask(replace(question, offset=0, facets=()), answer.next, walk=True)


def _give_summary(face: Face, answer: "Answer", facets: bool, timeline: bool) -> None:
    """The last line of JSON: what was counted."""
    from search import summary_data, timeline_data

    if facets or timeline:
        summary = summary_data(answer)
        if not facets:
            summary["facets"] = {}
        face.line({"summary": summary | ({"timeline": timeline_data(answer)} if timeline else {})})


def asked_of(face: Face, rooms: "Rooms", question: "Question", *, walk: bool = False) -> "Answer":
    """The answer of the live generation; a home in which nothing was indexed yet answers nothing, and says so."""
    from search import Answer, Lack

    if rooms.index.generations.live() is None:
        rooms.search.tree(question.query)
        face.tell("told.nothing_indexed", home=rooms.home.path)
        return Answer((), 0, {}, Lack(), 0)
    return rooms.search.ask(question, walk=walk)


def marked(snippet: "Snippet", style: str = "") -> "Text":
    """A snippet on one line, what was found in colour."""
    from rich.text import Text

    text = Text(snippet.text.replace("\n", " "), style=style)
    for start, end in snippet.marks:
        text.stylize(_MARK, start, end)
    return text


def show_hit(face: Face, place: int, hit: "Found") -> None:
    """Title, citation and snippet of a hit."""
    from rich.text import Text

    heads = {snippet.field: snippet for snippet in hit.snippets}
    title = marked(heads["title"], "bold") if "title" in heads else Text(hit.title or face.say("told.untitled"), style="bold")
    face.console.print(Text(f"{place}. ").append_text(title))
    face.console.print(Text(f"   {hit.citation}  {hit.id}", style="cyan"))
    if body := heads.get("text"):
        before, after = "…" if body.start else "", "…" if body.more else ""
        face.console.print(Text(f"   {before}").append_text(marked(body)).append(after))
    if hit.folded:
        face.result(face.say("told.folded", count=len(hit.folded), which=face.say("told.and").join(each.citation for each in hit.folded)))
    for each in hit.explanation or ():
        field, way = face.say(f"explained.{each.field}"), face.say(f"explained.as_{each.way}")
        face.result(face.say("told.weighed", score=f"{each.score:8.3f}", text=each.text, field=field, way=way))
    face.result("")


def _show_nearby(face: Face, answer: "Answer") -> None:
    """What comes near, each with the term it lacks."""
    if answer.nearby:
        face.result(face.say("told.nearby"))
    for place, near in enumerate(answer.nearby, 1):
        face.result(face.say("told.lacks", term=near.lacks))
        show_hit(face, place, near.hit)


def _show_facet(face: Face, name: str, values: Sequence[Any], divisions: Mapping[str, str]) -> None:
    """A facet's commonest values."""
    if values:
        told = "  ".join(f"{divisions.get(each.value, each.value)} {each.count}" for each in values[:_SHOWN_VALUES])
        face.result(face.say("told.facet", name=face.say(f"facet.{name}"), values=told))


def _show_timeline(face: Face, answer: "Answer") -> None:
    """Hits of each year that has any, by years covered and by year of printing."""
    from search import timeline

    line = timeline(answer.facets)
    for name, years in (("years", line.covered), ("printed_year", line.printed)):
        _show_years(face, name, [year for year in years if year.count])


def _show_years(face: Face, name: str, years: "Sequence[Year]") -> None:
    if years:
        told = "  ".join(f"{year.year} {year.count}" for year in years)
        face.result(face.say("told.facet", name=face.say(f"facet.{name}"), values=told))


def told_summary(face: Face, answer: "Answer", names: Mapping[str, str], shown: int | None = None) -> None:
    """How many, what is missing, and how many lie outside of the scope; on stderr."""
    face.tell("told.total", total=answer.total, shown=len(answer.hits) if shown is None else shown)
    for added in answer.added:
        if added.words:
            face.tell("told.added", term=added.term, words=face.say("told.and").join(added.words))
        if added.named:
            face.tell("told.named", term=added.term, names=" · ".join(one.name for one in added.named))
    for one in answer.blamed:
        face.tell("told.blamed_dead" if not one.alone else "told.blamed", term=one.term, alone=one.alone, without=one.without)
    if answer.missing.total:
        papers = face.say("told.and").join(f"{names.get(code, code)} {count}" for code, count in answer.missing.papers.items())
        face.write(face.say("told.missing", total=answer.missing.total, papers=papers), sys.stderr)
    if answer.further:
        face.tell("told.further", further=answer.further)
