"""What a page prints that is no part of an article: its head and foot, editors, jump marks, picture credits, buttons, hotlines.

A line is furniture only as a whole, and only where its form leaves no doubt; captions stay, as captions.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from articles.repair.lines import Line

_HAN = r"[\u4e00-\u9fff]"
_NAME = rf"{_HAN}[ \u3000]?{_HAN}{{1,3}}"
_EDITOR = r"(?:责任编辑|责编|本版编辑|编辑|版式|版面设计|美编|美术编辑|校对|审校|组版|制图|值班主任|值班总编|主编)"
_FORMS: Mapping[str, re.Pattern[str]] = {
    "editors": re.compile(rf"[□■●◆]?{_EDITOR}[:：/／ \u3000][\u4e00-\u9fff \u3000:：/／、|｜]{{2,50}}$"),
    "jump": re.compile(r"[（(【]?(?:上接|紧接|下转|转)\s?第?\s?[A-Z]?\d{1,3}\s?版[^。，（）()]{0,12}[)）】]?$"),
    "credit": re.compile(rf"(?:本报|新华社|特约)?(?:记者|通讯员)?\s?{_NAME}(?:[、 ]{_NAME}){{0,2}}\s?(?:摄|摄影|供图)$"),
    "hotline": re.compile(r"(?:新闻|报料|爆料|订阅|投稿|广告|发行|读者)?(?:热线|邮箱|信箱|电话)\s?[:：]?[\d\-—@.A-Za-z、 /（）()]{6,}$"),
    "imprint": re.compile(r"国内统一(?:连续出版物|刊)号|CN\s?\d{2}-\d{4}|邮发代号|社址[:：]|本报地址"),
}
#: What heads and feet of pages are made of; whatever else stands there is the paper's or the page's name.
_HEAD = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|星期[一二三四五六日]|第?\s?[A-Z]?\d{1,3}\s?版|农历[\u4e00-\u9fff]{2,10}|[\s|｜·/]")
_NAMED = re.compile(r"[\u4e00-\u9fffA-Z0-9]{0,10}$")
_BUTTONS = re.compile(r"分享到?|微信|微博|QQ空间|朋友圈|打印|收藏|点赞|评论|字号|扫一扫|复制链接")
_MARKS = re.compile(r"[。，；！？]")
_CAPTION = re.compile(r"(?:图为|图片为|图①|[上下左右]图[为：:])")
_CREDITED = re.compile(rf"(?:{_NAME})\s*[/／]?摄[）)]?$")
#: No line of furniture is longer; no caption is; heads and feet stand among so many lines of an end.
_LONGEST, _LONGEST_CAPTION, _ENDS = 60, 160, 3
_SURE = 0.95


def _form(line: Line, at_end: bool) -> str | None:
    """What furniture a line is, None for a line of an article."""
    if len(line.text) > _LONGEST:
        return None
    if len(_BUTTONS.findall(line.text)) > 1 and not _MARKS.search(line.text):
        return "buttons"
    if at_end and sum(len(part) > 1 for part in _HEAD.findall(line.text)) > 1:
        return "page" if _NAMED.match(_HEAD.sub("", line.text)) else None
    return next((name for name, form in _FORMS.items() if form.match(line.text)), None)


def furniture(lines: Sequence[Line]) -> Iterator[tuple[int, str, float]]:
    """Which lines are furniture: place, rule, confidence."""
    for at, line in enumerate(lines):
        at_end = at < _ENDS or at >= len(lines) - _ENDS
        if name := _form(line, at_end):
            yield at, f"furniture_{name}", _SURE


def caption(text: str) -> bool:
    """Whether a paragraph tells what a picture shows."""
    return len(text) <= _LONGEST_CAPTION and bool(_CAPTION.match(text) or (_CREDITED.search(text) and not text.endswith("。")))
