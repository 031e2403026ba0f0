"""An issue put together: which texts stand on which page, under which number and address."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from scrapers.sample import news, sessions, winter, world
from scrapers.sample.dates import lost, mislabelled, occasion, ordinal
from scrapers.sample.drafts import Draft, Line, PrintedArticle, PrintedPage, SampleIssue
from scrapers.sample.draws import Draw
from scrapers.sample.sites import Site, site

#: Fields that belong on the pages further back, in this order; all others come before them.
_BACK = ("education", "culture", "sports", "letters", "nature")


def issue(paper: str, date: dt.date) -> SampleIssue | None:
    """The issue of a day, made from the paper and the date alone; None where the site lost it."""
    return printed(site(paper, date), date)


@lru_cache(maxsize=256)
def printed(where: Site, date: dt.date) -> SampleIssue | None:
    """The issue of a day as a site has it; None where it lost it."""
    paper = where.paper
    if (paper, date) in lost():
        return None
    pages = _pages(where, date, _texts(paper, date))
    if (paper, date) in mislabelled() or where.encoding != "utf-8":
        return SampleIssue(paper, date, pages, "gb18030", "gb2312")
    return SampleIssue(paper, date, pages)


def _texts(paper: str, date: dt.date) -> list[list[Draft]]:
    """The texts of an issue page by page: session news and accounts where a reader expects them, everyday news around them."""
    draw = Draw("issue", paper, date)
    first, inner = sessions.news(paper, date), winter.accounts(paper, date)
    inner += [news.special()] if (paper, date) in mislabelled() else []
    count = max(draw.between(11, 13) - len(first) - len(inner), 4)
    told = [news.tell(story, paper, date, index) for index, story in enumerate(news.deal(paper, date, ordinal(paper, date), count))]
    told.sort(key=lambda draft: _BACK.index(draft.topic[5:]) if draft.topic[5:] in _BACK else -1)
    pages = draw.between(4, 5) if occasion(paper, date) in ("ordinary", "yearend") else draw.between(5, 6)
    return _spread(first, inner, told, pages)


def _spread(first: list[Draft], inner: list[Draft], told: list[Draft], count: int) -> list[list[Draft]]:
    """Session news on the first page, accounts on the second and third, the rest in order so that no page is much fuller."""
    pages: list[list[Draft]] = [list(first), inner[::2], inner[1::2]] + [[] for _ in range(count - 3)]
    held = [len(page) for page in pages]
    for _ in told:
        held[held.index(min(held))] += 1
    rest = iter(told)
    return [page + list(islice(rest, wanted - len(page))) for page, wanted in zip(pages, held, strict=True)]


def _pages(where: Site, date: dt.date, texts: Sequence[Sequence[Draft]]) -> tuple[PrintedPage, ...]:
    names = list(world.newspapers()[where.paper].pages[: len(texts)])
    parts = _continued([[(draft, None, None) for draft in page] for page in texts])
    ads = Draw("ads", where.paper, date)
    if ads.chance(40):
        parts.append([(draft, None, None) for draft in news.advertisements(ads)])
        names.append("广告")
    pages, index = [], 0
    for position, (name, page) in enumerate(zip(names, parts, strict=True)):
        printed = tuple(_print(where, date, index + offset, (f"{position + 1:02}", name), part) for offset, part in enumerate(page))
        index += len(printed)
        node = where.node(position)
        address = f"http://{where.host}{where.page(date, node)}"
        pages.append(PrintedPage(f"{position + 1:02}", node, name, address, printed, name == "广告"))
    return tuple(pages)


_Part = tuple[Draft, str | None, str | None]


def _continued(pages: list[list[_Part]]) -> list[list[_Part]]:
    """A report on the first page goes on on the third: 下转第3版, 上接第1版."""
    for index, (draft, _, _) in enumerate(pages[0]):
        if draft.topic.endswith(".report"):
            cut = len(draft.lines) // 3
            head = dataclasses.replace(draft, lines=(*draft.lines[:cut], Line("（下转第3版）")))
            tail = dataclasses.replace(draft, lines=(Line("（上接第1版）"), *draft.lines[cut:]))
            pages[0][index] = (head, None, "3")
            pages[2].insert(0, (tail, "1", None))
            break
    return pages


def _print(where: Site, date: dt.date, index: int, page: tuple[str, str], part: _Part) -> PrintedArticle:
    draft, continues, continued = part
    number = where.number(date, index)
    address = f"http://{where.host}{where.article(date, number)}"
    return PrintedArticle(number, address, *page, draft, ad=page[1] == "广告", continues=continues, continued=continued)
