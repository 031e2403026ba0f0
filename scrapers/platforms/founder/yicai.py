"""Newer Founder as 第一财经日报 has it (reference, B.1): pages and articles in one dated directory, pages in `div.Chunkiconlist p a`."""

from typing import ClassVar

from scrapers.platforms.founder.langya import Langya


class Yicai(Langya):
    """The addresses of 第一财经日报, in the skin of 沂蒙晚报."""

    name: ClassVar[str] = "founder.yicai"
    entry: ClassVar[str] = "index.html"
    layout_form: ClassVar[str] = "{date:%Y%m}/{date:%d}/node_{page}.html"
    calendar_form: ClassVar[str | None] = None


PLATFORM = Yicai()
