"""`read --explain`: the printed text with what was removed, joined, moved and doubted marked, in colour where it is a terminal."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from articles.model import Article, Repair

if TYPE_CHECKING:
    from rich.text import Text

#: How each step is marked: the sign before and behind, and the colour.
_MARKS = {"removed": ("[-", "-]", "red strike"), "joined": ("", "⏎", "dim"), "moved": ("{", "}", "blue")}
_DOUBT = "bold yellow"


def counted(repairs: Sequence[Repair]) -> Iterator[tuple[str, str, int, float]]:
    """Each rule and action, how often it was used, and the least confidence."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for step in repairs:
        found[step.rule, step.action].append(step.confidence)
    for (rule, action), sure in found.items():
        yield rule, action, len(sure), min(sure)


def marked(printed: str, article: Article) -> "Text":
    """The printed text of an article, every step of its log marked; what is doubtful stands out."""
    from rich.text import Text

    steps = [step for step in article.repairs if step.action != "moved"]
    moved = sorted((step.start, step.end, at) for at, step in enumerate(s for s in article.repairs if s.action == "moved"))
    text = Text()
    at = 0
    for step in sorted(steps, key=lambda step: (step.start, -step.end)):
        if step.start < at:
            continue
        _plain(text, printed, at, step.start, moved)
        text.append(*_mark(step, printed[step.start : step.end]))
        at = step.end
    _plain(text, printed, at, len(printed), moved)
    for flag in article.flags:
        _, _, about = flag.partition(":")
        text.highlight_words([part for part in about.split(":")[:1] if len(part) > 1], _DOUBT)
    return text


def _mark(step: Repair, printed: str) -> tuple[str, str]:
    """A step as it is shown, and its colour; white space the page is laid out by stands as it is."""
    if step.rule == "white_space":
        return printed, ""
    before, behind, style = _MARKS[step.action]
    shown = "" if step.action == "joined" else "␣" if not printed.strip() else printed
    return f"{before}{shown}{behind}", style


def _plain(text: "Text", printed: str, start: int, end: int, moved: Sequence[tuple[int, int, int]]) -> None:
    """A stretch without steps, in the colour of what moved where it is part of that, with its number where it begins."""
    edges = sorted({start, end, *(edge for span in moved for edge in span[:2] if start < edge < end)})
    starts = [span[0] for span in moved]
    for one, other in pairwise(edges):
        at = bisect_right(starts, one) - 1
        inside = at >= 0 and moved[at][0] <= one < moved[at][1]
        before, behind, style = _MARKS["moved"] if inside else ("", "", "")
        opens = f"{before}{moved[at][2] + 1}:" if inside and one == moved[at][0] else ""
        closes = behind if inside and other == moved[at][1] else ""
        text.append(f"{opens}{printed[one:other]}{closes}", style)
