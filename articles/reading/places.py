"""Which division a piece is about: named in its title block, else by bare words (市政协, 我市) the paper's home, else by its text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from articles.model import Level, Place
from articles.reading.divisions import NATION, Divisions, Mention, above, inside
from articles.reading.piece import Basis, Finding, Line, Piece
from articles.reading.rules import pattern, table

_SEVERAL = re.compile(r"^[、和与].{0,6}两[省市县区州地]|^[至到—－-].{2,6}(?:铁路|高铁|公路|高速|航线|列车)")
#: How much of a text is looked through for a place.
_BODY = 30_000
_SENTENCE = 120
#: Ranks below a city: a paper's home of another rank is not meant; nor is a province by a bare 市政府.
_BELOW, _CITY = "县区旗", "市州盟"
_SPEAKER = re.compile(r"代表(?:国务院|最高人民(?:法院|检察院))")


def _is_venue(line: str, mention: Mention) -> bool:
    name = re.escape(line[mention.start : mention.end])
    return any(re.search(words.format(name), line) for words in table("places")["venue"]["words"])


def _is_everyday(mention: Mention, divisions: Divisions, home: str | None) -> bool:
    """Whether a short name may be an everyday word: a county's, unless the wider division of that name holds it or is the paper's home."""
    county = [code for code in mention.codes if divisions.places[code].level == "county"]
    wider = [code for code in mention.codes if code not in county]
    return bool(county) and home not in wider and not any(all(inside(code, one) for code in county) for one in wider)


def _stands(line: str, mention: Mention, divisions: Divisions, home: str | None) -> bool:
    """Whether a mention is one: what follows is no newspaper or road; a short name of a county needs a body or its rank behind it."""
    rest = line[mention.end : mention.end + 8]
    if pattern("places", "not_place").match(rest) or _is_venue(line, mention):
        return False
    if not mention.short:
        return True
    if rest.startswith("市") and all(divisions.rank(code) in "县旗" for code in mention.codes):
        return False
    if _is_everyday(mention, divisions, home):
        return bool(pattern("places", "after_short").match(rest)) and line[max(0, mention.start - 1) : mention.start] not in ("“", "同")
    return True


def _resolve(codes: Sequence[str], home: str | None, context: Sequence[str]) -> str | None:
    """The division a name stands for: the only one, the home, the one all others lie in, one inside a place named beside it or the home."""
    if len(codes) == 1:
        return codes[0]
    if home in codes:
        return home
    around = [code for code in codes if all(inside(other, code) for other in codes)]
    if around:
        return around[0]
    scopes = [*context, *((home, *above(home)) if home else ())]
    for scope in scopes:
        held = [code for code in codes if inside(code, scope)]
        if len(held) == 1:
            return held[0]
    return None


def _named(line: Line, divisions: Divisions, home: str | None, context: Sequence[str]) -> Iterator[tuple[str, Mention]]:
    """The divisions a line names; one directly behind a wider one (南京市鼓楼区) is told in its stead."""
    found = [one for one in divisions.mentions(line.text) if _stands(line.text, one, divisions, home)]
    beside = {two.start: one for one, two in pairwise(found) if one.end == two.start}
    wider = {id(one) for one in beside.values()}
    for one in found:
        scopes = (*beside[one.start].codes, *context) if one.start in beside else context
        code = _resolve(one.codes, home, scopes)
        if code and id(one) not in wider:
            yield code, one


def _context(piece: Piece, divisions: Divisions) -> list[str]:
    """Codes of the unambiguous places of block and opening, narrow ones first: what an ambiguous name is resolved by."""
    held = [one.codes[0] for line in piece.lines() for one in divisions.mentions(line.text) if len(one.codes) == 1]
    return sorted(dict.fromkeys(held), key=lambda code: (code.endswith("0000"), code.endswith("00")))


def _by_title(piece: Piece, divisions: Divisions, context: Sequence[str]) -> Finding[str | None] | None:
    for line in piece.block:
        if found := pattern("places", "nation").search(line.text):
            return Finding(NATION, (line.basis(found.start(), found.end()),), 0.95)
        named = list(_named(line, divisions, piece.home, context))
        for at, (code, one) in enumerate(named):
            if _SEVERAL.match(line.text[one.end :]) or (named[at + 1 :] and _beside(line.text, (code, one), named[at + 1])):
                return Finding(None, (line.basis(one.start, one.end),), 0.5)
            if named[at + 1 :] and line.text[named[at + 1][1].start - 1] == "驻":
                continue
            return Finding(code, (line.basis(one.start, one.end),), 0.85 if one.short else 0.95)
    return None


def _beside(text: str, one: tuple[str, Mention], two: tuple[str, Mention]) -> bool:
    """Whether two places that do not hold each other do one thing together: 澄浦市法院与禾川市检察院."""
    apart = not inside(one[0], two[0]) and not inside(two[0], one[0])
    return apart and bool(pattern("places", "beside").fullmatch(text[one[1].end : two[1].start]))


def _by_speaker(piece: Piece, divisions: Divisions) -> Finding[str | None] | None:
    """我代表国务院: the whole country."""
    if NATION in divisions.places and (found := _SPEAKER.search(piece.opening.text)):
        return Finding(NATION, (piece.opening.basis(found.start(), found.end()),), 0.9)
    return None


def _fits(rank: str, home: str, divisions: Divisions) -> str | None:
    """The home, or the division above it, whose rank the bare word names."""
    if rank == "国":
        return NATION
    for code in (home, *above(home)):
        if code in divisions.places and (divisions.rank(code) == rank or (len(rank) > 1 and divisions.places[code].name.endswith(rank))):
            return code
    return None


def _bare(line: Line) -> Iterator[tuple[str, int, int]]:
    found = list(pattern("places", "bare").finditer(line.text))
    for one in sorted(found, key=lambda one: one["a"] is None):
        rank = one["a"] or one["b"] or one["c"] or one["d"]
        if rank != "国":
            yield rank, max(0, one.end() - 2), one.end()


def _by_bare(lines: Sequence[Line], piece: Piece, divisions: Divisions, context: Sequence[str]) -> Finding[str | None] | None:
    """市政协, 我市, 全县: the paper's home where the rank fits, else a division of that rank which the text names inside it."""
    home = piece.home
    for line in lines:
        for rank, start, end in _bare(line):
            fit = _fits(rank, home, divisions) if home else None
            if fit and divisions.places[fit].name.endswith("自治区") and (found := _of_rank(rank, piece, divisions, context, "county")):
                return found
            if fit and home:
                return Finding(fit, (line.basis(start, end), Basis(divisions.places[home].name, "home")), 0.9)
            if found := _of_rank(rank, piece, divisions, context) or _most_named(rank, piece, divisions):
                return found
            if home and (rank in _BELOW or (rank in _CITY and divisions.rank(home) == "省")):
                return Finding(None, (line.basis(start, end),), 0.5)
    return None


def _of_rank(
    rank: str, piece: Piece, divisions: Divisions, context: Sequence[str], level: Level | None = None
) -> Finding[str | None] | None:
    """The first division of a rank (and level) that block or opening name."""
    for line in (*piece.block, piece.opening):
        for code, one in _named(line, divisions, piece.home, context):
            if divisions.rank(code) == rank and level in (None, divisions.places[code].level):
                return Finding(code, (line.basis(one.start, one.end),), 0.8)
    return None


def _most_named(rank: str, piece: Piece, divisions: Divisions) -> Finding[str | None] | None:
    """The division of a rank inside the home that the text names most, by short names too."""
    text, home = piece.text[:_BODY], piece.home
    if home is None:
        return None
    votes: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    for one in divisions.mentions(text):
        held = [code for code in one.codes if inside(code, home) and divisions.rank(code) == rank]
        if len(held) == 1:
            votes[held[0]] += 1
            first.setdefault(held[0], one)
    if not votes:
        return None
    code = max(votes, key=lambda code: (votes[code], -first[code].start))
    one = first[code]
    return Finding(code, (Basis(text[one.start : one.end], "text", one.start, one.end),), 0.7)


def _by_body(piece: Piece, divisions: Divisions) -> Finding[str | None] | None:
    """A body without any rank (政府工作报告, 两会) is that of the paper's home."""
    if piece.home is None or piece.home not in divisions.places:
        return None
    for line in (*piece.block, piece.opening):
        if found := pattern("places", "body").search(line.text):
            basis = (line.basis(found.start(), found.end()), Basis(divisions.places[piece.home].name, "home"))
            return Finding(piece.home, basis, 0.7)
    return None


def _by_home(piece: Piece, divisions: Divisions) -> Finding[str | None] | None:
    """An account that names no place at all is of the paper's home."""
    if piece.home is None or piece.home not in divisions.places:
        return None
    return Finding(piece.home, (Basis(divisions.places[piece.home].name, "home"),), 0.6)


def _by_opening(piece: Piece, divisions: Divisions, context: Sequence[str]) -> Finding[str | None] | None:
    """The first place the first sentences name in full, or by a short name above the county."""
    line = piece.opening
    for code, one in _named(line, divisions, piece.home, context):
        if one.start < _SENTENCE:
            return Finding(code, (line.basis(one.start, one.end),), 0.75)
    return None


def _by_text(piece: Piece, divisions: Divisions) -> Finding[str | None] | None:
    """Without a home: the prefecture (else the province) most places of the text lie in, those with more than one mention."""
    text = piece.text[:_BODY]
    votes: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    for one in divisions.mentions(text):
        if len(one.codes) > 1 or (one.short and divisions.places[one.codes[0]].level == "county"):
            continue
        code = one.codes[0]
        seat = code if code.endswith("0000") else above(code)[0]
        seat = seat if seat in divisions.places else code
        votes[seat] += 1
        first.setdefault(seat, one)
    ranked = sorted(votes, key=lambda code: (code.endswith("0000"), -votes[code], first[code].start))
    if not ranked or votes[ranked[0]] < 2:
        return None
    one = first[ranked[0]]
    return Finding(
        ranked[0], (Basis(text[one.start : one.end], "text", one.start, one.end),), round(min(0.8, 0.4 + 0.1 * votes[ranked[0]]), 2)
    )


def place(piece: Piece, divisions: Divisions, is_summary: bool) -> Finding[Place | None]:
    """The division a piece is about; None where nothing says it, or several places do."""
    context = _context(piece, divisions)
    found = (
        _by_title(piece, divisions, context)
        or (_by_speaker(piece, divisions) if is_summary else None)
        or _by_bare(piece.block, piece, divisions, context)
        or _by_bare((piece.opening,), piece, divisions, context)
        or _by_opening(piece, divisions, context)
        or _by_body(piece, divisions)
        or (_by_text(piece, divisions) or _by_home(piece, divisions) if is_summary else None)
    )
    if found is None or found.value is None:
        return Finding(None, found.basis if found else (), 0.5)
    return Finding(divisions.places[found.value], found.basis, found.confidence)
