"""Two accounts side by side for the terminal: figures as a table, key terms, then the text, what differs marked."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from search.series.humane import humane
from worker.cli.face import Face

if TYPE_CHECKING:
    from rich.text import Text

    from search.compare import Comparison, FigurePair, ParagraphPair, Printed, SectionPair, Side
    from search.series import Point

#: How what changed is marked where there are no colours, and the colour where there are: in the first text, in the second.
_WAS, _NOW = ("[-", "-]", "red strike"), ("{+", "+}", "green")
_BORROWED = "cyan"
#: Characters of a paragraph that is kept, and other accounts that are named.
_KEPT, _OTHERS = 40, 10


def show_comparison(face: Face, answer: "Comparison") -> None:
    """The two, how much changed, figures, key terms, text, and what else fits."""
    for name, side in (("was", answer.before), ("now", answer.after)):
        face.console.print(_side(face, name, side))
    counts = answer.counts
    told = {name: f"{getattr(counts, name):,}" for name in ("kept", "reworded", "new", "gone", "borrowed")}
    face.result(face.say("told.compare_counts", **told))
    if answer.figures:
        face.table(
            ("quantity", "was", "now", "difference", "percent"),
            (_figure(face, pair) for pair in answer.figures),
            right=("was", "now", "difference", "percent"),
        )
    for name, terms in (("new", answer.terms_new), ("gone", answer.terms_gone)):
        if terms:
            face.result(face.say(f"pair.terms_{name}", terms=face.say("told.and").join(term.words for term in terms)))
    for section in answer.sections:
        for line in _section(face, section):
            face.console.print(line)
    _tell_others(face, [*answer.others_before, *answer.others_after])


def _side(face: Face, name: str, side: "Side") -> "Text":
    from rich.text import Text

    text = Text(f"{face.say(f'column.{name}')}　", style="dim").append(side.title or face.say("told.untitled"), style="bold")
    return text.append(f"　{side.citation}　{side.id}", style="cyan")


def _figure(face: Face, pair: "FigurePair") -> Sequence[str]:
    """A row of the table: the quantity, then, now, the change and its part of the first."""
    planned = face.say("told.planned") if pair.status == "planned" else ""
    span = face.say("told.span_years", years=pair.years) if pair.years > 1 else ""
    unit = "百分点" if pair.unit == "%" else pair.unit
    change = _signed(pair.change, humane(pair.change.lstrip("-"), unit)) if pair.change is not None else ""
    percent = _signed(pair.percent, f"{Decimal(pair.percent.lstrip('-')):,}%") if pair.percent is not None else ""
    name = f"{pair.what}{span}{planned}{f' {pair.ahead:+}' if pair.ahead and not planned else ''}"
    return name, _value(face, pair.before, pair.unit), _value(face, pair.after, pair.unit), change, percent


def _value(face: Face, point: "Point | None", unit: str) -> str:
    if point is None:
        return "—"
    return humane(point.value, unit, point.qualifier) + (f" {face.say('told.conflict')}" if point.conflict else "")


def _signed(number: str, words: str) -> str:
    return f"{'−' if number.startswith('-') else '+' if Decimal(number) else ''}{words}"


def _section(face: Face, section: "SectionPair") -> "Iterator[Text]":
    """The heading, then the paragraphs, each of those kept on a line."""
    from rich.text import Text

    if section.before or section.after:
        yield Text()
        yield from _pair(face, section, "bold")
    for pair in section.paragraphs:
        yield from _pair(face, pair, "")


def _pair(face: Face, pair: "SectionPair | ParagraphPair", style: str) -> "Iterator[Text]":
    """Both sides with what differs marked, a line each; of what is kept its first words."""
    from rich.text import Text

    name = face.say(f"pair.{pair.state}") + (face.say("pair.moved") if pair.moved else "")
    if pair.state == "kept" and pair.after:
        words = "".join(one.text for one in pair.after.stretches)
        yield Text(f"  = {words[:_KEPT]}{'…' if len(words) > _KEPT else ''}", style=style or "dim")
        return
    for sign, printed, marks in (("−", pair.before, _WAS), ("+", pair.after, _NOW)):
        if printed:
            yield Text.assemble((f"{sign} {name} ", "dim"), *_marked(face, printed, marks), style=style)


def _marked(face: Face, printed: "Printed", marks: tuple[str, str, str]) -> Iterator[tuple[str, str]]:
    before, behind, style = marks
    for one in printed.stretches:
        if one.mark != "changed":
            yield one.text, _BORROWED if one.mark == "borrowed" else ""
        else:
            coloured = face.console.is_terminal and not face.console.no_color
            yield (one.text, style) if coloured else (f"{before}{one.text}{behind}", "")


def _tell_others(face: Face, others: "Sequence[Side]") -> None:
    """Other accounts that fit what was asked for."""
    if others:
        named = face.say("told.and").join(one.id for one in others[:_OTHERS])
        face.tell("told.compare_others", count=len(others), ids=named)
