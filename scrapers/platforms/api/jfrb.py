"""解放日报 since 2024-12-16 (reference, B.5 G): a call for a page, a call for an article.

`journal/<date>/getJournalPage.do?page=01` tells the pages (`pagelist`: `pnumber`, `pname`) and the articles of the page (`articlelist`:
`id`, `title`), the last printed first; `journal/getJournalPageArticle.do?id=…` an article (`title`, `author`, `content`).
"""

import datetime as dt
import re
from typing import ClassVar
from urllib.parse import urljoin

from articles.errors import EmptyIssue
from scrapers.platforms.api.fields import Fields, raw, rows, told, within
from scrapers.platforms.api.reply import Reply, Told, article, nothing
from scrapers.platforms.labels import is_ad, printed_date
from scrapers.platforms.landmarked import Role
from scrapers.platforms.model import ArticleLink, ArticlePage, LayoutPage, PageLink

_CODE = "jfrb"
_ENTRY = "list.do"
_ID = re.compile(r"\d{1,18}")
_PAGE = re.compile(r"[A-Za-z]{0,2}\d{1,3}")


class Jfrb(Reply):
    """The family of 解放日报."""

    name: ClassVar[str] = "api.jfrb"
    layout_form: ClassVar[str] = f"{{date}}/getJournalPage.do?page={{page}}&code={_CODE}"
    within: ClassVar[bool] = False

    def entry_address(self, prefix: str) -> str:
        """The call that tells the newest day of each paper of the house."""
        return f"{prefix}{_ENTRY}"

    def first_address(self, entry: str, date: dt.date) -> str | None:
        """The first page, beside the call."""
        prefix = entry.removesuffix(_ENTRY)
        return self.layout_address(prefix, date, "01") if prefix != entry else None

    def _role(self, data: Fields) -> Role | None:
        held = within(data, "object")
        if "article" in held:
            return "article"
        refused = data.get("success") is False and "errorinfo" in data
        return "layout" if refused or "articlelist" in held or "departList" in held else None

    def _layout(self, data: Fields, address: str) -> LayoutPage:
        if data.get("success") is False:
            raise nothing(raw(data, "errorinfo"), address)
        held = within(data, "object")
        if "departList" in held:
            days = (printed_date(raw(row, "jdate")) for row in rows(held, "departList") if raw(row, "code") == _CODE)
            return LayoutPage(next(days, None), None, None, (), ())
        page = within(held, "page")
        name = told(page, "pname")
        skip = is_ad(name)
        ids = [row for row in reversed(rows(held, "articlelist")) if _ID.fullmatch(raw(row, "id"))]
        articles = tuple(ArticleLink(_call(address, raw(row, "id")), title := told(row, "title"), (), skip or is_ad(title)) for row in ids)
        if not articles and not skip:
            raise EmptyIssue("layout_empty", address=address)
        pages = tuple(_page(row, address) for row in rows(held, "pagelist") if _PAGE.fullmatch(raw(row, "pnumber")))
        return LayoutPage(printed_date(raw(page, "jdate")), raw(page, "pnumber") or None, name, pages, articles, skip=skip)

    def _article(self, data: Fields, address: str) -> ArticlePage:
        one = within(data, "object", "article")
        number = raw(one, "id") or address.rpartition("?id=")[2]
        told_ = Told(number, printed_date(raw(one, "jdate")), None, told(one, "title"), raw(one, "content"), author=told(one, "author"))
        return article(told_, address)


def _call(address: str, number: str) -> str:
    """The call for an article, beside the days of the pages."""
    return urljoin(address, f"../getJournalPageArticle.do?id={number}")


def _page(row: Fields, address: str) -> PageLink:
    name = told(row, "pname")
    return PageLink(urljoin(address, f"getJournalPage.do?page={raw(row, 'pnumber')}&code={_CODE}"), raw(row, "pnumber"), name, is_ad(name))


PLATFORM = Jfrb()
