"""`papers probe`: what family a site is of, one page, one article and a draft of the paper's file; or what was seen instead."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.errors import LayoutUnknown, SettingsError
from worker.cli.face import Face

if TYPE_CHECKING:
    from scrapers.platforms import ArticlePage, LayoutPage
    from scrapers.probing import Look
    from scrapers.probing.walk import Probe

#: Links of a page, and lines of an article, that are shown; characters of a line.
_SHOWN, _LINES, _LINE = 8, 3, 60


def probe_site(face: Face, url: str, date: dt.date | None, write: Path | None) -> None:
    """Look at a site and tell. LayoutUnknown where no draft can be made, FetchError where the site does not answer."""
    import time

    from scrapers.probing.draft import draft
    from scrapers.probing.walk import probe
    from worker.cli.rooms import settings
    from worker.runner import open_kit
    from worker.steps import today
    from worker.visits import Visits

    if write is not None and write.exists():
        raise SettingsError("probe_file", file=str(write))
    with open_kit(settings(face)) as kit:
        day = today(kit.clock())
        found = probe(Visits(kit, time.sleep).ask, url, date, day)
    text = None if found.lacking else draft(found, day, url)
    if face.json:
        face.line(described(face, found, text))
    else:
        told(face, found)
    if text is None:
        raise LayoutUnknown(f"probe_{found.lacking}", address=found.seen.address)
    if write is not None:
        write.write_text(text, "utf-8")
        face.tell("probe.written", file=str(write))
    elif not face.json:
        face.result(text)


def told(face: Face, found: "Probe") -> None:
    """What was found, for people."""
    if found.platform is None:
        _seen(face, found)
        return
    surety = round(100 * found.looks[0].surety)
    face.result(face.say("probe.family", platform=found.platform, surety=surety))
    if others := [name for name in found.ties if name != found.platform]:
        face.result(face.say("probe.ties", names="、".join(others)))
    if lacks := found.looks[0].lacks:
        face.result(face.say("probe.lacks", names="、".join(face.say(f"probe.part_{name}") for name in lacks)))
    if found.place:
        face.result(face.say("probe.place", prefix=found.place.prefix, node=found.place.node, form=found.place.form))
    if found.column:
        face.result(face.say("probe.column", lists="、".join(found.column.lists), articles=found.column.articles or ""))
    if found.layout:
        _layout(face, found.layout, found)
    if found.article:
        _article(face, found.article, found)
    if found.lacking:
        _seen(face, found)
    for error in found.troubles:
        face.fail(error)


def _layout(face: Face, page: "LayoutPage", found: "Probe") -> None:
    articles = len(page.articles) or len(page.texts)
    pages = len([link for link in page.pages if link.number])
    face.result(face.say("probe.layout", address=found.layout_address, date=found.date, number=page.number, pages=pages, articles=articles))
    titles = [link.title for link in page.articles] or [held.read.title for held in page.texts]
    for title in titles[:_SHOWN]:
        face.result(f"  · {(title or '')[:_LINE]}")


def _article(face: Face, read: "ArticlePage", found: "Probe") -> None:
    size = read.paragraphs[-1].end if read.paragraphs else 0
    face.result(face.say("probe.article", address=found.article_address, title=read.title, author=read.author, date=read.date, size=size))
    for paragraph in read.paragraphs[:_LINES]:
        face.result(f"  {paragraph.text[:_LINE]}")


def _seen(face: Face, found: "Probe") -> None:
    """What the page shows of itself, for those who find out by hand."""
    seen = found.seen
    facts = {"status": seen.status, "encoding": seen.encoding, "title": seen.title, "generator": seen.generator, "links": seen.links}
    face.result(face.say("probe.seen", address=seen.address, **facts))
    for trace in found.traces:
        face.result(face.say("probe.trace", platform=trace.platform, pages=trace.pages, articles=trace.articles))
    if not found.traces:
        face.result(face.say("probe.no_trace"))
    for feed in seen.feeds:
        face.result(face.say("probe.feed", address=feed))


def described(face: Face, found: "Probe", text: str | None) -> dict[str, Any]:
    """A probe as JSON."""
    from dataclasses import asdict

    page, read = found.layout, found.article
    return {
        "platform": found.platform,
        "lacking": found.lacking,
        "ties": list(found.ties),
        "looks": [_look(look) for look in found.looks],
        "traces": [asdict(trace) for trace in found.traces],
        "seen": asdict(found.seen),
        "prefix": found.place.prefix if found.place else found.column.prefix if found.column else None,
        "first_page": found.place.node if found.place else None,
        "form": found.place.form if found.place else None,
        "column": asdict(found.column) if found.column else None,
        "date": found.date,
        "layout": page and {"address": found.layout_address, "number": page.number, "name": page.name, **_counts(page)},
        "article": read
        and {"address": found.article_address, "title": read.title, "author": read.author, "date": read.date, **_text(read)},
        "troubles": [error.message(face.lang) for error in found.troubles],
        "draft": text,
    }


def _look(look: "Look") -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(look), "place": look.place._asdict() if look.place else None, "surety": round(look.surety, 2)}


def _counts(page: "LayoutPage") -> dict[str, Any]:
    titles = [link.title for link in page.articles] or [held.read.title for held in page.texts]
    return {"pages": [link.number for link in page.pages if link.number], "articles": len(titles), "titles": titles[:_SHOWN]}


def _text(read: "ArticlePage") -> dict[str, Any]:
    lines = [paragraph.text for paragraph in read.paragraphs]
    return {"characters": read.paragraphs[-1].end if read.paragraphs else 0, "lines": lines[:_LINES]}
