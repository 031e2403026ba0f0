"""The shtml family where pages and articles end in `.html`: 四川日报 since 2025 or 2026."""

from typing import ClassVar

from scrapers.platforms.shtml.plain import Shtml


class Renamed(Shtml):
    """The same pages under other names."""

    name: ClassVar[str] = "shtml.renamed"
    layout_form: ClassVar[str] = "{date:%Y%m%d}/v{page}.html"


PLATFORM = Renamed()
