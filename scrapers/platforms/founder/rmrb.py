"""Newer Founder in the skin of 人民日报 since December 2024 (reference, B.1)."""

from typing import ClassVar

from scrapers.platforms import article, layout
from scrapers.platforms.founder.newer import PAD_ARTICLE, PAD_LAYOUT, RMRB_ARTICLE, RMRB_LAYOUT, Newer, articles, layouts


class Rmrb(Newer):
    """The skin of 人民日报."""

    name: ClassVar[str] = "founder.rmrb"
    layout_landmarks: ClassVar[layout.Landmarks] = layouts(RMRB_LAYOUT, PAD_LAYOUT)
    article_landmarks: ClassVar[article.Landmarks] = articles(RMRB_ARTICLE, PAD_ARTICLE)


PLATFORM = Rmrb()
