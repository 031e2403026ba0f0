"""A draft of a paper's file: what a probe found, and in comments what is to be filled in. Pure."""

import datetime as dt
import json
import re

from scrapers.platforms.column.spec import Column
from scrapers.probing.walk import Probe


def draft(found: Probe, today: dt.date, address: str) -> str:
    """The TOML of a paper that a probe found; `address` is where it began. Without code, name and place no reader takes it."""
    day = found.date or today
    prefix = found.column.prefix if found.column else found.place.prefix if found.place else ""
    layout = found.layout
    pages = len([link for link in layout.pages if link.number]) if layout else 0
    articles = (len(layout.articles) or len(layout.texts)) if layout else 0
    least = 1 if found.column else max(1, articles)
    lines = [
        f"# Probed on {today}; fill in the lines that begin with #!, then put the file into a folder of your own (setting papers_folder).",
        '#! code = ""    # small letters and digits, e.g. the initials; part of every id, it never changes',
        f"#! name = {json.dumps(_name(found.seen.title) or '', ensure_ascii=False)}    # the name as the paper prints it",
        '#! place = ""   # the six digits of the home division, e.g. "630100" for 西宁市',
        f"first_issue = {day}    # the oldest day wanted; {day} was read",
        *(
            [f'plain_http = "read over http on {today}"    # the reason; take it out where https works']
            if prefix.startswith("http://")
            else []
        ),
        "# weekdays = [1, 2, 3, 4, 5, 6, 7]    # where it does not appear every day",
        "# archive_days = 730    # how far back the site keeps issues, where that is known",
        f"expect = {{ pages.min = {max(1, pages // 2)}, articles.min = {least} }}    # the fewest a real issue has",
        "",
        "[[layouts]]",
        f"from = {day}    # the first day these addresses hold for; not after first_issue",
        f'platform = "{found.platform}"',
        f"prefix = {json.dumps(prefix)}",
        f'first_page = "{found.place.node if found.place else "list"}"',
        f"source = {json.dumps(f'probed on {today}: {address}', ensure_ascii=False)}",
        'confidence = "seen"',
    ]
    return "\n".join([*lines, *(_column(found.column) if found.column else [])]) + "\n"


def _column(column: Column) -> list[str]:
    return [
        "",
        "[layouts.column]",
        f"lists = {json.dumps(list(column.lists), ensure_ascii=False)}    # further lists of the site too",
        f"articles = {_quoted(column.articles or '.+')}    # what an article's address behind the prefix looks like",
        f"paging = {json.dumps(column.paging)}",
        f"second = {column.second}",
    ]


def _quoted(expression: str) -> str:
    """A literal string of TOML, so that the expression stands as it is."""
    return f"'{expression}'" if "'" not in expression else json.dumps(expression)


def _name(title: str | None) -> str | None:
    """The paper's name out of a page's title, where one part of it looks like one."""
    parts = re.split(r"[\s\-_|—–:：·,，]+", title or "")
    return next((part for part in parts if re.fullmatch(r"[\u4e00-\u9fff]{2,10}(?:报|网)", part)), None)
