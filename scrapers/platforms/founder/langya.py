"""Newer Founder in the skin of 沂蒙晚报 and 枣庄晚报 (reference, B.1): boxes called `newslist…` and `newsdeta…`."""

from collections.abc import Mapping
from typing import ClassVar

from scrapers.platforms import article, layout
from scrapers.platforms.founder.newer import BOXES, RMRB_ARTICLE, RMRB_LAYOUT, Newer, articles, layouts
from scrapers.platforms.landmarked import Role
from scrapers.platforms.marks import Marks
from scrapers.platforms.markup import of_class

_HEAD = of_class("*", "newsdetatit")
LANGYA_LAYOUT = layout.Landmarks(
    label=(f"{of_class('*', 'newslisttit')}//em",),
    date=(),
    lists=(of_class("*", "newslist"), f"{of_class('*', 'newslisttit')}//em"),
    pdf=(f"{of_class('*', 'newslisttit')}//a/@href",),
)
LANGYA_ARTICLE = article.Landmarks(
    kicker=(of_class("div", "intro"), '//*[@id="PreTitle"]'),
    title=(f"{_HEAD}/h3", '//*[@id="Title"]'),
    subtitle=(of_class("div", "sub"), '//*[@id="SubTitle"]'),
    page=(f"{_HEAD}//p",),
    date=(f"{_HEAD}//p",),
    author=(),
    body=(of_class("*", "newsdetatext"),),
    pictures=(),
)


class Langya(Newer):
    """The skin of 沂蒙晚报."""

    name: ClassVar[str] = "founder.langya"
    marks: ClassVar[Mapping[Role, Marks] | None] = BOXES
    layout_landmarks: ClassVar[layout.Landmarks] = layouts(LANGYA_LAYOUT, RMRB_LAYOUT)
    article_landmarks: ClassVar[article.Landmarks] = articles(LANGYA_ARTICLE, RMRB_ARTICLE)


PLATFORM = Langya()
