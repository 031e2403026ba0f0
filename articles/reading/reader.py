"""All that is read out of an article, each finding with its basis and confidence."""

from dataclasses import dataclass

from articles.model import Figure, Kind, Period, Place
from articles.reading.divisions import Divisions
from articles.reading.figures import figures
from articles.reading.kinds import kind
from articles.reading.organs import organ
from articles.reading.periods import period
from articles.reading.piece import Finding, Piece
from articles.reading.places import place
from articles.reading.rules import pattern, table

#: An account of so many years is one of a term.
_TERM = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What a piece is and says."""

    kind: Finding[Kind]
    organ: Finding[str | None]
    place: Finding[Place | None]
    period: Finding[Period | None]
    figures: tuple[Figure, ...]


def read(piece: Piece, divisions: Divisions) -> Reading:
    """Read a piece; `divisions` are the places there are."""
    whole = organ(piece, divisions, with_opening=True)
    department = whole.value is not None and whole.value not in table("organs")["bodies"]
    shown = kind(piece, whole.value, department)
    summary = shown.value.startswith("summary.")
    body = whole if summary else organ(piece, divisions, with_opening=False)
    years = period(piece, shown.value)
    shown = _term(piece, shown, years)
    return Reading(shown, body, place(piece, divisions, summary), years, figures(piece.text, years.value) if summary else ())


def title_kind(kicker: str | None, title: str | None, subtitle: str | None) -> Kind:
    """The kind by a title block alone, before there is a text."""
    piece = Piece(kicker, title, subtitle, "")
    body = organ(piece, Divisions({}), with_opening=False).value
    shown = kind(piece, body, body is not None and body not in table("organs")["bodies"])
    return _term(piece, shown, period(piece, shown.value)).value


def _term(piece: Piece, shown: Finding[Kind], years: Finding[Period | None]) -> Finding[Kind]:
    """An account of three years and more is one of a term; so is one whose title block says so where its years are unknown."""
    if shown.value != "summary.account":
        return shown
    if years.value:
        long = years.value.to - years.value.from_ + 1 >= _TERM
        return Finding("summary.term", (*shown.basis, *years.basis), min(shown.confidence, years.confidence)) if long else shown
    for line in piece.block:
        if found := pattern("periods", "spans").search(line.text):
            return Finding("summary.term", (*shown.basis, line.basis(found.start(), found.end())), shown.confidence)
    return shown
