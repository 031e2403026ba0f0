"""Headlines: title lines put together, with the kicker over them, the subtitle and the author's line under them."""

import re
from collections.abc import Sequence

from articles.reading import bylines
from scrapers.pdf.blocks import Head, Measure
from scrapers.pdf.glyphs import Box
from scrapers.pdf.lines import Line
from scrapers.pdf.titles import titles

#: Sizes by that of the body: a title from here (made pages 1.8 and more, the real one 2.2; section headings up to 1.8), a kicker or
#: subtitle or section from there.
TITLE, MIDDLE = 1.82, 1.12
#: A subtitle or kicker as big as a title is at most this part of its own title's size.
_PART = 0.72
#: Kicker and subtitle follow within so many of their own em.
_NEAR = 1.7
_DASH = re.compile(r"[—―─–\-]{1,2}")
_BRACKET = re.compile(r"[（()）]")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[1-9][.．、]")


def take_heads(lines: Sequence[Line], standing: Sequence[Line], rules: Sequence[Box], measure: Measure) -> tuple[list[Head], list[Line]]:
    """The headlines of a page (`standing` are vertical ones), and the lines that belong to none."""
    big = [line for line in lines if line.size >= TITLE * measure.size]
    taken = set(map(id, big))
    rest = [line for line in lines if id(line) not in taken]
    heads = [Head(group) for group in titles(big, rest, rules, measure)]
    heads = [*_gathered(heads, rest), *(Head([line]) for line in standing)]
    for head in sorted((head for head in heads if not head.vertical), key=lambda head: head.box.y0):
        rest = _below(head, rest, measure)
        rest = _above(head, rest, measure)
    for head in heads:
        head.reach = head.box
    return heads, rest


def _gathered(heads: Sequence[Head], rest: Sequence[Line]) -> list[Head]:
    """Headlines with big subtitles and kickers put to their titles: much smaller, right under or over them, within their width."""
    kept: list[Head] = []
    for head in sorted(heads, key=lambda head: -head.size):
        title = next((other for other in kept if _part_of(head, other, rest)), None)
        if title is None:
            kept.append(head)
        elif head.title[0].base > title.title[0].base:
            title.subtitle += head.title
        else:
            title.kicker += head.title
    return kept


def _part_of(head: Head, title: Head, rest: Sequence[Line]) -> bool:
    """Whether a smaller headline is a subtitle or a kicker of a bigger one: text follows under both, none stands between."""
    box, whole = head.box, title.box
    gap = max(box.y0 - whole.y1, whole.y0 - box.y1)
    if head.size > _PART * title.size or gap > _NEAR * head.size or gap < -0.3 * head.size:
        return False
    if box.over(whole) < 0.8 * box.width and not (_DASH.match(head.title[0].text) and box.over(whole) > 0):
        return False
    low, high = min(box.y1, whole.y1), max(box.y0, whole.y0)
    return not any(low < line.base < high and line.box.over(box) > 0 for line in rest)


def _below(head: Head, lines: list[Line], measure: Measure) -> list[Line]:
    """Take the subtitle and the author's line from `lines`: those right under the title."""
    left = lines
    while True:
        box = head.box
        under = [line for line in left if line.box.over(box) > 0.2 * min(line.box.width, box.width) and line.base > box.y1]
        following = min(under, key=lambda line: line.base, default=None)
        if following is None or following.box.y0 - box.y1 > _NEAR * following.size:
            return left
        row = [line for line in under if abs(line.base - following.base) < 0.3 * following.size]
        author = [] if len(row) > 1 or head.author or _flows(following, left, measure) else author_lines(following, under, measure)
        if author:
            head.author = author
        elif len(row) == 1 and not head.author and _is_subtitle(following, head, measure):
            head.subtitle.append(following)
        else:
            return left
        left = [line for line in left if line is not following and line not in head.author]


def author_lines(line: Line, under: Sequence[Line], measure: Measure) -> list[Line]:
    """The line that names the authors, with a short rest of it in the middle of the next line; nothing where it is none."""
    if line.size >= MIDDLE * measure.size:
        return [line] if is_author(line.text) else []
    for more in under:
        alike = abs(more.size - line.size) < 0.05 * line.size
        centred = alike and abs(more.box.x0 + more.box.x1 - line.box.x0 - line.box.x1) < 2 * line.size
        if centred and len(more.bare) <= 8 and 0 < more.base - line.base < 1.9 * line.size and is_author(line.text + more.text):
            return [line, more]
    return [line] if is_author(line.text) else []


def _is_subtitle(line: Line, head: Head, measure: Measure) -> bool:
    if head.subtitle:
        last = head.subtitle[-1]
        return abs(line.size - last.size) < 0.05 * last.size and line.box.y0 - last.box.y1 < 0.9 * line.size
    bigger = line.size >= MIDDLE * measure.size and line.size < 0.85 * head.size
    return bigger and not _NUMBERED.match(line.text)


def _flows(line: Line, lines: Sequence[Line], measure: Measure) -> bool:
    """Whether the text goes on right under the line, at the body's own leading, from the same edge: then it is the body's first line."""
    under = [other for other in lines if other.box.over(line.box) > 0 and 0 < other.base - line.base < 1.1 * measure.leading]
    return any(abs(other.box.x0 - line.box.x0) < 2.6 * measure.size and other.box.x1 > line.box.x1 for other in under)


def is_author(text: str) -> bool:
    """Whether a line names its authors and nothing else."""
    bare = text.strip().strip("（）()")
    if _BRACKET.search(bare):
        return False
    people, _ = bylines([bare])
    names = sum(len(byline.name) for byline in people)
    return bool(people) and len("".join(text.split())) <= names + 4 * len(people) + 8 and not text.endswith(("。", "，"))


def _above(head: Head, lines: list[Line], measure: Measure) -> list[Line]:
    """Take the kicker from `lines`: what stands right over the title, bigger than the body and smaller than the title."""
    left = lines
    while True:
        box = head.box
        over = [line for line in left if line.box.over(box) > 0.2 * min(line.box.width, box.width) and line.base < box.y0 + 0.3 * line.size]
        last = max(over, key=lambda line: line.base, default=None)
        if last is None or not MIDDLE * measure.size <= last.size < 0.85 * head.size or box.y0 - last.box.y1 > _NEAR * last.size:
            return left
        if _DASH.match(last.text) and head.subtitle:
            return left
        if head.kicker and abs(last.size - head.kicker[0].size) > 0.05 * last.size:
            return left
        if not head.kicker and _hangs(last, left, box.y0 - last.box.y1):
            return left
        head.kicker.insert(0, last)
        left = [line for line in left if line is not last]


def _hangs(line: Line, lines: Sequence[Line], gap: float) -> bool:
    """Whether the line is nearer to text over it than to the title under it: then it closes that text."""
    over = [other for other in lines if other is not line and other.box.over(line.box) > 0 and other.base < line.base - 0.3 * line.size]
    nearest = max((other.box.y1 for other in over), default=None)
    return nearest is not None and line.box.y0 - nearest < gap and max(over, key=lambda other: other.base).size < line.size * 0.95
