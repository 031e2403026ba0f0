"""Which links of a page nobody took."""

import pytest

from scrapers import bounded, missed
from scrapers.platforms import epapers, platform
from scrapers.samples import DAY, is_layout, page_samples, sample_address

PAGES = [pytest.param(reader, file, id=file.name) for reader in epapers().values() for file in page_samples(reader) if is_layout(file)]


@pytest.mark.parametrize(("reader", "file"), PAGES)
def test_nothing_is_missed_in_a_sample(reader, file):
    text, address = file.read_text("utf-8"), sample_address(reader, file)
    assert missed(text, address, reader.read_layout(text, address)) == ()


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
