"""A page that lists a whole issue: what is asked for, and what counts as known."""

import datetime as dt

from scrapers import papers
from scrapers.samples import HERE
from storage import Response
from worker.steps.pages import read_listing

DAY = dt.date(2026, 1, 5)
AT = "https://epaper.stcn.com/col/202601/05/node_A001.html"


def test_only_the_page_itself_and_the_articles_are_asked_for():
    text = (HERE / "platforms/founder/samples/stcn.layout.html").read_text("utf-8")
    payload = text.replace("2023年01月05日", "2026年01月05日").replace("202301/05", "202601/05").encode()
    response = Response.received(AT, 200, [("Content-Type", "text/html")], payload, dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
    listing = read_listing(papers()["zqsb"], DAY, response, 0, pdfs=False, images=False)
    asked = [(found.role, found.address.rpartition("/")[2], found.skip) for found in listing.found]
    assert asked == [
        ("layout", "node_A001.html", False),
        ("layout", "node_A002.html", True),
        ("layout", "node_A003.html", True),
        ("article", "content_94701.html", False),
        ("article", "content_94702.html", False),
        ("article", "content_94703.html", True),
    ]
