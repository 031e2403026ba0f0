"""Phrases over the years as small plots that fit 80 columns: a row of blocks a line, the numbers of each year with a bar below."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from worker.cli.face import Face

if TYPE_CHECKING:
    from search.trends import Line, TrendAnswer

_BLOCKS = "▁▂▃▄▅▆▇█"
#: What stands for a year of which no account is held, and for one in which no account holds the phrase.
_GAP, _ZERO = "·", "_"
#: Columns of a bar; years of a row of blocks; columns of what a line is called.
_BAR, _YEARS, _NAME = 24, 40, 20


def blocks(line: "Line", most: float) -> str:
    """The shares of the newest years as blocks beside the largest share of all lines."""
    shares = {point.year: point.share for point in line.points}
    years = sorted({*shares, *line.gaps})[-_YEARS:]
    return "".join(_block(shares.get(year), most) for year in years)


def _block(share: float | None, most: float) -> str:
    if share is None:
        return _GAP
    return _BLOCKS[min(7, int(share / most * 8))] if share else _ZERO


def show_trends(face: Face, answer: "TrendAnswer") -> None:
    """A row of blocks for every line; then each phrase year by year, where it stands first and how far it spread."""
    most = max((point.share for line in answer.lines for point in line.points), default=0.0)
    first, last = answer.summary.first_year, answer.summary.last_year
    if first is None or last is None:
        face.result(face.say("told.trends_none"))
        return
    face.result(face.say("told.trends_legend", first=max(first, last - _YEARS + 1), last=last, most=percent(most)))
    width = max(_width(name(line)) for line in answer.lines)
    for line in answer.lines:
        label = _fitted(name(line), min(width, _NAME))
        face.console.print(f"{label} {blocks(line, most)} {line.total:,}", markup=False)
    for line in answer.lines:
        if line.group is None:
            _show(face, line, most)


def name(line: "Line") -> str:
    """What a line is called: its phrase; below it, its groups."""
    return f"  {line.name}" if line.group is not None else line.phrase


def percent(share: float) -> str:
    """A share as people say it."""
    return f"{share:.1%}"


def _show(face: Face, line: "Line", most: float) -> None:
    from rich.text import Text

    face.console.print(Text(f"\n{line.phrase}", style="bold"))
    if first := line.first:
        face.console.print(Text(face.say("told.trends_first", citation=first.citation, title=first.title or "", id=first.id)))
    if not line.total:
        face.result(face.say("told.trends_absent"))
        return
    columns = ("year_of", "accounts", "of_accounts", "share", "bar", "places", "organs")
    face.table(columns, _rows(line, most), narrow=True, right=columns[1:4])


def _rows(line: "Line", most: float) -> Iterator[Sequence[str]]:
    """A row a year; a year of which nothing is held says so."""
    spread = {one.year: (f"{one.places} → {one.places_reached}", f"{one.organs} → {one.organs_reached}") for one in line.spread}
    rows = [(year, (str(year), "—", "0", "", "", "", "")) for year in line.gaps]
    for point in line.points:
        numbers = (f"{point.count:,}", f"{point.held:,}", percent(point.share), _bar(point.share, most))
        rows.append((point.year, (str(point.year), *numbers, *spread.get(point.year, ("", "")))))
    return (row for _, row in sorted(rows))


def _bar(share: float, most: float) -> str:
    """A bar beside the largest share."""
    if not share:
        return ""
    eighths = max(1, round(share / most * _BAR * 8))
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _fitted(text: str, width: int) -> str:
    """A name in so many columns."""
    from rich.cells import set_cell_size

    return set_cell_size(text, width) if _width(text) <= width else set_cell_size(text, width - 2) + "… "
