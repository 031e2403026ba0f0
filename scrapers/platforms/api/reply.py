"""What families of JSON replies share: the protocol, and an article out of its fields."""

import datetime as dt
import json
import re
from hashlib import sha256
from typing import ClassVar, NamedTuple

from articles.errors import Blocked, EmptyIssue, Gone, LayoutUnknown, Unreadable
from scrapers.platforms import jumps
from scrapers.platforms.api.fields import Fields, loaded
from scrapers.platforms.article import byline
from scrapers.platforms.blocks import Block, blocks, laid_out, one_line
from scrapers.platforms.calendar import read_calendar
from scrapers.platforms.forwarding import forwarded
from scrapers.platforms.landmarked import Role, is_blank
from scrapers.platforms.markup import LIMIT, flags, parse
from scrapers.platforms.model import ArticlePage, HeldArticle, LayoutPage

_NUMBER = re.compile(r"[A-Za-z0-9_]{1,40}")
#: A reply that refuses is no reply that there is nothing (reference, B.6).
_REFUSED = re.compile(r"access|denied|forbidden|unauthori[sz]ed|权限|无权|登录|拒绝", re.IGNORECASE)


class Reply:
    """A family of replies. Pure: text and address in, data out."""

    name: ClassVar[str]
    #: The rest of a layout page's address, filled with the date and the node.
    layout_form: ClassVar[str]
    within: ClassVar[bool] = True

    def layout_address(self, prefix: str, date: dt.date, page: str) -> str:
        """The address of a page of the issue of `date`; `page` is its node."""
        return prefix + self.layout_form.format(date=date, page=page)

    def entry_address(self, prefix: str) -> str:
        """The address that tells the newest issue."""
        raise NotImplementedError

    def first_address(self, entry: str, date: dt.date) -> str | None:
        """The first page of an issue, by the address of an entry that tells its day alone; None where an entry does not tell."""
        return None

    def forward(self, text: str, address: str) -> str | None:
        """Where a page that only forwards leads; None for a reply."""
        return None if loaded(text) is not None else forwarded(text, address)

    def calendar_address(self, prefix: str, month: dt.date) -> str | None:
        """None: no list of a month's issues is known."""
        return None

    def read_calendar(self, text: str, address: str) -> tuple[dt.date, ...]:
        """The days of the month on which the site has an issue, ascending. Unreadable for what is no such list."""
        return read_calendar(text, address)

    def recognise(self, text: str) -> Role | None:
        """What the text is to the family, None where it is not one of its replies."""
        data = loaded(text)
        return self._role(data) if data is not None else None

    def read_layout(self, text: str, address: str) -> LayoutPage:
        """A page of the issue. LayoutUnknown, EmptyIssue, Gone and Blocked (it says so), Unreadable."""
        return self._layout(self._data(text, address, "layout"), address)

    def read_article(self, text: str, address: str) -> ArticlePage:
        """An article. LayoutUnknown (also where none is asked for by itself), EmptyIssue, Unreadable."""
        return self._article(self._data(text, address, "article"), address)

    def _role(self, data: Fields) -> Role | None:
        """What a reply is to the family."""
        raise NotImplementedError

    def _layout(self, data: Fields, address: str) -> LayoutPage:
        raise NotImplementedError

    def _article(self, data: Fields, address: str) -> ArticlePage:
        raise LayoutUnknown("article_unknown", address=address, platform=self.name)

    def _data(self, text: str, address: str, role: Role) -> Fields:
        if len(text) > LIMIT:
            raise Unreadable("layout_too_large", address=address, size=len(text), limit=LIMIT)
        data = loaded(text)
        if data is None and is_blank(parse(text, address), text):
            raise EmptyIssue("layout_blank", address=address)
        if data is None or self._role(data) != role:
            raise LayoutUnknown(f"{role}_unknown", address=address, platform=self.name)
        return data


class Told(NamedTuple):
    """What a reply says of an article; `content` is markup, or lines of text."""

    number: str
    date: dt.date | None
    page: tuple[str, str | None] | None
    title: str | None
    content: str
    kicker: str | None = None
    subtitle: str | None = None
    author: str | None = None


def article(told: Told, address: str) -> ArticlePage:
    """The article a reply tells; its author's line stands first where the text does not hold it."""
    root = parse(told.content, address)
    body: list[Block] = list(blocks(root)) if "<" in told.content else _lines(told.content)
    made = laid_out(byline(told.author or "", body) + body)
    head = [part for part in (told.kicker, told.title, told.subtitle) if part] + [paragraph.text for paragraph in made[:2]]
    number, name = told.page or (None, None)
    return ArticlePage(
        number=told.number if _NUMBER.fullmatch(told.number) else None,
        date=told.date,
        page_number=number,
        page_name=name,
        kicker=told.kicker,
        title=told.title,
        subtitle=told.subtitle,
        author=told.author,
        paragraphs=made,
        continues=jumps.continues(head),
        continued=jumps.continued([paragraph.text for paragraph in made[-2:]]),
        flags=flags(root),
    )


def held(part: Fields, told: Told, address: str) -> HeldArticle:
    """An article a reply holds among others, by its part of the reply."""
    written = json.dumps(part, ensure_ascii=False, sort_keys=True)
    return HeldArticle(sha256(written.encode("utf-8", "surrogatepass")).hexdigest(), article(told, address))


def _lines(content: str) -> list[Block]:
    return [(text, "body") for row in content.splitlines() if (text := one_line(row))]


def nothing(said: str, address: str) -> Gone | Blocked:
    """What a reply means that says why it holds nothing."""
    error, key = (Blocked, "reply_refused") if _REFUSED.search(said) else (Gone, "reply_says_gone")
    return error(key, address=address, said=said[:80])
