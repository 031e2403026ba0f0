"""What kind of piece an article is: kicker, title, subtitle, lines under the title and the opening all speak; near misses are news."""

import re

from articles.model import Kind
from articles.reading.piece import Basis, Finding, Line, Piece
from articles.reading.rules import pattern

_DATED = re.compile(
    r"(?:19|20)\d\d年?|二[〇○零][〇○零一二三四五六七八九]{2}年?|一年|全年|年度|去年|[一二三四五十]年|十[一二三四]?五|本届|届|以来|上半年"
)
_WORK = re.compile(r"工作|履职|协商")
_COUNTS = 2
#: How much of an opening tells by itself what the piece is: its first sentences.
_TOLD = 160

Shown = Finding[Kind]


def _match(key: str, line: Line) -> Basis | None:
    found = pattern("kinds", key).search(line.text)
    return line.basis(found.start(), found.end()) if found else None


def _event(piece: Piece) -> Basis | None:
    """What makes a title block news about an account: an event in the title, or a comment or debate beside it."""
    if not piece.block:
        return None
    title, *others = piece.block
    if title.part != "title":
        return None
    words = any(_match("account", line) for line in piece.block)
    plain = any(_match("plain_account", line) for line in piece.block)
    return (
        next((found for line in piece.block if (found := _match("campaign", line))), None)
        or (None if plain else _match("event", title))
        or (None if words else _match("event_soft", title))
        or next((found for line in others if line.part != "text" and (found := _match("beside", line))), None)
    )


def _report(piece: Piece) -> Shown | None:
    """A report to a session, by a line of the block, else by how it is given."""
    for line in piece.block:
        if basis := _match("committee", line):
            return Finding("summary.committee", (basis,), 0.95)
        if basis := _match("line_of_work", line):
            return Finding("summary.department", (basis,), 0.8)
        if basis := _match("report", line):
            return Finding("summary.report", (basis,), 0.95)
    given, salute = _match("given", piece.opening), _match("salutation", piece.opening)
    if given and salute and salute.start < given.start:
        committee = re.search(r"常务委员会|常委会", given.words)
        return Finding("summary.committee" if committee else "summary.report", (salute, given), 0.85)
    return None


def _account(piece: Piece, organ: str | None) -> Shown | None:
    """A word for accounts in the block, a body (or a place's development) and a time that it covers."""
    lines = piece.block
    strong = next((basis for line in lines if (basis := _match("account", line))), None)
    weak = next((basis for line in lines if (basis := _match("account_weak", line))), None)
    basis = strong or weak
    if basis is None:
        return None
    block = "".join(line.text for line in lines)
    shared = any(_match("shared", line) for line in lines)
    about = organ or shared or any(_match("development", line) or pattern("organs", "joint").search(line.text) for line in lines)
    told = _match("count", piece.opening) or _match("telling", piece.opening) or _WORK.search(block)
    if not strong and (_match("news_opening", piece.opening) or not (organ or shared) or not told):
        return None
    if about and (_DATED.search(block) or _WORK.search(block) or (organ and strong and _DATED.search(piece.opening.text[:80]))):
        return Finding("summary.account", (basis,), 0.9 if strong else 0.75)
    return None


def _told(piece: Piece, organ: str | None, is_department: bool) -> Shown | None:
    """No word for it in the block: the opening tells a body's year in figures, and not as news.

    A department that only the opening names gives figures to many a piece: the block must speak of a year then.
    """
    opening = piece.opening.until(_TOLD)
    shared = any(_match("shared", line) for line in piece.block)
    if not (organ or shared) or not piece.title or _match("news_opening", opening):
        return None
    headed = next((basis for line in piece.block if (basis := _match("year_told", line) or _match("headed", line))), None)
    headed = headed or _match("year_summed", piece.opening.until(_TOLD))
    if is_department and organ and not headed and not any(organ in line.text for line in piece.block):
        return None
    telling = _match("telling", opening)
    counts = len(pattern("kinds", "count").findall(opening.text))
    told = len(set(pattern("kinds", "telling").findall(opening.text)))
    if telling and counts and counts + told > _COUNTS and _DATED.search("".join(line.text for line in piece.lines())):
        return Finding("summary.account", (telling,), 0.65)
    begins = _match("telling_time", opening)
    if begins and headed and counts >= _COUNTS:
        return Finding("summary.account", (headed, begins), 0.65)
    return None


def kind(piece: Piece, organ: str | None, is_department: bool) -> Shown:
    """The kind; `organ` is the body the whole piece names. A span of years that makes an account one of a term is seen by the period."""
    event = _event(piece)
    found = None if event else _report(piece) or _account(piece, organ) or _told(piece, organ, is_department)
    if found is None:
        value: Kind = "news" if piece.title and piece.title.strip() else "other"
        return Finding(value, (event,) if event else (), 0.9 if event else 0.7)
    if is_department and found.value in ("summary.account", "summary.report"):
        return Finding("summary.department", found.basis, found.confidence)
    return found
