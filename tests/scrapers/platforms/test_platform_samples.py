"""One walk over every platform and paper: each has samples, and reads them as its golden files say."""

import json

import pytest

from articles.exchange import from_json
from scrapers.papers import papers
from scrapers.platforms import platforms
from scrapers.samples import is_layout, page_samples, paper_sample, read_paper, read_sample

PAGES = [pytest.param(reader, file, id=file.name) for reader in platforms().values() for file in page_samples(reader)]


@pytest.mark.parametrize("reader", platforms().values(), ids=platforms())
def test_every_platform_has_a_layout_and_an_article(reader):
    cases = {is_layout(file) for file in page_samples(reader)}
    assert True in cases, f"{reader.name} has no sample layout page"
    assert False in cases, f"{reader.name} has no sample article page"


@pytest.mark.parametrize(("reader", "file"), PAGES)
def test_a_platform_reads_its_samples_as_before(reader, file):
    assert "Synthetic" in file.read_text("utf-8")
    golden = json.loads(file.with_suffix(".json").read_text("utf-8"))
    assert read_sample(reader, file) == golden, "python -m scrapers.samples writes the golden files again"


#: Skins that stand in for each other, by what a page is: they share a template, or a role no landmark of which is known to differ.
SIBLINGS = {
    "layout": ("rmrb pad", "heze xiamen", "gansu tuanjie", "langya yicai", "nanfang", "stcn", "nbs", "classic"),
    "article": ("rmrb pad nanfang stcn", "heze xiamen gansu tuanjie", "langya yicai", "nbs", "classic"),
}


def takers(text):
    return {name: role for name, reader in platforms().items() if (role := reader.recognise(text))}


@pytest.mark.parametrize(("reader", "file"), PAGES)
def test_only_the_own_skin_and_its_siblings_take_a_page(reader, file):
    role = "layout" if is_layout(file) else "article"
    group = next(group for group in SIBLINGS[role] if reader.name.removeprefix("founder.") in group.split())
    assert takers(file.read_text("utf-8")) == {f"founder.{name}": role for name in group.split()}


@pytest.mark.parametrize("paper", papers().values(), ids=papers())
def test_every_paper_has_an_issue_and_reads_it_as_before(paper):
    golden = json.loads(paper_sample(paper).read_text("utf-8"))
    assert golden["synthetic"] is True
    assert golden["articles"], f"{paper.code} has no sample"
    assert read_paper(paper) == golden["articles"], "python -m scrapers.samples writes the golden files again"


@pytest.mark.parametrize("paper", papers().values(), ids=papers())
def test_what_a_paper_reads_is_in_order(paper):
    for data in read_paper(paper):
        article = from_json(json.dumps(data))
        assert article.id.startswith(f"{paper.code}-")
        assert article.text == "\n".join(paragraph.text for paragraph in article.paragraphs)
        assert all(article.text[paragraph.start : paragraph.end] == paragraph.text for paragraph in article.paragraphs)
        prefix = paper.layout(article.date).prefix
        assert article.source.address.startswith(prefix)
