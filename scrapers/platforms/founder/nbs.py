"""Founder "nbs" (reference, B0 and B.4): 人民日报 to November 2024, 光明日报 to 2025. Titles in lists are written by scripts."""

from typing import ClassVar

from scrapers.platforms import article, layout
from scrapers.platforms.addresses import NBS, Shape
from scrapers.platforms.founder.detect import Family
from scrapers.platforms.founder.family import Founder
from scrapers.platforms.markup import of_class

_PDF = of_class("*", "right_title-pdf").removeprefix("//*")
_BESIDE = f'//*[@id="pageList"]//*[a[contains(@href, $file)]]/following-sibling::*{_PDF}//a/@href'
_TEXT = of_class("*", "text_c")
_SOURCE = of_class("*", "lai")


class Nbs(Founder):
    """The skin; a node is the paper's code and the page, e.g. `D110000renmrb_01`."""

    name: ClassVar[str] = "founder.nbs"
    family: ClassVar[Family] = "nbs"
    shape: ClassVar[Shape] = NBS
    layout_form: ClassVar[str] = "html/{date:%Y-%m}/{date:%d}/nbs.{page}.htm"
    layout_landmarks: ClassVar[layout.Landmarks] = layout.Landmarks(
        label=(of_class("*", "l_t"),),
        date=('//*[@id="riqi_"]',),
        lists=('//*[@id="titleList"]',),
        pdf=(_BESIDE,),
    )
    article_landmarks: ClassVar[article.Landmarks] = article.Landmarks(
        kicker=(f"{_TEXT}/h3",),
        title=(f"{_TEXT}/h1",),
        subtitle=(f"{_TEXT}/h2",),
        page=(_SOURCE,),
        date=(_SOURCE, '//*[@id="riqi_"]'),
        author=(f"{_TEXT}/h4", _SOURCE),
        body=('//*[@id="articleContent"]', "//founder-content"),
        pictures=(),
    )


PLATFORM = Nbs()
