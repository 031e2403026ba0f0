"""Newer Founder with pages called `l01.html`, as 团结报 has them (reference, B.1); in the skin of 甘肃日报."""

from typing import ClassVar

from scrapers.platforms.founder.gansu import Gansu


class Tuanjie(Gansu):
    """The addresses of 团结报."""

    name: ClassVar[str] = "founder.tuanjie"
    layout_form: ClassVar[str] = "layout/{date:%Y%m}/{date:%d}/l{page}.html"


PLATFORM = Tuanjie()
