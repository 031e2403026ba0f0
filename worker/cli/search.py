"""`search`: hits as blocks for people, or one a line with --json."""

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from worker.cli.face import Face
from worker.cli.framework import argument, command, flag, option
from worker.cli.kinds import YEARS, OneOf, Whole

if TYPE_CHECKING:
    from rich.text import Text

    from search import Answer, Found, Question, Snippet
    from worker.cli.rooms import Rooms

_MARK = "bold red"
_SHOWN_VALUES = 10


@command(
    "search",
    argument("query", "QUERY", nargs=-1),
    option("--years", type=YEARS),
    option("--printed", type=YEARS),
    option("--organ", multiple=True, metavar="NAME"),
    option("--place", multiple=True, metavar="NAME"),
    option("--paper", multiple=True, metavar="CODE"),
    option("--kind", multiple=True, metavar="KIND"),
    flag("--all"),
    option("--sort", type=OneOf("relevance|date|-date", ("relevance", "date", "-date"))),
    option("--limit", type=Whole("N", 0, 1000), default=10),
    option("--offset", type=Whole("N", 0, 1_000_000), default=0),
    flag("--facets"),
    flag("--words"),
    flag("--no-synonyms"),
    flag("--clusters"),
)
def search(face: Face, **asked: Any) -> None:  # noqa: ANN401 - the options above
    """Ask, and give the answer."""
    from search import FACETS, Question, hit_json, summary_data
    from worker.cli.rooms import opened

    wanted = FACETS if asked.pop("facets") else ()
    asked["query"] = " ".join(asked["query"])
    question = Question(all_=asked.pop("all"), facets=wanted, synonyms=not asked.pop("no_synonyms"), **asked)
    with opened(face) as rooms:
        answer = asked_of(face, rooms, question)
    if face.json:
        face.lines(hit_json(hit) for hit in answer.hits)
        if wanted:
            face.line({"summary": summary_data(answer)})
        return
    for place, hit in enumerate(answer.hits, question.offset + 1):
        show_hit(face, place, hit)
    for name, values in answer.facets.items():
        _show_facet(face, name, values)
    told_summary(face, answer, rooms.names)


def asked_of(face: Face, rooms: "Rooms", question: "Question") -> "Answer":
    """The answer of the live generation; a home in which nothing was indexed yet answers nothing, and says so."""
    from search import Answer, Lack

    if rooms.index.generations.live() is None:
        rooms.search.tree(question.query)
        face.tell("told.nothing_indexed", home=rooms.home.path)
        return Answer((), 0, {}, Lack(), 0)
    return rooms.search.ask(question)


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
    face.result("")


def _show_facet(face: Face, name: str, values: Sequence[Any]) -> None:
    """A facet's commonest values."""
    if values:
        told = "  ".join(f"{each.value} {each.count}" for each in values[:_SHOWN_VALUES])
        face.result(face.say("told.facet", name=face.say(f"facet.{name}"), values=told))


def told_summary(face: Face, answer: "Answer", names: Mapping[str, str]) -> None:
    """How many, what is missing, and how many lie outside of the scope; on stderr."""
    face.tell("told.total", total=answer.total, shown=len(answer.hits))
    for added in answer.added:
        face.tell("told.added", term=added.term, words=face.say("told.and").join(added.words))
    for one in answer.blamed:
        face.tell("told.blamed_dead" if not one.alone else "told.blamed", term=one.term, alone=one.alone, without=one.without)
    if answer.missing.total:
        papers = face.say("told.and").join(f"{names.get(code, code)} {count}" for code, count in answer.missing.papers.items())
        face.write(face.say("told.missing", total=answer.missing.total, papers=papers), sys.stderr)
    if answer.further:
        face.tell("told.further", further=answer.further)
