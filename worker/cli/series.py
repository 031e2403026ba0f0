"""Series as tables people like to read: year, value, a bar, the sentence with its number marked, the citation; gaps and doubts said."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from search.series.humane import humane
from worker.cli.face import Face

if TYPE_CHECKING:
    from rich.text import Text

    from search.series import FigureAnswer, Gap, Point, Series, Unfit

#: Columns of a bar; characters of a sentence before and behind its number.
_BAR, _BEFORE, _BEHIND = 12, 28, 24
_UNFIT = 10
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def show_answer(face: Face, answer: "FigureAnswer", whole: int) -> None:
    """The first `whole` series as tables, a line each of those behind, and the figures of no series where there is little else."""
    for one in answer.series[:whole]:
        _show(face, one)
    if rest := answer.series[whole:]:
        face.result(face.say("told.further_series", count=len(rest) + answer.summary.more))
        columns = ("organ", "place", "quantity", "values", "first_value", "last_value")
        face.table(columns, (_line(face, one) for one in rest))
    if answer.summary.unfit and len(answer.series) <= whole:
        face.result(face.say("told.unfit", count=answer.summary.unfit_total))
        for figure in answer.summary.unfit[:_UNFIT]:
            face.console.print(_unfit(face, figure))


def _show(face: Face, one: "Series") -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    span = face.say("told.span_years", years=one.years) if one.years > 1 else ""
    face.console.print(Text(f"{one.place.name}{one.organ}　{one.what}（{one.unit}）{span}", style="bold"))
    face.console.print(Text(face.say("told.rule", rule=rule_named(face, one.rule)), style="dim"))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("year", "value", "bar", "sentence", "source"):
        table.add_column(face.say(f"column.{name}"), overflow="fold")
    for row in _rows(face, one):
        table.add_row(*row)
    face.console.print(table)


def rule_named(face: Face, rule: str) -> str:
    """What named a quantity: a rule, or its own words."""
    return face.say("told.own_words") if rule == "own words" else rule


def _rows(face: Face, one: "Series") -> "Iterator[tuple[Text | str, ...]]":
    """Points and runs of years without any, in the order of years."""
    largest = max((abs(Decimal(point.value)) for point in one.points), default=Decimal(0))
    lines: list[tuple[int, tuple[Text | str, ...]]] = [(point.year, _point(face, point, one.unit, largest)) for point in one.points]
    lines += [(run[0].year, _gap(face, run)) for run in _runs(one.gaps)]
    yield from (row for _, row in sorted(lines, key=lambda line: line[0]))


def _point(face: Face, point: "Point", unit: str, largest: Decimal) -> "tuple[Text | str, ...]":
    source = point.told[0]
    told = (("told.conflict", point.conflict), ("told.supposed", not point.sure), ("told.planned", point.status == "planned"))
    marks = [face.say(key) for key, on in told if on]
    year = str(point.year) if point.first == point.year else f"{point.first}–{point.year}"
    value = " ".join((_value(point, unit), *marks))
    also = face.say("told.also", count=point.sources) if point.sources > 1 else ""
    bar = "" if point.status == "planned" else _bar(Decimal(point.value), largest)
    return year, value, bar, excerpt(source.sentence, source.mark, source.printed), f"{source.citation}{also} {source.id}"


def _value(point: "Point", unit: str) -> str:
    """In the series' unit, and as printed where that is another."""
    told = humane(point.value, unit, point.qualifier)
    return told if point.told[0].unit == unit else f"{told}（{point.printed}）"


def _bar(value: Decimal, largest: Decimal) -> str:
    """A bar beside the largest value; nothing for a fall."""
    if value <= 0 or not largest:
        return ""
    eighths = max(1, round(value / largest * _BAR * 8))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def excerpt(sentence: str, mark: int | None, printed: str) -> "Text":
    """The words around a number, itself marked."""
    from rich.text import Text

    line = sentence.replace("\n", " ")
    if mark is None:
        return Text(line[: _BEFORE + _BEHIND])
    start, end = max(0, mark - _BEFORE), mark + len(printed) + _BEHIND
    text = Text(f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}")
    at = mark - start + (1 if start else 0)
    text.stylize("bold red", at, at + len(printed))
    return text


def _runs(gaps: "Sequence[Gap]") -> "Iterator[list[Gap]]":
    """Neighbouring years that lack a value for the same reason."""
    for _, run in groupby(enumerate(gaps), key=lambda pair: (pair[1].year - pair[0], pair[1].why)):
        yield [gap for _, gap in run]


def _gap(face: Face, run: "list[Gap]") -> tuple[str, ...]:
    years = str(run[0].year) if len(run) == 1 else f"{run[0].year}–{run[-1].year}"
    return years, "—", "", face.say(f"told.gap_{run[0].why}", articles=sum(gap.accounts for gap in run)), ""


def _line(face: Face, one: "Series") -> tuple[str, ...]:
    """A series on one line: how many values, the first and the last."""
    span = face.say("told.span_years", years=one.years) if one.years > 1 else ""
    first, last = one.points[0], one.points[-1]
    ends = tuple(f"{point.year}　{humane(point.value, one.unit)}" for point in (first, last))
    return one.organ, one.place.name, f"{one.what}（{one.unit}）{span}", str(len(one.points)), ends[0], ends[1] if last is not first else ""


def _unfit(face: Face, one: "Unfit") -> "Text":
    from rich.text import Text

    text = Text(f"  {one.year or '?'}　{humane(one.source.value, one.unit)}　{face.say(f'loose.{one.why}')}　")
    text.append_text(excerpt(one.source.sentence, one.source.mark, one.source.printed))
    return text.append(f"　{one.source.citation} {one.source.id}", style="dim")
