"""What a site of the sample answers to an address: pure, from host and path alone."""

import datetime as dt
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from scrapers.sample import pages, replies
from scrapers.sample.dates import calendar, lost
from scrapers.sample.issues import printed
from scrapers.sample.mirrors import MIRRORS, mirrored
from scrapers.sample.sites import SITES, Asked, Site, asked

Headers = tuple[tuple[str, str], ...]


class Reply(NamedTuple):
    """Status, headers and body."""

    status: int
    headers: Headers
    body: bytes


_ROBOTS = "User-agent: *\nDisallow: /admin/\n"
_GONE = "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>"


def respond(host: str, path: str, scale: int = 1) -> Reply:
    """The answer to a request for `path` at `host`; 404 where the sites have nothing."""
    wanted = asked(host, path) or mirrored(host, path)
    if path == "/robots.txt" and any(site.host == host for site in (*SITES, *MIRRORS)):
        return text_reply(_ROBOTS, SITES[0].since, "utf-8", "text/plain")
    if wanted is None:
        return gone()
    match wanted.kind:
        case "entry":
            return _entry(wanted, path, scale)
        case "month":
            return _month(wanted, scale)
        case _:
            return answered(wanted, path if wanted.site in MIRRORS else path.partition("?")[0], scale)


@lru_cache(maxsize=64)
def published(paper: str, scale: int) -> frozenset[dt.date]:
    """The days whose issues the site of a paper has."""
    return frozenset(date for date in calendar(paper, scale) if (paper, date) not in lost())


def newest(site: Site, scale: int = 1) -> dt.date:
    """The day of the newest issue a site has; a site that was left keeps its last."""
    until = min((row.since for row in SITES if row.paper == site.paper and row.since > site.since), default=dt.date.max)
    return max(date for date in published(site.paper, scale) if date < until)


def _entry(wanted: Asked, path: str, scale: int) -> Reply:
    site = wanted.site
    date = newest(site, scale)
    if site.replies:
        return text_reply(replies.newest_reply(site, date), date, "utf-8", "application/json;charset=UTF-8")
    target = site.page(date, site.node(0))
    if site.skin == "asp":  # its entry is the newest issue's first page
        return answered(Asked(site, "page", date), target, scale)
    folder = path.rpartition("/")[0] + "/"
    return text_reply(pages.forward(site, target.removeprefix(folder)), date, "utf-8", "text/html")


def _month(wanted: Asked, scale: int) -> Reply:
    first = wanted.date
    dates = sorted(date for date in published(wanted.site.paper, scale) if first and date.replace(day=1) == first)
    return text_reply(pages.month(dates), dates[-1], "utf-8", "text/xml") if dates else gone()


@lru_cache(maxsize=8192)
def answered(wanted: Asked, path: str, scale: int) -> Reply:
    """What of an issue a path of its site asks for: a page, an article or the list of its pages; 404 for none of them."""
    site, date = wanted.site, wanted.date
    if date is None or date not in published(site.paper, scale):
        return gone()
    held = printed(site, date)
    if held is None:
        return gone()
    address = f"http://{site.host}{path}"
    kind = "text/html" if held.declared != "utf-8" or site.skin == "classic" else "text/html; charset=utf-8"
    kind = "application/json;charset=UTF-8" if site.replies else kind
    if path == site.listing(date):
        return text_reply(pages.listing_page(site, held), date, held.encoding, kind)
    for page in held.pages:
        if page.address == address:
            return text_reply(pages.layout_page(site, held, page), date, held.encoding, kind)
        for article in page.articles:
            if article.address == address:
                return text_reply(pages.article_page(site, held, page, article), date, held.encoding, kind)
    return gone()


def text_reply(text: str, date: dt.date, encoding: str, kind: str) -> Reply:
    """A page with validators, last changed on the morning of `date`."""
    body = text.encode(encoding)
    stamp = f"{date:%a, %d %b %Y} 05:30:00 GMT"
    return Reply(200, (("Content-Type", kind), ("ETag", f'"{blake2b(body, digest_size=8).hexdigest()}"'), ("Last-Modified", stamp)), body)


def gone() -> Reply:
    """404."""
    return Reply(404, (("Content-Type", "text/html"),), _GONE.encode())
