"""A home of nothing but payloads: in every field of articles, in names of papers and files, in reasons, hosts and runs."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from fastapi import FastAPI
from hostile.payloads import PAYLOADS
from search_kit import DROPPED, NOW, drop_in, library, made

from articles.model import Article, Byline, Corrected, Figure, Page, Paragraph, Period, Place, Repair, Source
from indexing import Tokenizer
from search import Search
from search.api import Operating, Taken, WebSettings, create_app
from search.watch import LATEST, HomeState, past, running
from storage.ledger.tables import addresses, hosts, issues

#: Payloads of one article.
EACH = 15
CHUNKS = [PAYLOADS[at : at + EACH] for at in range(0, len(PAYLOADS), EACH)]
EVIL = "ljrb"


def _figure(text: str, payload: str) -> Figure:
    found = {"value": "99", "unit": payload, "unit_printed": payload, "what": f"提案{payload}", "qualifier": payload, "direction": None}
    return Figure(**found, status="achieved", period=None, same_as=None, sentence=text[:20], start=0, end=2)  # type: ignore[arg-type] # texts


def hostile_article(at: int, chunk: Sequence[str]) -> Article:
    """An article whose every field is made of a chunk of payloads."""
    joined, text = " ".join(chunk), "\n".join(f"政协 {payload} 提案" for payload in chunk)
    roles = ("body", "heading", "caption", "table")
    paragraphs, start = [], 0
    for number, payload in enumerate(chunk):
        line = f"政协 {payload} 提案"
        paragraphs.append(Paragraph(line, start, start + len(line), roles[number % 4]))  # type: ignore[arg-type] # they are roles
        start += len(line) + 1
    return made(
        f"{EVIL}-20240102-{at}", text, kicker=joined, title=f"政协{joined}", subtitle=joined, date=dt.date(2024, 1, 2),
        page=Page(chunk[0], joined), bylines=tuple(Byline(one, one) for one in chunk), dateline=joined, paragraphs=tuple(paragraphs),
        organ=joined[:500], place=Place("990100", joined, "county"), period=Period(2020, 2020 + at % 3, joined, 0.9),
        figures=tuple(_figure(text, payload) for payload in chunk), flags=tuple(chunk), cluster=None,
        repairs=tuple(Repair(payload, 0, 2, "removed", None, 0.4, payload) for payload in chunk),
        corrected=tuple(Corrected(payload, payload) for payload in chunk), source=Source(chunk[at % len(chunk)], "0" * 64),
    )  # fmt: skip


def _reasons(found: sa.engine.Connection) -> None:
    """An issue that failed for each chunk, and its addresses and hosts."""
    for at, chunk in enumerate(CHUNKS):
        date = dt.date(2024, 1, 1) + dt.timedelta(days=at)
        key, reason = f"{EVIL}-{date:%Y%m%d}", {"error": "Gone", "key": "fetch_gone", "address": " ".join(chunk)}
        row = {"key": key, "paper": EVIL, "date": date, "outcome": "failed", "held": "none", "updated": NOW, "turn": at, "reason": reason}
        found.execute(sa.insert(issues).values(**row))
        gap = {"address": chunk[0], "role": "article", "state": "failed", "host": f"host{at}{chunk[1]}", "rank": 1}
        found.execute(sa.insert(addresses).values(issue=key, paper=EVIL, reason=reason, **gap))
        found.execute(sa.insert(hosts).values(host=f"host{at}{chunk[1]}", free_at=NOW))


@contextmanager
def hostile_app(folder: Path, tokenizer: Tokenizer) -> Iterator[tuple[FastAPI, list[str]]]:
    """The app over such a home, and the ids of its articles."""
    articles = [hostile_article(at, chunk) for at, chunk in enumerate(CHUNKS)]
    dropped = made(f"{DROPPED}-1", "政协 履职", paper="files", date=None, page=None, source=Source(" ".join(CHUNKS[0]), "0" * 64))
    names = {EVIL: "岚江日报" + " ".join(PAYLOADS[:40]), "files": "散件" + " ".join(PAYLOADS[40:80])}
    with library(folder, tokenizer, [*articles, dropped]) as found:
        drop_in(found)
        for at, chunk in enumerate(CHUNKS):
            found.ledger.issues.keep_file(f"files-{at:012x}", "files", " ".join(chunk), NOW)
        with found.ledger.database.write() as connection:
            _reasons(connection)
        for chunk in CHUNKS:
            found.ledger.runs.note(
                found.ledger.runs.start("crawl", {"paper": " ".join(chunk)}, NOW), {"done": 1, "total": 3, "at": int(NOW.timestamp())}
            )

        def home() -> HomeState:
            latest = found.ledger.runs.latest(LATEST)
            return HomeState(True, " ".join(CHUNKS[1]), 1, 2, 0, True, 10**10, 10**12, 10**9, NOW, running(latest, NOW), past(latest, NOW))

        search = Search(found.index, found.holdings, names, tokenizer)
        watched = Operating(home, list)
        yield (
            create_app(search, found.holdings, WebSettings(hits=100), lambda _: Taken(DROPPED), watched=watched),
            [one.id for one in articles],
        )
