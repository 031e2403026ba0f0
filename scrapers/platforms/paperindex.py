"""PaperIndex (华光; reference, B.5 C): 新华每日电讯, 大众日报, 法治日报, 贵州日报 to 2016.

`content/PaperIndex.htm` leads to `YYYYMMDD/IssueIndex.htm`, that to `Page01XX.htm`; what follows the page's number (`NU`, `BC`, `TB`) is
the paper's own and part of the node. Articles are `Articel…` (the misspelling is theirs), linked by `href` or by `daoxiang`. Where
`div.listdaohang` lists the whole issue, the other pages are not asked for.
"""

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from lxml.html import HtmlElement

from scrapers.platforms import article, layout, whole
from scrapers.platforms.addresses import Issue, Shape, date_of, resolved
from scrapers.platforms.founder import detect
from scrapers.platforms.labels import page_label
from scrapers.platforms.landmarked import Landmarked, Role
from scrapers.platforms.linked import near
from scrapers.platforms.marks import Marks
from scrapers.platforms.markup import at, fit, line, of_class, texts
from scrapers.platforms.model import LayoutPage

_SHAPE = Shape(
    page=re.compile(r"Page([A-Za-z]?\d{2,3}[A-Za-z]{1,3})\.html?", re.IGNORECASE),
    article=re.compile(r"Articel([A-Za-z]?\d{4,7}[A-Za-z]{1,3})\.html?", re.IGNORECASE),
)
_ARTICLE = Marks(classes=("contenttext", "shijian", "xx"), ids=("contenttext", "news-header"))
_LIST = of_class("div", "listdaohang")
_HEAD = of_class("div", "margin15")
#: What a page of a day's issue shows lies in folders of that day: `../../PDF/20230105/01.pdf`, `../../IMAGE/20230105/…`.
_SHOWN = '//a[contains(@href, "PDF/")]/@href | //img[contains(@src, "IMAGE/")]/@src'


class PaperIndex(Landmarked):
    """The family; the pages of its papers differ in small things only, so one reader knows the landmarks of all.

    Which of 新华每日电讯's headings is the title is not known: `h2` is taken for it, an `h3` before it for the kicker.
    """

    name: ClassVar[str] = "paperindex"
    shape: ClassVar[Shape] = _SHAPE
    entry: ClassVar[str] = "PaperIndex.htm"
    layout_form: ClassVar[str] = "{date:%Y%m%d}/Page{page}.htm"
    layout_landmarks: ClassVar[layout.Landmarks] = layout.Landmarks(
        label=(of_class("*", "banming"),),
        date=(of_class("*", "shijian"), of_class("div", "infor"), of_class("*", "riqi")),
        lists=(_LIST, '//*[@id="newslist"]'),
        pdf=('//h4[.//a[contains(@href, $file)]]//a[contains(@href, "PDF/")]/@href', '//a[contains(@href, "PDF/")]/@href'),
        pages=(of_class("li", "banci"),),
    )
    article_landmarks: ClassVar[article.Landmarks] = article.Landmarks(
        kicker=(f"{_HEAD}/h3[following-sibling::h2]", '//*[@id="news-header"]/h3'),
        title=(f"{_HEAD}/h2", '//*[@id="news-header"]/h1', "//h1"),
        subtitle=(f"{_HEAD}/h3[preceding-sibling::h2]", f"{_HEAD}/h4", '//*[@id="news-header"]/h2'),
        page=(of_class("*", "banming"),),
        date=(of_class("*", "shijian"), of_class("div", "infor")),
        author=(f"{_HEAD}/h5",),
        body=(of_class("*", "contenttext"), '//*[@id="contenttext"]', of_class("*", "xx")),
        pictures=(),
    )

    def _role(self, text: str) -> Role | None:
        if not near(text, self.shape.page, self.shape.article) or detect.is_founder(text):
            return None
        return "article" if _ARTICLE.on(text, text.lower()) else "layout"

    def _prepared(self, root: HtmlElement, address: str) -> None:
        for link in at(root, "//a[@daoxiang]"):
            if not link.get("href", "").strip().lower().endswith((".htm", ".html")):
                link.set("href", fit(link.get("daoxiang", "")))

    def _fields(self, root: HtmlElement, text: str) -> Mapping[str, str]:
        """The day of the folders its PDF and its pictures lie in."""
        days = (date_of(address) for address in texts(root, _SHOWN))
        day = next(filter(None, days), None)
        return {"date": day.isoformat()} if day else {}

    def _listed(self, root: HtmlElement, address: str, page: LayoutPage) -> LayoutPage:
        issue = Issue(resolved(address, "") or address, self.shape)
        return whole.listed(page, issue, _groups(root))


def _groups(root: HtmlElement) -> Iterator[whole.Group]:
    """Each page of a list of the whole issue: a heading, and the links up to the next one."""
    for head in at(root, f"{_LIST}//h4"):
        label = next((label for link in head.iter("a") if (label := page_label(line(link)))), None)
        if label:
            yield *label, [link for below in _below(head) for link in below.iter("a")]


def _below(head: HtmlElement) -> Iterator[HtmlElement]:
    for sibling in head.itersiblings():
        if sibling.tag == "h4":
            return
        if isinstance(sibling.tag, str):
            yield sibling


PLATFORM = PaperIndex()
