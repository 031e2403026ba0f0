"""A page of an issue that gives its PDF and no article: fetched, read by geometry, found; and files of PDF."""

import datetime as dt
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from scrapers.sample import Fault, issue, respond
from steps.conftest import World, days, page_path
from tests.pdfpages.maker import made
from worker.cli.against import squeezed
from worker.steps import ingest

DAY = days()[1]
PAGE = made(6)


def _bare(number: int) -> tuple[str, bytes, str]:
    """A page of the sample's issue without its articles' links: its path, its markup, the path of its PDF."""
    held = issue("ljrb", DAY)
    assert held is not None
    address = urlsplit(held.pages[number].address)
    text = respond(address.hostname or "", address.path).body.decode()
    pdf = re.search(r"attachement/[^\"]+\.pdf", text)
    assert pdf is not None
    return page_path("ljrb", DAY, number), re.sub(r"content_\d+\.html", "about.html", text).encode(), f"/ljrb/pc/{pdf[0]}"


def _world(world: Callable[..., World], pdf: Fault) -> tuple[World, str]:
    path, markup, place = _bare(2)
    return world({path: Fault("instead", body=markup), place: pdf}), place


def test_a_page_that_gives_its_pdf_only_is_read_from_it(world: Callable[..., World]) -> None:
    here, place = _world(world, Fault("instead", body=PAGE.pdf, media="application/pdf"))
    found = here.crawl("ljrb", DAY)
    assert (found.outcome, found.held, found.reason) == ("indexed", "whole", None)
    articles = here.kit.files.read(found.key)
    mine = [article for article in articles if "read_from_pdf" in article.flags]
    assert [squeezed(one.title or "") for one in mine] == [squeezed(one.title or "") for one in PAGE.articles]
    assert {article.page.number for article in mine if article.page} == {"03"}
    assert [article.id for article in mine] == [f"ljrb-{DAY:%Y%m%d}-p03-{at}" for at in range(1, len(mine) + 1)]
    assert {urlsplit(article.source.address).path for article in mine} == {place}
    assert all(article.areas for article in mine)
    assert not any(article.areas for article in articles if article not in mine)
    assert here.kit.index.get(mine[0].id)
    assert here.site.asked.total() > 0
    here.kit.files.delete(found.key)
    here.kit.ledger.issues.reread(None, here.clock())
    here.work()
    assert here.kit.files.read(found.key) == articles


def test_a_pdf_that_cannot_be_read_is_said_and_the_rest_is_there(world: Callable[..., World]) -> None:
    here, _ = _world(world, Fault("instead", body=b"%PDF-1.4 torn", media="application/pdf"))
    found = here.crawl("ljrb", DAY)
    assert found.outcome == "indexed"
    assert found.reason is not None
    assert found.reason["key"] == "pdf_damaged"
    assert len(here.kit.files.read(found.key)) >= 5


def test_a_page_of_today_waits_for_its_articles(world: Callable[..., World]) -> None:
    """Today's page may still be uploading; its PDF is taken for its articles from tomorrow on."""
    here, place = _world(world, Fault("instead", body=PAGE.pdf, media="application/pdf"))
    here.clock.now = dt.datetime.combine(DAY, dt.time(4), dt.UTC)
    found = here.crawl("ljrb", DAY)
    assert here.kit.files.read(found.key)
    assert place not in here.site.asked
    here.clock.forward(days=1, hours=1)
    here.work()
    assert place in here.site.asked
    assert [article for article in here.kit.files.read(found.key) if "read_from_pdf" in article.flags]


def test_pages_with_articles_do_not_need_their_pdfs(world: Callable[..., World]) -> None:
    here = world()
    here.crawl("ljrb", DAY)
    assert not [path for path in here.site.asked if str(path).endswith(".pdf")]


def test_a_dropped_pdf_is_read_and_found(world: Callable[..., World]) -> None:
    here = world()
    key = ingest(here.kit, "版面.pdf", PAGE.pdf)
    here.work()
    found = here.kit.ledger.issues.get(key)
    assert found is not None
    assert (found.outcome, found.articles) == ("indexed", len(PAGE.articles))
    assert [article.id for article in here.kit.files.read(key)] == [f"{key}-{at}" for at in range(1, len(PAGE.articles) + 1)]
