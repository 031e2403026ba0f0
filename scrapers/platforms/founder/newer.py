"""What the skins of newer Founder (reference, B.1) share.

The skins differ in what they print where, and their names do not meet. So either reader knows the landmarks of both, its own first: a
site that changes its skin behind the same addresses loses no title and no line.
"""

import re
from dataclasses import fields
from typing import ClassVar

from scrapers.platforms.founder import article, layout
from scrapers.platforms.founder.family import Founder
from scrapers.platforms.markup import of_class

RMRB_LAYOUT = layout.Landmarks(
    label=(of_class("p", "ban"), '//*[@id="layout"]'),
    date=(of_class("*", "newstime"), of_class("*", "date-box")),
    lists=(of_class("ul", "news-list"),),
    pdf=(f"{of_class('*', 'paper-bot')}//a/@href",),
)
PAD_LAYOUT = layout.Landmarks(label=('//*[@id="nowLayout"]',), date=('//*[@id="author"]',), lists=(), pdf=())

_SEC = of_class("p", "sec")
RMRB_ARTICLE = article.Landmarks(
    kicker=(f"{of_class('*', 'article')}/h3", '//*[@id="PreTitle"]'),
    title=(f"{of_class('*', 'article')}/h1", '//*[@id="Title"]'),
    subtitle=(f"{of_class('*', 'article')}/h2", '//*[@id="SubTitle"]'),
    page=(f"{_SEC}{of_class('*', 'date')}", _SEC, of_class("p", "ban")),
    date=(f"{_SEC}{of_class('*', 'date')}", _SEC, of_class("*", "newstime"), '//*[@id="paperdate"]'),
    author=(_SEC, '//*[@id="Author"]'),
    body=('//*[@id="articleContent"]', '//*[@id="ozoom"]', "//founder-content"),
    pictures=(of_class("*", "attachment"),),
)
#: `#author` holds the date.
PAD_ARTICLE = article.Landmarks(
    kicker=('//*[@id="intro-title"]',),
    title=('//*[@id="main-title"]',),
    subtitle=('//*[@id="sub-title"]',),
    page=('//*[@id="nowLayout"]',),
    date=('//*[@id="author"]',),
    author=(),
    body=('//*[@id="content"]//founder-content', '//*[@id="content"]'),
    pictures=('//*[@id="content"]/p',),
)


class Newer(Founder):
    """A skin of newer Founder: the shape of its addresses, links and property block."""

    entry: ClassVar[str] = "layout/index.html"
    layout_form: ClassVar[str] = "layout/{date:%Y%m}/{date:%d}/node_{page}.html"
    #: Asked for by the calendar of these sites' pages, and by crawlers of 江苏's papers.
    calendar_form: ClassVar[str | None] = "layout/{month:%Y%m}/period.xml"
    layout_marks: ClassVar[re.Pattern[str]] = re.compile(r"""href\s*=\s*["']?[^"'>\s]{0,300}node_?[A-Za-z0-9]+\.html\b""", re.IGNORECASE)
    article_marks: ClassVar[re.Pattern[str]] = re.compile(
        r"""id\s*=\s*["']?(?:articleContent|main-title)\b|<paperarticleid>""", re.IGNORECASE
    )


def layouts(*skins: layout.Landmarks) -> layout.Landmarks:
    """The landmarks of several skins, the first skin's first."""
    return layout.Landmarks(*(sum((getattr(skin, field.name) for skin in skins), ()) for field in fields(layout.Landmarks)))


def articles(*skins: article.Landmarks) -> article.Landmarks:
    """The landmarks of several skins, the first skin's first."""
    return article.Landmarks(*(sum((getattr(skin, field.name) for skin in skins), ()) for field in fields(article.Landmarks)))
