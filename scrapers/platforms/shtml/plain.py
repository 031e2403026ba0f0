"""The `shtml` family (reference, B.5 D): 山西日报, 四川日报, 华商报, 济南时报; often in GBK.

`/shtml/<paper>/YYYYMMDD/vA01.shtml` is a page, `…/<digits>.shtml` beside it an article. Links are often absolute paths, some open by a
click (`onclick="window.open('…')"`).
"""

import re
from typing import ClassVar
from urllib.parse import urljoin

from lxml.html import HtmlElement

from scrapers.platforms import article, layout
from scrapers.platforms.addresses import Shape
from scrapers.platforms.clicks import make_links
from scrapers.platforms.founder.detect import is_founder
from scrapers.platforms.landmarked import Landmarked, Role
from scrapers.platforms.linked import links
from scrapers.platforms.marks import Marks
from scrapers.platforms.markup import of_class

_SHAPE = Shape(
    page=re.compile(r"v([A-Za-z]{0,2}\d{1,3})\.s?html", re.IGNORECASE),
    article=re.compile(r"(\d{3,12})\.s?html", re.IGNORECASE),
    issues=re.compile(r"(?:[\w-]{1,40}/){0,3}\d{8}/"),
)
_DATED = re.compile(r"/(?:[\w-]{1,40}/){0,4}\d{8}")
_ARTICLE = Marks(classes=("news", "detConTit", "detailsWrap", "detail"), ids=("frameContent", "page_a", "content_div"))
_NEWS, _FRAME, _DETAIL = of_class("ul", "news"), '//*[@id="frameContent"]', of_class("div", "detail")


class Shtml(Landmarked):
    """The family; what its papers print where differs, and their names do not meet."""

    name: ClassVar[str] = "shtml.plain"
    shape: ClassVar[Shape] = _SHAPE
    layout_form: ClassVar[str] = "{date:%Y%m%d}/v{page}.shtml"
    layout_landmarks: ClassVar[layout.Landmarks] = layout.Landmarks(
        label=(of_class("*", "banci"), of_class("p", "tit3")),
        date=(of_class("*", "date"), of_class("*", "riqi"), of_class("p", "tit3")),
        lists=(of_class("*", "page-title"), of_class("td", "info3")),
        pdf=(f"{of_class('*', 'pdf-ico')}//a/@href",),
    )
    article_landmarks: ClassVar[article.Landmarks] = article.Landmarks(
        kicker=(f"{_NEWS}//h3", f"{_FRAME}/h4[following-sibling::h3]", f"{_DETAIL}//h3"),
        title=(f"{_NEWS}//h1", f"{_FRAME}/h3", of_class("*", "detConTit"), f"{_DETAIL}//h2", '//*[@id="title"]'),
        subtitle=(f"{_NEWS}//h2", f"{_FRAME}/h4[preceding-sibling::h3]", f"{_DETAIL}//h4"),
        page=(f"{of_class('p', 'tit3')}/b", of_class("*", "banci")),
        date=(f"{of_class('p', 'tit3')}/i", of_class("*", "date"), of_class("*", "riqi")),
        author=(of_class("*", "author"),),
        body=(f"{_NEWS}//font", '//*[@id="page_a"]', of_class("*", "detailsWrap"), '//*[@id="content_div"]', of_class("div", "article")),
        pictures=(f"{_FRAME}//div[@align='center']",),
    )

    def entry_address(self, prefix: str) -> str:
        """`index.shtml` at the root of the host, where a crawler of 山西日报 finds the newest issue."""
        return urljoin(prefix, "/index.shtml")

    def _role(self, text: str) -> Role | None:
        if not _links_pages(text) or is_founder(text):
            return None
        return "article" if _ARTICLE.on(text, text.lower()) else "layout"

    def _prepared(self, root: HtmlElement, address: str) -> None:
        make_links(root)


def _links_pages(text: str) -> bool:
    """Whether a page links pages of the family on its own host."""
    return any(_SHAPE.page.fullmatch(file) and (far < 2 or _DATED.fullmatch(folder)) for far, folder, file in links(text))


PLATFORM = Shtml()
