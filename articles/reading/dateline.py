"""Datelines: `本报讯`, `本报西宁1月4日讯`, `据新华社北京2月10日电`."""

import re
from collections.abc import Sequence

_HAN = r"[\u4e00-\u9fff]"
_DAY = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:专)?[电讯]"
_AGENCY = r"(?:新华社|中新社|新华网|中新网|人民网|央视网)"
_PAPER = rf"(?:本报|{_HAN}{{2,6}}(?:日报|晚报|早报|时报|都市报|晨报|商报|报))"
_DATELINE = re.compile(
    rf"(?:据)?(?:{_AGENCY}|{_PAPER})(?:{_HAN}{{1,8}}?[\s\u3000]*{_DAY}|[\s\u3000]*{_DAY}|(?:综合)?[讯电]|(?!记者|通讯){_HAN}{{2,4}}讯)|央视网消息"
)
_TAIL = re.compile(rf"[（(]({_DATELINE.pattern})(?:[^（）()]{{0,24}})[)）]$")
#: A dateline opens the first paragraph, which may be preceded by a byline and pictures' captions.
_FIRST = 4


def dateline(lines: Sequence[str]) -> str | None:
    """The dateline as printed, without white space: at the head of one of the first lines, else in brackets at the end of the last."""
    for text in lines[:_FIRST]:
        if found := _DATELINE.match(text.lstrip("\u3000 （(【[")):
            return re.sub(r"\s", "", found[0])
    tail = _TAIL.search(lines[-1].rstrip()) if lines else None
    return re.sub(r"\s", "", tail[1]) if tail else None
