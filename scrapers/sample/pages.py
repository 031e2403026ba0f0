"""The markup of the sample's sites: templates of `markup/`, with the landmarks and traps of their families."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from scrapers.sample import replies, world
from scrapers.sample.drafts import PrintedArticle, PrintedPage, SampleIssue
from scrapers.sample.draws import Draw
from scrapers.sample.sites import Site

_WEEKDAYS = "一二三四五六日"


@cache
def _environment() -> Environment:
    loader = PackageLoader("scrapers.sample", "markup")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)


def layout_page(site: Site, issue: SampleIssue, page: PrintedPage) -> str:
    """The markup of a page of an issue, or what the site tells of it."""
    if site.replies:
        return replies.layout_reply(site, issue, page)
    links = [_link(site, page, article) for article in page.articles]
    draw = Draw("map", issue.paper, issue.date, page.number)
    nodes = [other.node for other in issue.pages]
    after = nodes[nodes.index(page.node) + 1 :]
    areas = [area for link in links for area in _areas(link, draw, site.skin == "classic")]
    sections = [(other, [_link(site, other, one) for one in other.articles]) for other in issue.pages] if site.skin == "mobile" else []
    more = {"sections": sections, "areas": areas, "articles": links, "pages": issue.pages, "following": after[0] if after else None}
    return _render(f"{site.skin}_layout.html", site, issue, page, more)


def listing_page(site: Site, issue: SampleIssue) -> str:
    """The markup of the list of an issue's pages."""
    return _render(f"{site.skin}_list.html", site, issue, issue.pages[0], {"pages": issue.pages})


def article_page(site: Site, issue: SampleIssue, page: PrintedPage, article: PrintedArticle) -> str:
    """The markup of an article of an issue, or what the site tells of it."""
    if site.replies:
        return replies.article_reply(article)
    title = article.draft.title
    more = {"article": article, "title": title, "broken": title.replace(" ", "\n", 1), "marked": _marked(article)}
    return _render(f"{site.skin}_article.html", site, issue, page, more)


def forward(site: Site, target: str) -> str:
    """A page that only forwards; that of the mobile family does so by a script."""
    template = "forward_script.html" if site.skin == "mobile" else "forward.html"
    return _environment().get_template(template).render(target=target)


def rendered(template: str, **told: object) -> str:
    """A page of the site of columns."""
    return _environment().get_template(template).render(told)


def month(dates: Sequence[dt.date]) -> str:
    """The classic family's list of a month's issues."""
    return _environment().get_template("period.xml").render(dates=dates)


def _render(template: str, site: Site, issue: SampleIssue, page: PrintedPage, more: Mapping[str, Any]) -> str:
    known = {
        "paper": world.newspapers()[issue.paper],
        "host": site.host,
        "prefix": site.prefix,
        "date": issue.date,
        "weekday": f"星期{_WEEKDAYS[issue.date.weekday()]}",
        "charset": issue.declared,
        "page": page,
        "number": int(page.number),
        "folder": site.folder(issue.date),
        "token": _token(site, issue, page),
    }
    return _environment().get_template(template).render({**known, **more})


def _token(site: Site, issue: SampleIssue, page: PrintedPage) -> str:
    """The name of a page's picture and PDF: built from the date in the classic family, not to be guessed in the newer one."""
    if site.skin == "classic":
        return f"{issue.paper.upper()}{issue.date:%Y%m%d}{page.number}"
    draw = Draw("token", issue.paper, issue.date, page.number)
    return "-".join("".join(draw.choice("0123456789abcdef") for _ in range(length)) for length in (8, 4, 4, 4, 12))


def _link(site: Site, page: PrintedPage, article: PrintedArticle) -> dict[str, Any]:
    path = article.address.partition(site.host)[2]
    return {
        "href": site.href(path),
        "title": article.draft.title,
        "number": article.number,
        "marked": _marked(article),
        "place": page.articles.index(article),
    }


def _areas(link: Mapping[str, Any], draw: Draw, whole: bool) -> list[dict[str, Any]]:
    """A polygon of the page's picture, in some cases two for one article; decimals in the newer family."""
    left, top = draw.between(2, 180), draw.between(20, 480)
    right, bottom = left + draw.between(60, 190), top + draw.between(30, 90)
    corners = (left, top, right, top, right, bottom, left, bottom)
    tails = ["" if whole else f".{draw.between(0, 9999):04}".rstrip("0").rstrip(".") for _ in corners]
    coords = ",".join(f"{corner}{tail}" for corner, tail in zip(corners, tails, strict=True))
    first = {"coords": coords, "href": link["href"], "div": -1}
    return [first, {**first, "div": 0}] if draw.chance(15) else [first]


def _marked(article: PrintedArticle) -> Markup:
    """The title as the classic family prints it: a space in it is a space, a line break or a no-break space."""
    space = (" ", Markup("<br>"), Markup("&nbsp;"))[article.number % 3]
    return escape(article.draft.title).replace(" ", space)
