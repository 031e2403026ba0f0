"""What a page prints that is no part of an article: its head and foot, editors, jump marks, picture credits, buttons, hotlines.

A line is furniture only as a whole, and only where its form leaves no doubt; a jump mark in brackets may stand at a line's end too.
Captions stay, as captions.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from articles.repair.lines import Line

_HAN = r"[\u4e00-\u9fff]"
_NAME = rf"{_HAN}[ \u3000]?{_HAN}{{1,3}}"
_NAMES = rf"{_NAME}(?:[、 \u3000]{_NAME}){{0,2}}"
_EDITOR = (
    r"(?:本版|本期|今日)?(?:责任编辑|责编|执行编辑|值班编委|编辑|版式设计|版式|版面设计|美编|美术编辑|视觉|文字校对|校对|审校|审读|组版|制图"
    r"|值班主任|值班总编|主编|监制|统筹)"
)
_VERSION = r"第?\s?(?:[A-Z]{0,2}\d{1,3}|[一二三四五六七八九十]{1,3})\s?版"
_JUMP = rf"(?:上接|紧接|下转|转){_VERSION}[^。，（）()]{{0,12}}"
_FORMS: Mapping[str, re.Pattern[str]] = {
    "editors": re.compile(rf"[□■●◆]?{_EDITOR}[:：/／ \u3000][\u4e00-\u9fff \u3000:：/／、|｜]{{2,50}}$"),
    "jump": re.compile(rf"[（(【]?{_JUMP}[)）】]?$"),
    "credit": re.compile(
        rf"[（(]?(?:本报|新华社|特约|见习)*(?:记者|通讯员|发)?\s?{_NAMES}\s?[/／]?(?:摄|摄影|摄影报道|供图)[)）]?$"
        rf"|[（(]?(?:摄影|供图|图片来源|图)\s?[:：/／]\s?(?:本报|特约)?(?:记者|通讯员)?\s?{_NAMES}[)）]?$"
        rf"|文[/／]图\s?[:：]?\s?{_NAMES}$"
    ),
    "hotline": re.compile(
        r"(?:(?:本报|新闻|报料|爆料|订阅|投稿|广告|发行|读者|投诉|服务)*(?:热线|邮箱|信箱|电话|微信号|QQ群?)"
        r"\s?[:：]?[\d\-—@.A-Za-z、 /（）()]{6,}){1,3}$"
    ),
    "imprint": re.compile(r"国内统一(?:连续出版物|刊)号|CN\s?\d{2}-\d{4}|邮发代号|社址[:：]|本报地址|零售价[:：]?\d|本报电子版网址"),
}
#: The rules by which furniture goes.
FURNITURE = tuple(f"furniture_{name}" for name in (*_FORMS, "buttons", "page"))
#: Forms that are no part of any text, whether set in columns or not.
ANYWHERE = ("furniture_buttons", "furniture_editors", "furniture_hotline", "furniture_imprint")
#: A jump mark behind a sentence, or before a text that goes on.
_TAIL, _FRONT = re.compile(rf"(?<=[。！？”；，])[ \u3000]*[（(【]{_JUMP}[)）】]$"), re.compile(rf"[（(【]{_JUMP}[)）】][ \u3000]*(?=.)")
#: What heads and feet of pages are made of; whatever else stands there is the paper's or the page's name.
_HEAD = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|星期[一二三四五六日]|第?\s?[A-Z]?\d{1,3}\s?版|农历[\u4e00-\u9fff]{2,10}|[\s|｜·/]")
_NAMED = re.compile(r"[\u4e00-\u9fffA-Z0-9]{0,10}$")
_BUTTONS = re.compile(
    r"分享到?|微信|微博|QQ空间|朋友圈|打印|收藏|点赞|评论|字号|字体|扫一扫|复制链接|关闭窗口|返回顶部|上一篇|下一篇|放大|缩小|[【\[\s][大中小](?=[】\]\s]|$)"
)
#: What a line of buttons holds besides their names.
_BETWEEN = re.compile(r"[\s:：|｜/·+\-—【】\[\]（）()]|[A-Z]")
_CAPTION = re.compile(r"(?:图为|图片为|图①|[上下左右]图[为：:]|[▲▼△▽])")
_CREDITED = re.compile(rf"(?:{_NAME})\s*[/／]?(?:摄|摄影报道|供图)[）)]?$|[（(]资料图片?[）)]$")
#: No line of furniture is longer; no caption is; heads and feet stand among so many lines of an end; so much may stand between buttons.
_LONGEST, _LONGEST_CAPTION, _ENDS, _OTHER = 60, 160, 3, 4
_SURE = 0.95


class Taken(NamedTuple):
    """What is furniture: the line's place, `start:end` of its text, the rule, and how surely."""

    at: int
    start: int
    end: int
    rule: str
    confidence: float


def _form(line: Line, at_end: bool) -> str | None:
    """What furniture a line is, None for a line of an article."""
    if len(line.text) > _LONGEST:
        return None
    if len(_BUTTONS.findall(line.text)) > 1 and len(_BETWEEN.sub("", _BUTTONS.sub("", line.text))) <= _OTHER:
        return "buttons"
    if at_end and sum(len(part) > 1 for part in _HEAD.findall(line.text)) > 1:
        return "page" if _NAMED.match(_HEAD.sub("", line.text)) else None
    return next((name for name, form in _FORMS.items() if form.match(line.text)), None)


def furniture(lines: Sequence[Line]) -> Iterator[Taken]:
    """What of the lines is furniture."""
    for at, line in enumerate(lines):
        at_end = at < _ENDS or at >= len(lines) - _ENDS
        if name := _form(line, at_end):
            yield Taken(at, 0, len(line.text), f"furniture_{name}", _SURE)
        elif jump := _TAIL.search(line.text) or _FRONT.match(line.text):
            yield Taken(at, *jump.span(), "furniture_jump", _SURE)


def without(lines: Sequence[Line], taken: Sequence[Taken]) -> list[Line]:
    """The lines without what was taken out of them."""
    spans = {one.at: one for one in taken}
    rest = ((line, spans.get(at)) for at, line in enumerate(lines))
    return [line if one is None else _cut(line, one) for line, one in rest if one is None or one.end - one.start < len(line.text)]


def _cut(line: Line, one: Taken) -> Line:
    text = line.text[: one.start] + line.text[one.end :]
    return replace(line, text=text, places=[*line.places[: one.start], *line.places[one.end :]])


def caption(text: str) -> bool:
    """Whether a paragraph tells what a picture shows."""
    return len(text) <= _LONGEST_CAPTION and bool(_CAPTION.match(text) or (_CREDITED.search(text) and not text.endswith("。")))
