"""Pages that come with a 200 and are no page of a newspaper: blank ones, "not found" said in words, shells that a script fills. Pure."""

import re
from collections.abc import Mapping

from articles.errors import EmptyIssue, Gone, LayoutUnknown
from scrapers.platforms.blocks import one_line
from scrapers.platforms.markup import line, parse

#: What a page says, as the key of a message, and the error it stands for.
NAMES: Mapping[str, type[EmptyIssue | Gone | LayoutUnknown]] = {
    "page_blank": EmptyIssue,
    "page_says_gone": Gone,
    "page_scripted": LayoutUnknown,
}
#: A page that says only that there is nothing is short, and says so at its head or in its title.
_SHORT, _HEAD = 800, 200
_THING = "页面|网页|文章|内容|文件|稿件|栏目|链接|对象|资源|数据|信息|记录|版面|报纸"
_GONE = re.compile(
    r"(?<![\d.])(?:404|410)(?![\d.]|\s?[个件次名万元人])"
    r"|not found|no longer available|(?:does|do|did) ?n[o']t exist"
    rf"|(?:{_THING})\s{{0,3}}(?:可能)?(?:已经?)?(?:不存在|不见了|没有找到|未找到|找不到|走丢了|被?删除|下线|失效|无法(?:访问|显示|找到))"
    rf"|(?:找不到|没有找到|未找到|无法找到|不存在)\S{{0,8}}(?:{_THING}|页|地址|稿|版)"
    r"|(?:访问|请求|查看|浏览|查找)的\S{0,8}(?:不存在|不见了|已被?删除|没有找到|未找到|找不到)",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
#: A shell shows next to nothing, and leads nowhere by itself.
_SHELL, _LINKS = 120, 3


def unlike(text: str) -> str | None:
    """The key of what a page says that no reader knows; None for one that holds something. Unreadable for one that cannot be parsed."""
    root = parse(text, "")
    shown = line(root)
    title = one_line("".join(next((found.itertext() for found in root.iter("title")), iter(()))))
    if len(shown) <= _SHORT and (_GONE.search(title[:_HEAD]) or _GONE.search(shown[:_HEAD])):
        return "page_says_gone"
    links = len(root.xpath("//a[@href] | //area[@href]"))
    if _SCRIPT.search(text) and len(shown) <= _SHELL and links < _LINKS:
        return "page_scripted"
    return None if shown or links or root.xpath("//img | //iframe | //frame") else "page_blank"
