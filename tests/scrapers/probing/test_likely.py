"""The family a page is of that its paper's own reader does not know, and where that family has its issues."""

import datetime as dt
from pathlib import Path

import pytest

from articles.decode import decode
from articles.errors import PageError
from scrapers import likely, missed
from scrapers.papers import papers
from scrapers.platforms import epapers, platform
from scrapers.probing import looks
from scrapers.probing.placed import placed
from scrapers.samples import DAY, is_layout, page_samples, sample_address

PAGES = [pytest.param(reader, file, id=file.name) for reader in epapers().values() for file in page_samples(reader) if is_layout(file)]
CLASSIC = next(page_samples(platform("founder.classic"))).parent.joinpath("classic.layout.html")


@pytest.mark.parametrize(("reader", "file"), PAGES)
def test_every_family_is_known_by_its_pages(reader, file):
    text, address = file.read_text("utf-8"), sample_address(reader, file)
    found = likely(text, address, DAY)
    assert found.platform == reader.name
    built = reader.layout_address(found.place.prefix, DAY, found.place.node)
    first = next((link.address for link in reader.read_layout(text, address).pages), address)
    assert built in (first, address) or built.endswith("_plist.htm")


@pytest.mark.parametrize("paper", papers().values(), ids=papers())
def test_prefix_and_node_of_every_paper_come_back(paper):
    for layout in paper.layouts:
        reader = platform(layout.platform, layout.column)
        day = max(layout.from_, paper.first_issue)
        place = placed(reader, reader.layout_address(layout.prefix, day, layout.first_page), day)
        assert place is not None
        assert (place.prefix, place.node) == (layout.prefix, layout.first_page)


def test_what_no_family_knows_is_named_nothing():
    for text in ("", "<html><body><p>政协</p></body></html>", "{}", "<html>" + "<div>" * 400):
        assert likely(text, "http://paper.example/x.html", DAY) is None


def test_a_page_that_is_not_plain_is_looked_at_in_a_child():
    text = CLASSIC.read_text("utf-8")
    address = f"http://paper.example/html/{DAY:%Y-%m}/{DAY:%d}/node_2.htm"
    large = text.replace("</body>", "<p>政协</p>" * 3000 + "</body>")
    found = likely(large, address, DAY)
    assert found == likely(text, address, DAY)
    assert (found.platform, found.place.prefix, found.place.node) == ("founder.classic", "http://paper.example/", "2")


def test_the_date_of_the_page_helps_where_none_is_known():
    text = CLASSIC.read_text("utf-8")
    address = f"http://paper.example/a/html/{DAY:%Y-%m}/{DAY:%d}/node_2.htm"
    assert likely(text, address, None).place.prefix == "http://paper.example/a/"
    assert likely(text, address, DAY + dt.timedelta(days=1)).place is None


def test_an_entry_is_placed_by_the_first_page_it_links():
    text = CLASSIC.with_name("rmrb.layout.html").read_text("utf-8").replace('"node_', f'"{DAY:%Y%m}/{DAY:%d}/node_')
    found = likely(text, "http://paper.example/a/pc/layout/index.html", DAY)
    assert (found.platform, found.place.prefix, found.place.node) == ("founder.rmrb", "http://paper.example/a/pc/", "01")


@pytest.mark.parametrize(("folder", "ties"), [("pad", False), ("pc", True), ("rmrb/pad", False), ("padova/pc", True)])
def test_a_folder_tells_skins_of_one_template_apart(folder, ties):
    """On a page in which each skin finds as much; a skin's own landmarks come after the folder."""
    text = CLASSIC.with_name("rmrb.layout.html").read_text("utf-8")
    found = looks(text, f"http://paper.example/{folder}/layout/{DAY:%Y%m}/{DAY:%d}/node_01.html", DAY)
    assert {look.platform for look in found} == {"founder.pad", "founder.rmrb"}
    assert (found[0].platform, found[0].ties(found[1])) == ("founder.rmrb" if ties else "founder.pad", ties)
    assert found[0].place.prefix == f"http://paper.example/{folder}/"


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
    assert families["rmrb_2024-12-25_node_01.html"] == "rmrb"


def _read(name: str, text: str, file: str):
    try:
        return platform(name).read_layout(text, f"http://paper.example/{file}")
    except PageError:
        return None
