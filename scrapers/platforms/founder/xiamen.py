"""The skin of 菏泽日报 under the addresses of 厦门日报 (reference, B.1): pages in `col/`, articles in `con/`."""

from typing import ClassVar

from scrapers.platforms.founder.heze import Heze


class Xiamen(Heze):
    """The addresses of 厦门日报."""

    name: ClassVar[str] = "founder.xiamen"
    entry: ClassVar[str] = "col/index.html"
    layout_form: ClassVar[str] = "col/{date:%Y%m}/{date:%d}/node_{page}.html"
    calendar_form: ClassVar[str | None] = None


PLATFORM = Xiamen()
