"""Which platform a page looks like that is not its paper's own, and which of its links nobody took."""

import datetime as dt
from pathlib import Path

import pytest

from articles.decode import decode
from scrapers import Likely, bounded, likely, missed
from scrapers.likely import look, taken_apart
from scrapers.papers import papers
from scrapers.platforms import platform, platforms
from scrapers.samples import DAY, is_layout, page_samples, sample_address

PAGES = [pytest.param(reader, file, id=file.name) for reader in platforms().values() for file in page_samples(reader) if is_layout(file)]
#: Skins of one template, any of which may be named.
TWINS = (
    {"founder.rmrb", "founder.pad"},
    {"founder.heze", "founder.xiamen"},
    {"founder.gansu", "founder.tuanjie"},
    {"founder.langya", "founder.yicai"},
)
#: Samples whose address is none a page of their platform is built to have: dates without zeros, nodes in folders, a list of issues.
UNBUILT = {"jfjb.layout-newest.txt", "jfjb.layout.txt", "banci.layout.html", "plist.layout.html"}


@pytest.mark.parametrize(("reader", "file"), PAGES)
def test_every_platform_is_known_by_its_pages(reader, file):
    text, address = file.read_text("utf-8"), sample_address(reader, file)
    found = likely(text, address, DAY)
    assert found is not None
    alike = next((twins for twins in TWINS if reader.name in twins), {reader.name})
    assert found.platform in alike
    assert (found.prefix is None) == (file.name in UNBUILT)
    if found.prefix and found.first_page:
        assert platform(found.platform).layout_address(found.prefix, DAY, found.first_page) == address
    assert missed(text, address, reader.read_layout(text, address)) == ()


@pytest.mark.parametrize("paper", papers().values(), ids=papers())
def test_prefix_and_node_of_every_paper_come_back(paper):
    for layout in paper.layouts:
        reader = platform(layout.platform)
        day = max(layout.from_, paper.first_issue)
        apart = taken_apart(reader, reader.layout_address(layout.prefix, day, layout.first_page), day)
        assert apart in ((layout.prefix, layout.first_page), None)
        assert apart or layout.platform in ("api.jfjb", "parts.banci", "parts.plist")


def test_what_no_platform_knows_is_named_nothing():
    for text in ("", "<html><body><p>政协</p></body></html>", "{}", "<html>" + "<div>" * 400):
        assert likely(text, "http://paper.example/x.html", DAY) is None


def test_a_page_that_is_not_plain_is_looked_at_in_a_child():
    text = next(page_samples(platform("founder.classic"))).parent.joinpath("classic.layout.html").read_text("utf-8")
    address = f"http://paper.example/html/{DAY:%Y-%m}/{DAY:%d}/node_2.htm"
    large = text.replace("</body>", "<p>政协</p>" * 3000 + "</body>")
    assert likely(large, address, DAY) == Likely("founder.classic", "http://paper.example/", "2")


def test_links_of_another_form_beside_the_articles_are_missed():
    reader = platform("founder.classic")
    text = next(page_samples(reader)).parent.joinpath("classic.layout.html").read_text("utf-8")
    address = f"http://paper.example/html/{DAY:%Y-%m}/{DAY:%d}/node_2.htm"
    more = "".join(f'<a href="story_{number}.htm?div=1">一篇</a>' for number in range(3))
    page = reader.read_layout(text, address)
    for extra, expected in (
        (more, 3),
        (more.replace("story_2", "story_1"), 0),  # the same address twice: too few
        (more.replace("story_", "http://other.example/story_"), 0),
        (more.replace("story_", "../../../about/story_"), 0),
        (more.replace(".htm", ".pdf"), 0),
    ):
        assert len(missed(text.replace("</body>", f"{extra}</body>"), address, page)) == expected
    ids = "".join(f'<a href="content_{one}.htm">别版一篇</a>' for one in ("a1b", "c2", "d3e", "f4"))
    other = text.replace("</body>", f"{ids}</body>")
    assert len(missed(other, address, page)) == 4
    assert missed(other, address, page, bounded("founder.classic").knows) == ()


@pytest.mark.corpus
def test_saved_pages_of_real_papers_are_known_and_read_whole(corpus: Path):
    names: dict[str, str | None] = {}
    for file in sorted((corpus / "epaper" / "layout").iterdir()):
        text = decode(file.read_bytes(), None).text
        found = likely(text, f"http://paper.example/{file.name}", None)
        names[file.name] = found.platform if found else None
        if found and (page := _read(found.platform, text, file.name)):
            assert missed(text, f"http://paper.example/{file.name}", page) == ()
    families = {name: (known or "").rpartition(".")[2] for name, known in names.items()}
    assert sum(known is not None for known in names.values()) == 10
    assert all(known == "classic" for name, known in families.items() if known and name.startswith(("B_", "jj", "kj", "zg")))
    assert all(known == "paperindex" for name, known in families.items() if known and name.startswith("C_"))
    assert families["rmrb_2017-10-16_nbs_01.excerpt.htm"] == "nbs"
    assert families["rmrb_2024-12-25_node_01.html"] in ("rmrb", "pad")


def _read(name: str, text: str, file: str):
    from articles.errors import PageError

    try:
        return platform(name).read_layout(text, f"http://paper.example/{file}")
    except PageError:
        return None


def test_the_date_of_the_page_helps_where_none_is_known():
    reader = platform("founder.classic")
    text = next(page_samples(reader)).parent.joinpath("classic.layout.html").read_text("utf-8")
    address = f"http://paper.example/a/html/{DAY:%Y-%m}/{DAY:%d}/node_2.htm"
    assert look(text, address, "").prefix == "http://paper.example/a/"
    assert look(text, address, (DAY + dt.timedelta(days=1)).isoformat()).prefix is None
