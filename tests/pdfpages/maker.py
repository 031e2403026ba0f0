"""Newspaper pages drawn from the sample newspaper's articles, with known truth. A seed gives a page, always the same."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tests.pdfpages.article import Frame, Head, Setter, Style
from tests.pdfpages.drawing import Order, Overprint, Run, Shape, Sheet, ordered, overprinted, written
from tests.pdfpages.fonts import CID, EMBEDDED, width
from tests.pdfpages.stories import Stories, Story
from tests.pdfpages.truth import MadePage, Told, TrueArticle

#: The fixed set: its even seeds tune, its odd seeds test.
FIXED = range(120)
TUNE, TEST = FIXED[::2], FIXED[1::2]
#: A table needs so many em, or its cells do not hold their text.
_TABLE = 30.0
_SIZES = ((1000.0, 1420.0), (680.0, 1105.0), (964.0, 1446.0))


@dataclass
class _Making:
    """A page under way."""

    draw: random.Random
    sheet: Sheet
    setter: Setter
    stories: Stories
    articles: list[TrueArticle] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    features: set[str] = field(default_factory=set)
    #: What the next article set says of another page: `to` or `from` it, its printed number, and the title it goes on with.
    jump: tuple[str, str, str | None] | None = None

    def chance(self, share: float, feature: str = "") -> bool:
        """Whether something of this share happens; what happens is a feature of the page."""
        happens = self.draw.random() < share
        if happens and feature:
            self.features.add(feature)
        return happens


def _style(draw: random.Random, fonts: tuple[str, str], size: float) -> Style:
    return Style(
        body=fonts[0],
        head=fonts[1],
        size=size,
        leading=round(size * draw.uniform(1.3, 1.6), 2),
        gap=size * draw.uniform(1.6, 2.6),
        heading=draw.choice((1.0, 1.15, 1.25, 1.35)) if fonts[0] != fonts[1] else draw.choice((1.2, 1.3)),
        centred=draw.random() < 0.7,
        whole=draw.random() < 0.7,
        kangxi=fonts is EMBEDDED and draw.random() < 0.1,
    )


def _furniture(making: _Making, number: int, margin: float) -> None:
    """Header and footer as papers print them: date, name, page; the editors' line; now and then a line along the edge."""
    sheet, setter, size = making.sheet, making.setter, making.setter.style.size
    head, body = setter.style.head, setter.style.body
    date, name, page = "2023年1月10日　星期二", making.draw.choice(("岚江日报", "澄浦晚报", "禾川都市报")), f"第{number:02}版"
    top = sheet.height - margin * 0.6
    texts = [(date, margin, body, size), (page, sheet.width - margin - width(page, head, size * 1.2), head, size * 1.2)]
    texts.append((name, sheet.width / 2 - width(name, head, size * 2) / 2, head, size * making.draw.choice((1.2, 2.0))))
    editors = f"责编 李{making.draw.choice('一二三')}  版式 王五  校对 赵六  电话 0990-8230000"
    texts.append((editors, margin, body, size * 0.9))
    for text, x, font, big in texts:
        setter.begin()
        setter.put(text, x, margin * 0.35 if text == editors else top, font, big)
        making.furniture.append(text)
    if making.chance(0.5):
        sheet.shapes.append(Shape(margin, top - size * 0.8, sheet.width - 2 * margin, 0.0, 1.0))
    if making.chance(0.25, "rotated"):
        edge = f"{name}广告部 0990-8230001"
        sheet.runs.append(Run(sheet.width - margin * 0.3, sheet.height * 0.4, edge, body, size, angle=90.0, paragraph=setter.begin()))
        making.furniture.append(edge)


def _head(making: _Making, columns: int, wide: float) -> Head:
    draw = making.draw
    if columns > 1 and making.chance(0.12, "vertical"):
        return Head(columns, draw.choice((2.6, 3.2)), vertical=True)
    over = draw.randint(1, columns - 1) if columns > 2 and making.chance(0.2, "inset") else columns
    size = draw.uniform(1.9, 2.4) if columns == 1 or over < columns else draw.uniform(2.2, 3.6)
    return Head(over, size, reverse=making.chance(0.05, "reverse"))


def _boxed(frame: Frame, pad: float) -> Frame:
    return Frame(frame.x + pad, frame.top - pad, frame.width - 2 * pad, frame.foot + pad, frame.columns)


def _story(making: _Making, least: int, columns: int, wide: float) -> Story:
    story = making.stories.deal(least)
    if columns > 1 and making.chance(0.12, "caption"):
        story = replace(story, caption=making.stories.caption())
    if making.chance(0.08) and wide >= _TABLE * making.setter.style.size:
        making.features.add("table")
        story = replace(story, rows=making.stories.rows())
    return story


def _jumping(story: Story, jump: tuple[str, str, str | None] | None) -> Story:
    """The story with the line that says where it goes on, or comes from."""
    if jump is None:
        return story
    way, page, title = jump
    if way == "to":
        return replace(story, told=(*story.told, Told(f"（下转第{page}版）")))
    return replace(story, title=title, kicker=None, subtitle=None, author=None, told=(Told(f"（上接第{page}版）"), *story.told))


def _place(making: _Making, frame: Frame, least: int, *, box: bool = False) -> float | None:
    """An article in a frame, shortened until it fits; the foot it reaches, None where even a short one does not fit."""
    pad = making.setter.style.size * 1.2
    inner = _boxed(frame, pad) if box else frame
    story, head = _story(making, least, frame.columns, inner.width), _head(making, frame.columns, frame.width)
    jump, making.jump = making.jump, None
    if head.vertical:
        story = replace(story, kicker=None, subtitle=None, author=None, caption=None)
    while story.told:
        done = making.setter.set(_jumping(story, jump), inner, head)
        if done:
            way, page = (jump[0], jump[1]) if jump else ("", None)
            known = {"to": {"continued": page}, "from": {"continues": page}}.get(way, {})
            making.articles.append(replace(done[1], **known))
            foot = done[0] - pad if box else done[0]
            if box:
                making.features.add("box")
                making.sheet.shapes.append(Shape(frame.x, foot, frame.width, frame.top - foot, 0.8))
            return foot
        if head.vertical:
            head = replace(head, vertical=False)
            continue
        told = story.told[:-1]
        while told and told[-1].role == "heading":
            told = told[:-1]
        story = replace(story, told=told)
    return None


def _briefs(making: _Making, frame: Frame) -> float | None:
    """A column head with three to five pieces that have no titles."""
    foot: float | None = frame.top
    style = making.setter.style
    size = style.size * 1.7
    making.setter.begin()
    making.setter.article += 1
    making.setter.put("简讯", frame.x + (frame.width - 2 * size) / 2, frame.top - size, style.head, size)
    making.features.add("briefs")
    top = frame.top - size * 1.8
    for _ in range(making.draw.randint(3, 5)):
        done = making.setter.set(making.stories.brief(), replace(frame, top=top, columns=1), Head(1, 2.0))
        if done is None:
            break
        foot, article = done
        making.articles.append(replace(article, kicker="简讯"))
        top = foot - making.draw.choice((0.0, style.leading * 0.6))
    return foot


def _strip(making: _Making, frame: Frame) -> None:
    """Articles one above the other in a narrow part of the page."""
    top, leading = frame.top, making.setter.style.leading
    while top - frame.foot > leading * 14:
        here = replace(frame, top=top)
        briefs = frame.columns == 1 and "briefs" not in making.features and making.chance(0.2)
        foot = _briefs(making, here) if briefs else _place(making, here, making.draw.randint(120, 420), box=making.chance(0.1))
        if foot is None:
            return
        top = foot - leading * making.draw.uniform(1.2, 2.2)
        if making.chance(0.3):
            making.sheet.shapes.append(Shape(frame.x, top + leading * 0.6, frame.width, 0.0))


def _bands(making: _Making, frame: Frame) -> None:
    """Articles in bands across the page: one over the whole width, or two side by side."""
    top, style = frame.top, making.setter.style
    while top - frame.foot > style.leading * 16:
        here = replace(frame, top=top)
        foot = _pair(making, here) if frame.columns >= 4 and making.chance(0.45, "pair") else _wide(making, here)
        if foot is None:
            return
        top = foot - style.leading * making.draw.uniform(1.2, 2.2)
        if making.chance(0.35):
            making.sheet.shapes.append(Shape(frame.x, top + style.leading * 0.6, frame.width, 0.0, 0.7))


def _wide(making: _Making, frame: Frame) -> float | None:
    room = frame.top - frame.foot
    fits = frame.width / making.setter.style.size * room / making.setter.style.leading
    columns = making.draw.randint(max(2, frame.columns - 1), frame.columns)
    foot = _place(making, replace(frame, columns=columns), int(min(fits * making.draw.uniform(0.25, 0.6), 1800)), box=making.chance(0.08))
    if foot is not None and making.chance(0.1, "column rules"):
        _rules(making, replace(frame, columns=columns), foot)
    return foot


def _rules(making: _Making, frame: Frame, foot: float) -> None:
    """Thin lines between the lower parts of an article's columns."""
    column = (frame.width + making.setter.style.gap) / frame.columns
    for at in range(1, frame.columns):
        x = frame.x + at * column - making.setter.style.gap / 2
        making.sheet.shapes.append(Shape(x, foot, 0.0, (frame.top - foot) * 0.5, 0.3))


def _pair(making: _Making, frame: Frame) -> float | None:
    style = making.setter.style
    left = making.draw.randint(1, frame.columns - 1)
    column = (frame.width - style.gap * (frame.columns - 1)) / frame.columns
    wide = left * column + (left - 1) * style.gap
    first = replace(frame, width=wide, columns=left)
    second = replace(frame, x=frame.x + wide + style.gap, width=frame.width - wide - style.gap, columns=frame.columns - left)
    foot = _place(making, first, 150 * left, box=making.chance(0.12))
    if foot is None:
        return None
    other = _place(making, second, 150 * second.columns, box=making.chance(0.12))
    foot = min(foot, other if other is not None else foot)
    if making.chance(0.3, "rule between"):
        making.sheet.shapes.append(Shape(second.x - style.gap / 2, foot, 0.0, frame.top - foot, 0.7))
    return foot


def _lay_out(making: _Making, margin: float) -> None:
    sheet, draw, style = making.sheet, making.draw, making.setter.style
    columns = max(3, min(6, round((sheet.width - 2 * margin) / (style.size * draw.uniform(14, 19)))))
    frame = Frame(margin, sheet.height - margin * 1.25, sheet.width - 2 * margin, margin * 1.05, columns)
    if columns >= 4 and making.chance(0.35, "strip"):
        column = (frame.width - style.gap * (columns - 1)) / columns
        wide = column * draw.uniform(1.0, 1.5)
        gap = style.gap * draw.uniform(1.0, 1.4)
        left = making.chance(0.3)
        main = replace(frame, x=frame.x + (wide + gap if left else 0), width=frame.width - wide - gap, columns=columns - 1)
        strip = replace(frame, x=frame.x if left else frame.x + main.width + gap, width=wide, columns=1)
        if making.chance(0.4):
            sheet.shapes.append(
                Shape((strip.x + strip.width if left else main.x + main.width) + gap / 2, frame.foot, 0.0, frame.top - frame.foot, 0.7)
            )
        for part, fill in ((strip, _strip), (main, _bands)) if left else ((main, _bands), (strip, _strip)):
            fill(making, part)
    else:
        _bands(making, frame)


def _printed(making: _Making, overprint: Overprint, order: Order) -> list[Run]:
    """The page's runs as the stream holds them; some paragraphs only are overprinted, as a page's bold type is."""
    draw = making.draw
    groups: dict[int, list[Run]] = defaultdict(list)
    for run in making.sheet.runs:
        groups[run.paragraph].append(run)
    runs: list[Run] = []
    for group in groups.values():
        kind = overprint if draw.random() < 0.35 else "none"
        runs += overprinted(group, kind, draw.randint(2, 4), draw)
    return ordered(runs, order, draw)


def _joined(first: list[TrueArticle], second: list[TrueArticle]) -> list[TrueArticle]:
    """The articles of two pages; the second page's that continues one of the first is part of it."""
    start = next((at for at, one in enumerate(first) if one.continued), None)
    rest = next((one for one in second if one.continues), None)
    if start is None or rest is None:
        return first + second
    whole = replace(first[start], paragraphs=first[start].paragraphs + rest.paragraphs, continued=None)
    return [*first[:start], whole, *first[start + 1 :], *(one for one in second if one is not rest)]


def _style_of(draw: random.Random, page: tuple[float, float]) -> Style:
    fonts = CID if draw.random() < 0.2 else EMBEDDED
    return _style(draw, fonts, page[0] / draw.uniform(84, 104))


def _making(draw: random.Random, page: tuple[float, float], style: Style, number: int) -> _Making:
    sheet = Sheet(*page)
    making = _Making(draw, sheet, Setter(sheet, style, draw), Stories(draw))
    _furniture(making, number, page[0] * 0.05)
    return making


def made(seed: int) -> MadePage:
    """The page of a seed; two in ten have two pages, with the same furniture and an article that goes on."""
    draw = random.Random(f"page {seed}")
    page = draw.choice(_SIZES)
    style = _style_of(draw, page)
    number = draw.randint(1, 16)
    overprint: Overprint = draw.choice(("none", "none", "run", "line", "paragraph", "glyph"))
    order: Order = draw.choice(("printed", "printed", "reversed", "shuffled", "articles"))
    features = {f"overprint {overprint}", f"order {order}", "cid" if style.body == CID[0] else "embedded"} | (
        {"kangxi"} if style.kangxi else set()
    )
    makings = [_making(draw, page, style, number + at) for at in range(2 if seed % 10 in (4, 9) else 1)]
    for at, making in enumerate(makings):
        if len(makings) == 2:
            title = makings[0].articles[0].title if at else None
            making.jump = ("from" if at else "to", f"{number + 1 - at:02}", title)
            features.add("continued")
        _lay_out(making, page[0] * 0.05)
        making.sheet.runs = _printed(making, overprint, order)
        features |= making.features
    articles = _joined(makings[0].articles, makings[1].articles) if len(makings) == 2 else makings[0].articles
    furniture = tuple(text for making in makings for text in making.furniture)
    return MadePage(seed, written([making.sheet for making in makings]), tuple(articles), furniture, frozenset(features))


def pages(seeds: range) -> Iterator[MadePage]:
    """The pages of these seeds."""
    yield from map(made, seeds)
