"""The news around a session: what opens, closes, is elected and said (near misses of accounts), and the government's report itself."""

import datetime as dt
from functools import cache

from scrapers.sample import world
from scrapers.sample.accounts import account
from scrapers.sample.dates import occasion
from scrapers.sample.drafts import Draft
from scrapers.sample.draws import Draw
from scrapers.sample.news import Story, told_draft
from scrapers.sample.setting import session_words, telling


@cache
def _stories() -> dict[str, list[Story]]:
    table = world.text("sessions")
    return {name: [Story(field="meeting", **row) for row in rows] for name, rows in table.items()}


def news(paper: str, date: dt.date) -> list[Draft]:
    """The session's news of an issue, on its report day the report first; nothing on other days."""
    kind = occasion(paper, date)
    if kind not in ("opening", "report", "closing"):
        return []
    home = world.newspapers()[paper].home
    draw = Draw("session news", paper, date)
    rows = [story for story in _stories()[kind] if story.fits(paper, date)]
    picked = [rows[0], *draw.shuffled(rows[1:])[:2]]
    drafts = [_tell(story, paper, home, date) for story in picked]
    if kind == "report":
        drafts.insert(0, account(paper, home, "government", date.year - 1, date, "report"))
    return drafts


def _tell(story: Story, paper: str, home: str, date: dt.date) -> Draft:
    told = telling(paper, home, date, session_words(home, date.year), "session", story.title[0])
    return told_draft(story, told, "news.meeting")
