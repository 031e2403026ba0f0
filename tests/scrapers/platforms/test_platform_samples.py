"""One walk over every platform and paper: each has samples, and reads them as its golden files say."""

import datetime as dt
import json

import pytest

from articles.exchange import from_json
from scrapers.papers import papers
from scrapers.platforms import platform, platforms
from scrapers.samples import is_layout, page_samples, paper_samples, read_paper, read_sample

PAGES = [pytest.param(reader, file, id=file.name) for reader in platforms().values() for file in page_samples(reader)]
ISSUES = [pytest.param(paper, file, id=file.name) for paper in papers().values() for file in paper_samples(paper)]


@pytest.mark.parametrize("reader", platforms().values(), ids=platforms())
def test_every_platform_has_a_layout_and_an_article(reader):
    cases = {is_layout(file) for file in page_samples(reader)}
    assert True in cases, f"{reader.name} has no sample layout page"
    assert False in cases or reader.within, f"{reader.name} has no sample article page"


@pytest.mark.parametrize(("reader", "file"), PAGES)
def test_a_platform_reads_its_samples_as_before(reader, file):
    assert "Synthetic" in file.read_text("utf-8")
    golden = json.loads(file.with_suffix(".json").read_text("utf-8"))
    assert read_sample(reader, file) == golden, "python -m scrapers.samples writes the golden files again"


#: Skins that stand in for each other, by what a page is: they share a template, or a role no landmark of which is known to differ.
SIBLINGS = {
    "layout": ("rmrb pad", "heze xiamen", "gansu tuanjie", "langya yicai", "nanfang", "stcn", "nbs", "classic"),
    "article": ("rmrb pad nanfang stcn", "heze xiamen gansu tuanjie", "langya yicai", "nbs", "classic"),
    "shtml": "plain renamed",
}


def takers(text):
    return {name: role for name, reader in platforms().items() if (role := reader.recognise(text))}


def siblings(name, role):
    """The skins that take each other's pages; a family that has none stands in for no other."""
    family, _, skin = name.rpartition(".")
    group = next((group for group in SIBLINGS[role] if skin in group.split()), skin) if family == "founder" else SIBLINGS.get(family, skin)
    return [f"{family}.{one}".lstrip(".") for one in group.split()]


@pytest.mark.parametrize(("reader", "file"), PAGES)
def test_only_the_own_skin_and_its_siblings_take_a_page(reader, file):
    role = "layout" if is_layout(file) else "article"
    assert takers(file.read_text("utf-8")) == dict.fromkeys(siblings(reader.name, role), role)


@pytest.mark.parametrize("paper", papers().values(), ids=papers())
def test_every_paper_has_an_issue_of_every_layout(paper):
    days = [dt.date.fromisoformat(json.loads(file.read_text("utf-8"))["date"]) for file in paper_samples(paper)]
    assert {paper.layout(day) for day in days} == set(paper.layouts), f"{paper.code} has no sample of a layout"


@pytest.mark.parametrize(("paper", "file"), ISSUES)
def test_an_issue_is_read_as_before(paper, file):
    golden = json.loads(file.read_text("utf-8"))
    assert golden["synthetic"] is True
    assert golden["articles"], f"{file.name} holds no article"
    assert read_paper(paper, file) == golden["articles"], "python -m scrapers.samples writes the golden files again"


@pytest.mark.parametrize(("paper", "file"), ISSUES)
def test_an_issues_pages_are_where_the_paper_says(paper, file):
    golden = json.loads(file.read_text("utf-8"))
    day = dt.date.fromisoformat(golden["date"])
    layout = paper.layout(day)
    reader = platform(layout.platform)
    folder = reader.layout_address(layout.prefix, day, layout.first_page).rpartition("/")[0]
    assert any(row["role"] == "layout" and row["address"].startswith(folder) for row in golden["pages"])
    assert all(row["address"].startswith(layout.prefix) for row in golden["pages"])


@pytest.mark.parametrize(("paper", "file"), ISSUES)
def test_what_a_paper_reads_is_in_order(paper, file):
    for data in json.loads(file.read_text("utf-8"))["articles"]:
        article = from_json(json.dumps(data))
        assert article.id.startswith(f"{paper.code}-")
        assert article.page is not None
        assert article.text == "\n".join(paragraph.text for paragraph in article.paragraphs)
        assert all(article.text[paragraph.start : paragraph.end] == paragraph.text for paragraph in article.paragraphs)
        assert article.source.address.startswith(paper.layout(article.date).prefix)
