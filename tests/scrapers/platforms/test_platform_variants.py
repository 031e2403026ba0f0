"""The same page written another way is read as the same page: over two hundred variants of the samples, and some of the real pages."""

import json
from dataclasses import asdict

import pytest
from page_variants import variant

from articles.decode import decode
from scrapers.platforms import platform, platforms
from scrapers.samples import is_layout, page_samples, sample_address

SEEDS = range(8)
PAGES = [(reader, file) for reader in platforms().values() for file in page_samples(reader)]
PREFIX = "http://saved.example/pc/"


def read(reader, text, address, role):
    """What is read, as JSON; of a page's picture and PDF, which may lie above the prefix, the end of the address.

    The digest of an article's part of a reply is that of its bytes, which differ.
    """
    found = asdict((reader.read_layout if role == "layout" else reader.read_article)(text, address))
    found |= {"texts": [one["read"] for one in found.get("texts", ())]}
    shown = {name: value and value.split("/")[-3:] for name, value in found.items() if name in ("image", "pdf")}
    return json.dumps(found | shown, default=str, ensure_ascii=False)


def takers(text):
    return {name: role for name, reader in platforms().items() if (role := reader.recognise(text))}


def test_there_are_enough():
    texts = [file.read_text("utf-8") for _, file in PAGES]
    made = {variant(text, seed).payload for text in texts for seed in SEEDS}
    assert len(made) == len(PAGES) * len(SEEDS) >= 200
    assert len([file for reader, file in PAGES if "founder" not in reader.name]) * len(SEEDS) >= 200
    assert variant(texts[0], 1) == variant(texts[0], 1)


@pytest.mark.parametrize(("reader", "file"), [pytest.param(*page, id=page[1].name) for page in PAGES])
def test_a_sample_written_another_way_is_read_the_same(reader, file):
    text = file.read_text("utf-8")
    role = "layout" if is_layout(file) else "article"
    address = sample_address(reader, file)
    wanted = read(reader, text, address, role)
    for seed in SEEDS:
        made = variant(text, seed)
        decoded = decode(made.payload, "text/html").text
        found = read(reader, decoded, address.replace(PREFIX, made.prefix), role)
        assert found.replace(made.prefix, PREFIX) == wanted, f"seed {seed}"
        assert takers(decoded) == takers(text), f"seed {seed}"


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "file", "address"),
    [
        ("founder.classic", "layout/kjrb_2023-02-10_node_2.htm", f"{PREFIX}html/2023-02/10/node_2.htm"),
        ("founder.classic", "layout/jjjcb_2017-07-22_node_2.htm", f"{PREFIX}html/2017-07/22/node_2.htm"),
        ("founder.rmrb", "layout/rmrb_2024-12-25_node_01.html", f"{PREFIX}layout/202412/25/node_01.html"),
        ("founder.nbs", "layout/rmrb_2017-10-16_nbs_01.excerpt.htm", f"{PREFIX}html/2017-10/16/nbs.D110000renmrb_01.htm"),
        ("founder.pad", "article/hbrb_2023-02-11_02.html", "saved"),
        ("founder.pad", "article/hbrb_2023-02-11_10.html", "saved"),
    ],
)
def test_a_real_page_written_another_way_is_read_the_same(corpus, name, file, address):
    text = (corpus / "epaper" / file).read_text("utf-8-sig")
    reader = platform(name)
    role = "layout" if file.startswith("layout") else "article"
    wanted = read(reader, text, address, role)
    for seed in range(4):
        made = variant(text, seed)
        decoded = decode(made.payload, "text/html").text
        found = read(reader, decoded, address.replace(PREFIX, made.prefix), role)
        assert found.replace(made.prefix, PREFIX) == wanted, f"seed {seed}"
