"""Every family of e-papers is crawled end to end: the same issue on a site of each gives the articles its paper's own site gives."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from scrapers import FetchedPage, papers, read_issue
from scrapers.sample import Fault, issue, respond
from scrapers.sample.mirrors import MIRRORS, Mirror
from steps.conftest import World, days
from worker.steps import fetch, plan_latest

#: The platform that reads a mirror; a session's third day has a report that goes on, on another page.
PLATFORMS = {
    "paperindex": "paperindex",
    "shtml": "shtml.plain",
    "asp": "asp",
    "mobile": "mobile",
    "plist": "parts.plist",
    "banci": "parts.banci",
    "jfjb": "api.jfjb",
    "ncrb": "api.ncrb",
    "naqu": "api.naqu",
    "jfrb": "api.jfrb",
}
#: Families of which no field is known for the lines above and below the title; those whose newest issue no known address tells.
BARE, SILENT = ("ncrb", "naqu", "jfrb", "banci"), ("ncrb", "naqu")
DAY = days("ljrb")[1]
PAPER = """
code = "ljrbm"
name = "岚江日报"
place = "990000"
sample = true
loopback = true
first_issue = 2013-01-01
wait = 0.0
expect = {{ pages.min = 4, articles.min = 8, articles.max = 400 }}

[[layouts]]
from = 2013-01-01
platform = "{platform}"
prefix = "{prefix}"
first_page = "{first}"
source = "sample"
confidence = "seen"
"""


def told(article):
    """What an article is, whatever the site: its numbers and addresses aside."""
    plain = (article.page, "".join((article.title or "").split()), article.bylines, article.text, article.paragraphs)
    return (*plain, article.kicker, article.subtitle, article.kind, article.organ, article.period, article.figures)


def started(world: Callable[..., World], tmp_path: Path, mirror: Mirror, **more: object) -> World:
    """A world that follows the paper of a mirror."""
    folder = tmp_path / "papers"
    folder.mkdir()
    prefix, first = f"http://{mirror.host}{mirror.prefix}", "plist" if mirror.skin == "plist" else mirror.node(0)
    (folder / "ljrbm.toml").write_text(PAPER.format(platform=PLATFORMS[mirror.skin], prefix=prefix, first=first), "utf-8")
    return world(papers_folder=folder, **more)


@pytest.fixture
def mirrored(world: Callable[..., World], tmp_path: Path) -> Callable[..., World]:
    return lambda mirror: started(world, tmp_path, mirror)


def test_every_family_has_a_mirror():
    assert {mirror.skin for mirror in MIRRORS} == set(PLATFORMS)


@pytest.fixture(scope="module")
def wanted():
    """The articles of the issue on its paper's own site, which is of family A."""
    truth, paper = issue("ljrb", DAY), papers()["ljrb"]
    pages = [fetched(page.address, "layout") for page in truth.pages]
    pages += [fetched(article.address, "article") for page in truth.pages for article in page.articles]
    found = [told(article) for article in read_issue(paper, DAY, pages)]
    assert len(found) >= 8
    return found


def fetched(address, role):
    host, _, path = address.removeprefix("http://").partition("/")
    reply = respond(host, f"/{path}")
    return FetchedPage(address, role, reply.body.decode(), sha256(reply.body).hexdigest())


@pytest.mark.parametrize("mirror", MIRRORS, ids=lambda mirror: mirror.skin)
def test_an_issue_of_every_family_is_the_issue_of_family_a(mirrored, mirror, wanted):
    here = mirrored(mirror)
    found = here.crawl("ljrbm", DAY)
    assert (found.outcome, found.held, found.reason) == ("indexed", "whole", None)
    known = 5 if mirror.skin in BARE else None
    assert [told(article)[:known] for article in here.kit.files.read(found.key)] == [one[:known] for one in wanted]
    assert set(here.site.asked.values()) == {1}


@pytest.mark.parametrize("mirror", MIRRORS, ids=lambda mirror: mirror.skin)
def test_the_entry_of_every_family_leads_to_the_newest_issue(mirrored, mirror):
    here = mirrored(mirror)
    plan_latest(here.kit, "ljrbm")
    for _ in range(6):
        fetch(here.kit, mirror.host)
    newest, _, reason = here.kit.ledger.issues.newest("ljrbm")
    if mirror.skin in SILENT:
        assert (newest, reason["error"]) == (None, "LayoutUnknown")
    else:
        assert (newest, reason) == (days("ljrb", 2024)[-1], None)


def test_a_page_that_holds_its_articles_tells_which_of_them_changed(world, tmp_path):
    """Asked again and unchanged it makes no revision; where one text of it was edited, that article alone has a second one."""
    mirror = next(mirror for mirror in MIRRORS if mirror.skin == "jfjb")
    page = mirror.page(DAY, "index")
    told_ = respond(mirror.host, page).body.decode()
    sentence = next(
        article.draft.lines[-1].text for article in issue("ljrb", DAY).articles if told_.count(article.draft.lines[-1].text) == 1
    )
    edited = Fault("edited", times=3, old=sentence, new="本报更正：此段有误。")
    here = started(world, tmp_path, mirror, faults={page: edited})
    key = here.crawl("ljrbm", DAY).key
    first = {row.id: row.revision for row in here.kit.ledger.readings.articles(key)}
    here.clock.forward(hours=1)
    again = here.crawl("ljrbm", DAY, again=True)
    rows = {row.id: row.revision for row in here.kit.ledger.readings.articles(key)}
    assert (again.outcome, set(first.values()), rows.keys()) == ("indexed", {1}, first.keys())
    assert sorted(rows.values()) == [1] * (len(rows) - 1) + [2]
    here.clock.forward(hours=1)
    here.crawl("ljrbm", DAY, again=True)
    assert {row.id: row.revision for row in here.kit.ledger.readings.articles(key)} == rows
