"""Two articles side by side: sections and paragraphs in the order of the second text, what went where it stood."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from articles.model import Article
from search.cite import cite
from search.compare.blocks import Block, Piece, blocks
from search.compare.figures import figures
from search.compare.likeness import units
from search.compare.model import By, Comparison, Counts, ParagraphPair, Printed, SectionPair, Side, State
from search.compare.pairing import At, Pair, paragraphs, sections
from search.compare.terms import only_in
from search.compare.words import Borrowed, reworded, whole
from search.series.wanted import Wanted


@dataclass(frozen=True)
class _Laid:
    """The paragraphs of two texts, those of each block by number, and which answers to which."""

    before: Sequence[At]
    after: Sequence[At]
    borrowed: Borrowed
    to_after: Mapping[int, Pair]
    to_before: Mapping[int, Pair]
    inside: tuple[Mapping[int, list[int]], Mapping[int, list[int]]]


def compared(before: Article, after: Article, by: By, wanted: Wanted, names: Mapping[str, str]) -> Comparison:
    """The comparison of two articles that hold their key terms; `names` are those of papers, `wanted` the figures that are meant."""
    borrowed = Borrowed(before.text, after.text)
    told = tuple(_sections(blocks(before), blocks(after), borrowed))
    values = figures(before, after, wanted, names)
    states = Counter(pair.state for one in told for pair in one.paragraphs)
    numbers = Counter(one.state for one in values)
    counts = Counts(
        kept=states["kept"],
        reworded=states["reworded"],
        new=states["new"],
        gone=states["gone"],
        borrowed=borrowed.sentences,
        figures_changed=numbers["changed"],
        figures_same=numbers["same"],
        figures_new=numbers["new"],
        figures_gone=numbers["gone"],
    )
    terms = only_in(after.terms, before), only_in(before.terms, after)
    return Comparison(by, side(before, names), side(after, names), counts, told, values, *terms)


def side(article: Article, names: Mapping[str, str]) -> Side:
    """What is told of an article that is compared."""
    name = names.get(article.paper, article.paper)
    return Side(
        id=article.id,
        revision=article.revision,
        paper=article.paper,
        paper_name=name,
        date=article.date.isoformat() if article.date else None,
        title=article.title,
        kind=article.kind,
        organ=article.organ,
        place=article.place,
        period=article.period,
        citation=cite(article, name),
    )


def _sections(before: Sequence[Block], after: Sequence[Block], borrowed: Borrowed) -> Iterator[SectionPair]:
    answering = sections(before, after)
    laid = _laid(before, after, borrowed, answering)
    pairs = {pair.other: pair for pair in answering}
    gone = _gone([pair.one for pair in answering], len(before), {pair.one: pair.other for pair in answering})
    for lost in gone.get(-1, ()):
        yield _section(laid, before[lost], None, None, lost, None)
    for number, block in enumerate(after):
        pair = pairs.get(number)
        yield _section(laid, before[pair.one] if pair else None, block, pair, pair.one if pair else None, number)
        for lost in gone.get(number, ()):
            yield _section(laid, before[lost], None, None, lost, None)


def _gone(answered: Sequence[int], count: int, other: Mapping[int, int]) -> dict[int, list[int]]:
    """What of the first text is answered by nothing, by what of the second it is told behind: the answer to the nearest before it."""
    told: dict[int, list[int]] = {}
    held, behind = set(answered), -1
    for number in range(count):
        if number in held:
            behind = other[number]
        else:
            told.setdefault(behind, []).append(number)
    return told


def _laid(before: Sequence[Block], after: Sequence[Block], borrowed: Borrowed, answering: Sequence[Pair]) -> _Laid:
    one, other = ([At(number, piece) for number, block in enumerate(side) for piece in block.paragraphs] for side in (before, after))
    pairs = paragraphs(one, other, answering)
    return _Laid(
        one, other, borrowed, {pair.one: pair for pair in pairs}, {pair.other: pair for pair in pairs}, (_inside(one), _inside(other))
    )


def _inside(side: Sequence[At]) -> Mapping[int, list[int]]:
    found = defaultdict[int, list[int]](list)
    for number, one in enumerate(side):
        found[one.block].append(number)
    return found


def _section(laid: _Laid, one: Block | None, other: Block | None, pair: Pair | None, before: int | None, after: int | None) -> SectionPair:
    inside = tuple(_paragraphs(laid, before, after))
    likeness, moved = (round(pair.likeness, 4), pair.moved) if pair else (0.0, False)
    state, heads = _headed(laid, one, other, all(row.state == "kept" for row in inside))
    level = next(block.level for block in (other, one) if block)
    return SectionPair(state, moved, likeness, level, *heads, inside)


def _headed(laid: _Laid, one: Block | None, other: Block | None, kept: bool) -> tuple[State, tuple[Printed | None, Printed | None]]:
    """What became of a section, and its headings."""
    here, there = one.heading if one else None, other.heading if other else None
    if one is None or other is None:
        return ("new" if one is None else "gone"), (_alone(here), _alone(there))
    if here is None or there is None:
        return ("kept" if kept else "reworded"), (None, None)
    if units(here.text) == units(there.text):
        return ("kept" if kept else "reworded"), (whole(here, "same"), whole(there, "same"))
    return "reworded", reworded(here, there, 1.0, laid.borrowed)


def _alone(heading: Piece | None) -> Printed | None:
    return whole(heading, "changed") if heading else None


def _paragraphs(laid: _Laid, before: int | None, after: int | None) -> Iterator[ParagraphPair]:
    """The paragraphs of a section in the order of the second text; what went stands where it stood."""
    theirs = laid.inside[0].get(before, []) if before is not None else []
    mine = laid.inside[1].get(after, []) if after is not None else []
    gone, behind = defaultdict[int, list[int]](list), -1
    for number in theirs:
        pair = laid.to_after.get(number)
        if pair is None:
            gone[behind].append(number)
        elif laid.after[pair.other].block == after:
            behind = pair.other
    yield from (_gone_row(laid, number) for number in gone[-1])
    for number in mine:
        yield _row(laid, number)
        yield from (_gone_row(laid, lost) for lost in gone[number])


def _gone_row(laid: _Laid, number: int) -> ParagraphPair:
    return ParagraphPair("gone", False, 0.0, whole(laid.before[number].piece, "changed", laid.borrowed.before), None)


def _row(laid: _Laid, number: int) -> ParagraphPair:
    there, pair = laid.after[number].piece, laid.to_before.get(number)
    if pair is None:
        return ParagraphPair("new", False, 0.0, None, whole(there, "changed", laid.borrowed.after))
    here = laid.before[pair.one].piece
    if units(here.text) == units(there.text):
        return ParagraphPair("kept", pair.moved, 1.0, whole(here, "same"), whole(there, "same"))
    return ParagraphPair("reworded", pair.moved, round(pair.likeness, 4), *reworded(here, there, pair.likeness, laid.borrowed))
