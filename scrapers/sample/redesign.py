"""A redesign, for tests: from the issue of a day on a site has another skin at other addresses, and the old ones answer 404."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from scrapers.sample import pages
from scrapers.sample.respond import Reply, answered, gone, newest, text_reply
from scrapers.sample.sites import Asked, Site, Skin, asked, site

_DAY = re.compile(r"(\d{4})-?(\d\d)/(\d\d)/")


@dataclass(frozen=True, slots=True)
class Redesign:
    """Which paper's site changes with the issue of which day, and to what; `prefix` is that of its new paths."""

    paper: str
    since: dt.date
    skin: Skin
    prefix: str

    @property
    def before(self) -> Site:
        """The site as it was."""
        return site(self.paper, self.since)

    @property
    def after(self) -> Site:
        """The site as it is since."""
        old = self.before
        return Site(old.paper, old.host, self.prefix, self.skin, self.since, old.numbers)


def redesigned(redesigns: Sequence[Redesign], host: str, path: str, scale: int = 1) -> Reply | None:
    """What a redesigned site answers; None where the redesigns change nothing."""
    for one in redesigns:
        if host == one.before.host and (reply := _reply(one, path, scale)) is not None:
            return reply
    return None


def _reply(one: Redesign, path: str, scale: int) -> Reply | None:
    wanted = asked(one.before.host, path)
    if path in (*one.after.entries(), "/") or (wanted and wanted.kind == "entry"):
        date = newest(one.before, scale)
        return text_reply(pages.forward(one.after, one.after.page(date, one.after.node(0))), date, "utf-8", "text/html")
    if wanted:
        return gone() if wanted.date and wanted.date >= one.since else None
    day = _DAY.search(path) if path.startswith(one.prefix) else None
    if not day:
        return None
    date = dt.date(*map(int, day.groups()))
    return answered(Asked(one.after, "page", date), path, scale) if date >= one.since else gone()
