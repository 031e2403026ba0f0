"""Newer Founder in the skin of 菏泽日报, 寿光日报 and 厦门日报 (reference, B.1).

`a.nextArt` leads to the next page on some sites and to articles on others: what a link leads to is told by its address.
"""

from collections.abc import Mapping
from typing import ClassVar

from scrapers.platforms import article, layout
from scrapers.platforms.founder.newer import BOOTSTRAP, RMRB_ARTICLE, RMRB_LAYOUT, Newer, articles, layouts
from scrapers.platforms.landmarked import Role
from scrapers.platforms.marks import Marks
from scrapers.platforms.markup import of_class

HEZE_LAYOUT = layout.Landmarks(
    label=('//span[@id="layout"]',),
    date=('//*[@id="paperdate"]',),
    lists=('//*[@id="articlelist"]', of_class("a", "nextArt")),
    pdf=(f"{of_class('*', 'pull-right')}//a/@href", '//*[@id="pdfUrl"]/text()'),
)
HEZE_ARTICLE = article.Landmarks(
    kicker=('//*[@id="PreTitle"]',),
    title=('//*[@id="Title"]',),
    subtitle=('//*[@id="SubTitle"]',),
    page=('//span[@id="layout"]',),
    date=('//*[@id="paperdate"]',),
    author=('//*[@id="Author"]',),
    body=('//*[@id="ozoom"]',),
    pictures=(of_class("*", "attachment"),),
)


class Heze(Newer):
    """The skin of 菏泽日报."""

    name: ClassVar[str] = "founder.heze"
    marks: ClassVar[Mapping[Role, Marks] | None] = BOOTSTRAP
    layout_landmarks: ClassVar[layout.Landmarks] = layouts(HEZE_LAYOUT, RMRB_LAYOUT)
    article_landmarks: ClassVar[article.Landmarks] = articles(HEZE_ARTICLE, RMRB_ARTICLE)


PLATFORM = Heze()
