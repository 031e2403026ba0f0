"""Newer Founder in the pad skin (reference, B.1), seen with 湖北日报: the property block is the best source."""

from typing import ClassVar

from scrapers.platforms import article, layout
from scrapers.platforms.founder.newer import PAD_ARTICLE, PAD_LAYOUT, RMRB_ARTICLE, RMRB_LAYOUT, Newer, articles, layouts


class Pad(Newer):
    """The pad skin."""

    name: ClassVar[str] = "founder.pad"
    folder: ClassVar[str | None] = "pad"
    layout_landmarks: ClassVar[layout.Landmarks] = layouts(PAD_LAYOUT, RMRB_LAYOUT)
    article_landmarks: ClassVar[article.Landmarks] = articles(PAD_ARTICLE, RMRB_ARTICLE)


PLATFORM = Pad()
