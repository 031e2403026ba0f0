"""Newer Founder as 南方日报 has it (reference, B.1): `/html/YYYYMM/DD/node_A01.html`, articles beside their pages."""

from collections.abc import Mapping
from typing import ClassVar

from scrapers.platforms import article, layout
from scrapers.platforms.founder.newer import (
    PAD_ARTICLE,
    PAD_LAYOUT,
    PANELS,
    RMRB_ARTICLE,
    RMRB_LAYOUT,
    Newer,
    articles,
    layouts,
)
from scrapers.platforms.landmarked import Role
from scrapers.platforms.marks import Marks

_LAYOUT = layout.Landmarks(label=(), date=(), lists=('//*[@id="artPList1"]',), pdf=())


class Nanfang(Newer):
    """The addresses of 南方日报; its article pages are told from no other skin's."""

    name: ClassVar[str] = "founder.nanfang"
    marks: ClassVar[Mapping[Role, Marks] | None] = PANELS
    entry: ClassVar[str] = "html/index.html"
    layout_form: ClassVar[str] = "html/{date:%Y%m}/{date:%d}/node_{page}.html"
    calendar_form: ClassVar[str | None] = None
    layout_landmarks: ClassVar[layout.Landmarks] = layouts(_LAYOUT, RMRB_LAYOUT, PAD_LAYOUT)
    article_landmarks: ClassVar[article.Landmarks] = articles(PAD_ARTICLE, RMRB_ARTICLE)


PLATFORM = Nanfang()
