"""Newer Founder in the skin of 甘肃日报 (reference, B.1): pages are `col01.html`, the PDF's address stands in a comment."""

from collections.abc import Mapping
from typing import ClassVar

from scrapers.platforms import article, layout
from scrapers.platforms.founder.heze import HEZE_ARTICLE, HEZE_LAYOUT
from scrapers.platforms.founder.newer import COLUMNS, RMRB_ARTICLE, RMRB_LAYOUT, Newer, articles, layouts
from scrapers.platforms.landmarked import Role
from scrapers.platforms.marks import Marks
from scrapers.platforms.markup import of_class

#: `<!-- <p id="pdfUrl" style="display:none">../../../att/….pdf</p> -->`
_COMMENTED = 'substring-before(substring-after(substring-after(//comment()[contains(., "pdfUrl")], "pdfUrl"), ">"), "<")'
GANSU_LAYOUT = layout.Landmarks(
    label=(f"{of_class('*', 'tabs')}/h3",),
    date=(),
    lists=(of_class("*", "news-list"),),
    pdf=(_COMMENTED, f"{of_class('a', 'pdf')}/@href"),
)


class Gansu(Newer):
    """The skin of 甘肃日报; its article pages are those of 菏泽日报."""

    name: ClassVar[str] = "founder.gansu"
    marks: ClassVar[Mapping[Role, Marks] | None] = COLUMNS
    layout_form: ClassVar[str] = "layout/{date:%Y%m}/{date:%d}/col{page}.html"
    layout_landmarks: ClassVar[layout.Landmarks] = layouts(GANSU_LAYOUT, HEZE_LAYOUT, RMRB_LAYOUT)
    article_landmarks: ClassVar[article.Landmarks] = articles(HEZE_ARTICLE, RMRB_ARTICLE)


PLATFORM = Gansu()
