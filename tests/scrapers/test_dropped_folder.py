"""Saved e-papers: layout pages say of the pages beside them where they are printed, however they were saved."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from givenfiles import saved_issue

from articles.errors import Unreadable
from scrapers import Beside, read_dropped, settled_order
from scrapers.platforms import platforms

DAY = dt.date(2023, 1, 17)
READER = platforms()["founder.rmrb"]
ISSUE = {address: payload for address, (_, payload) in saved_issue("ljrb", DAY).items()}
#: What the layout pages say: of each article its page.
TRUTH = {
    link.address: (layout.number, layout.name)
    for address, payload in ISSUE.items()
    if READER.recognise(payload.decode()) == "layout"
    for layout in [READER.read_layout(payload.decode(), address)]
    for link in layout.articles
    if link.address in ISSUE
}


def by_wget(address):
    parts = urlsplit(address)
    return f"{parts.hostname}{parts.path}"


def flat(address):
    return address.rpartition("/")[2]


def below(address):
    return "旧报/2023年1月17日/" + flat(address)


@pytest.mark.parametrize("name", [by_wget, flat, below])
def test_pages_and_order_come_from_the_layout_pages(name):
    files = {name(address): payload for address, payload in ISSUE.items()}
    told = settled_order(sorted(files), files.__getitem__)
    assert set(told) == set(files)
    assert {file: (one.page, one.page_name) for file, one in told.items() if not one.listed} == {
        name(address): where for address, where in TRUTH.items()
    }
    assert [file for file, one in told.items() if not one.listed] == [name(address) for address in TRUTH]
    ids = [read_dropped(file, files[file], paper="ljrb", beside=one)[0].id for file, one in told.items() if not one.listed]
    assert ids == [f"ljrb-20230117-{READER.read_article(ISSUE[address].decode(), address).number}" for address in TRUTH]
    layouts = [file for file, one in told.items() if one.listed]
    assert len(layouts) == len(ISSUE) - len(TRUTH)
    assert read_dropped(layouts[0], files[layouts[0]], beside=told[layouts[0]]) == []


def test_pages_a_browser_saved_are_known_by_where_they_came_from():
    files = {}
    for at, (address, payload) in enumerate(ISSUE.items()):
        comment = f"<!-- saved from url=({len(address):04}){address} -->\n"
        files[f"网页 {at}.html"] = comment.encode() + payload
    told = settled_order(sorted(files), files.__getitem__)
    names = {address: f"网页 {at}.html" for at, address in enumerate(ISSUE)}
    assert {file: one.page for file, one in told.items() if not one.listed} == {names[at]: page for at, (page, _) in TRUTH.items()}


def test_an_article_of_it_has_its_page_and_a_layout_page_alone_is_an_error():
    address = next(address for address in TRUTH)
    page = TRUTH[address]
    [article] = read_dropped("a.html", ISSUE[address], beside=Beside(page=page[0], page_name=page[1]))
    assert (article.page.number, article.page.name) == page
    layout = next(address for address in ISSUE if address not in TRUTH)
    told = settled_order(["a.html", "b.txt"], {"a.html": ISSUE[layout], "b.txt": b"x"}.__getitem__)
    assert told == {"a.html": Beside(), "b.txt": Beside()}
    with pytest.raises(Unreadable) as caught:
        read_dropped("a.html", ISSUE[layout])
    assert caught.value.key == "dropped_layout"


def test_what_is_known_crosses_the_archive():
    beside = Beside("cpwb", DAY, "A02", "要闻", "题\n目", "http://a.example/", listed=True)
    assert beside.to_json().isascii()
    assert "\n" not in beside.to_json()
    assert Beside.from_json(beside.to_json()) == beside
    assert (Beside().to_json(), Beside.from_json(""), Beside.from_json("{"), Beside.from_json('{"x":1}')) == ("", *(Beside(),) * 3)
