"""那曲报 (reference, B.5 G): `newspaper/getType` holds the whole issue of a day, with the texts of its articles.

`datas.newspaperPageList` are the pages (`name`), `pageDraftList` the articles of each (`uuid`, `title`, `content`). The day is in the query
only; no address is known that tells the newest issue.
"""

from typing import ClassVar

from articles.errors import EmptyIssue
from scrapers.platforms.api.fields import Fields, raw, rows, told, within
from scrapers.platforms.api.reply import Reply, Told, held
from scrapers.platforms.labels import is_ad, page_label
from scrapers.platforms.landmarked import Role
from scrapers.platforms.model import HeldArticle, LayoutPage, PageLink


class Naqu(Reply):
    """The family of 那曲报."""

    name: ClassVar[str] = "api.naqu"
    layout_form: ClassVar[str] = "getType?paperTime={date:%Y%m%d}&mode=0&typeId={page}&pageSort=0"

    def entry_address(self, prefix: str) -> str:
        """The folder of the calls, for want of an address that is known to tell."""
        return prefix

    def _role(self, data: Fields) -> Role | None:
        return "layout" if isinstance(within(data, "datas").get("newspaperPageList"), list) else None

    def _layout(self, data: Fields, address: str) -> LayoutPage:
        listed = rows(within(data, "datas"), "newspaperPageList")
        labels = [_label(row, place) for place, row in enumerate(listed, 1)]
        texts = tuple(text for row, label in zip(listed, labels, strict=True) for text in _texts(row, label, address))
        if not texts:
            raise EmptyIssue("layout_empty", address=address)
        pages = tuple(PageLink(f"{address}#{number}", number, name, is_ad(name) or "listed") for number, name in labels[1:])
        return LayoutPage(None, *labels[0], (PageLink(address, *labels[0]), *pages), (), texts=texts)


def _label(row: Fields, place: int) -> tuple[str, str | None]:
    """Number and name of a page; one without a number has that of its place."""
    name = told(row, "name")
    return page_label(name or "") or (f"{place:02}", name)


def _texts(row: Fields, label: tuple[str, str | None], address: str) -> list[HeldArticle]:
    """The articles of a page; those of a page of advertisements are none."""
    drafts = [] if is_ad(label[1]) else rows(row, "pageDraftList")
    return [held(one, _told(one, label), address) for one in drafts]


def _told(one: Fields, label: tuple[str, str | None]) -> Told:
    return Told(raw(one, "uuid").replace("-", ""), None, label, told(one, "title"), raw(one, "content"))


PLATFORM = Naqu()
