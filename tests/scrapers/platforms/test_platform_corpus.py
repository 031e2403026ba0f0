"""Real pages: every field as a SHA-256 without white space, and a second, simpler reading of the raw page that must agree."""

import html
import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

from scrapers.platforms import platform, platforms

GOLDEN = json.loads(Path(__file__).with_name("corpus.json").read_text())


def bare(text):
    return None if text is None else "".join(text.split())


def digest(text):
    return None if text is None else sha256(bare(text).encode()).hexdigest()


def takers(text):
    return {name: role for name, reader in platforms().items() if (role := reader.recognise(text))}


def raw(markup):
    return bare(html.unescape(re.sub(r"<!--.*?-->|<[^>]+>", "", markup, flags=re.DOTALL)))


@pytest.mark.corpus
@pytest.mark.parametrize("name", GOLDEN["articles"])
def test_articles_of_the_hubei_daily(corpus, name):
    text = (corpus / "epaper/article" / name).read_text("utf-8")
    read = platform("founder.pad").read_article(text, name)
    golden = GOLDEN["articles"][name]
    printed = "\n".join(paragraph.text for paragraph in read.paragraphs)
    assert {
        "number": read.number,
        "date": str(read.date),
        "page": read.page_number,
        "paragraphs": len(read.paragraphs),
        "kicker": digest(read.kicker),
        "title": digest(read.title),
        "subtitle": digest(read.subtitle),
        "text": digest(printed),
    } == golden
    content = text[text.index('<div class="content"') : text.index('<div class="footer_sqd"')]
    assert bare(printed) == raw(content)
    for field, printed_id in ((read.kicker, "intro-title"), (read.title, "main-title"), (read.subtitle, "sub-title")):
        shown = raw(re.search(rf'<font id="{printed_id}">(.*?)</font>', text, re.DOTALL)[1])
        assert bare(field or "") == shown


@pytest.mark.corpus
def test_sixteen_files_are_fifteen_articles(corpus):
    files = sorted((corpus / "epaper/article").glob("*.html"))
    numbers = [platform("founder.pad").read_article(file.read_text("utf-8"), file.name).number for file in files]
    assert (len(files), len(set(numbers))) == (16, 15)


@pytest.mark.corpus
@pytest.mark.parametrize("name", GOLDEN["layouts"])
def test_layout_pages(corpus, name):
    golden = GOLDEN["layouts"][name]
    read = platform(golden["platform"]).read_layout((corpus / "epaper/layout" / name).read_text("utf-8-sig"), golden["address"])
    assert {
        "platform": golden["platform"],
        "address": golden["address"],
        "date": read.date and str(read.date),
        "number": read.number,
        "name": digest(read.name),
        "pages": [[page.address.rsplit("/", 1)[1], page.number, page.skip] for page in read.pages],
        "page_names": digest("".join(page.name or "" for page in read.pages)),
        "articles": [[link.address.rsplit("/", 1)[1], len(link.areas)] for link in read.articles],
        "titles": digest("|".join(link.title or "" for link in read.articles)),
    } == golden


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "pages", "articles", "ads"),
    [("rmrb_2024-12-25_node_01.html", 20, 7, 4), ("kjrb_2023-02-10_node_2.htm", 8, 5, 0), ("jjjcb_2017-07-22_node_2.htm", 4, 7, 0)],
)
def test_complete_layout_pages_list_what_a_reader_counts(corpus, name, pages, articles, ads):
    golden = GOLDEN["layouts"][name]
    text = (corpus / "epaper/layout" / name).read_text("utf-8-sig")
    read = platform(golden["platform"]).read_layout(text, golden["address"])
    assert (len(read.pages), len(read.articles)) == (pages, articles)
    assert sum(page.skip == "ad" for page in read.pages) == ads
    drawn = set(re.findall(r"content_\d+", "".join(re.findall(r"<area[^>]*>", text, re.IGNORECASE))))
    assert {link.address.rsplit("/", 1)[1].split(".")[0] for link in read.articles} == drawn


GENERAL = {"founder.pad": "layout", "founder.rmrb": "layout"}
TAKERS = {
    "A_rmrb_layout_index.html": GENERAL,
    "rmrb_2024-12-25_node_01.html": GENERAL,
    "B_hnrb_2026-09-27_node_1.htm": {"founder.classic": "layout"},
    "B_hnrb_paperindex.htm": {},
    "jjjcb_2017-07-22_node_2.htm": {"founder.classic": "layout"},
    "kjrb_2023-02-10_node_2.htm": {"founder.classic": "layout"},
    "zglyb_2017-10-13_node_1.excerpt.htm": {"founder.classic": "layout"},
    "rmrb_2017-10-16_nbs_01.excerpt.htm": {"founder.nbs": "layout"},
    "C_dzrb_PaperIndex.htm": {},
    "C_dzrb_20260927_IssueIndex.htm": {},
    "C_dzrb_20260927_Page01NU.htm": {"paperindex": "layout"},
    "C_dzrb_20260927_Page02NU.htm": {"paperindex": "layout"},
    "C_mrdx_PaperIndex.htm": {},
    "C_mrdx_20260928_IssueIndex.htm": {},
    "C_mrdx_20260928_Page01BC.htm": {"paperindex": "layout"},
}


@pytest.mark.corpus
def test_every_real_page_is_taken_by_its_own_family_and_by_no_other(corpus):
    files = sorted((corpus / "epaper/layout").iterdir())
    assert {file.name for file in files} == set(TAKERS)
    for file in files:
        assert takers(file.read_text("utf-8-sig")) == TAKERS[file.name], file.name


@pytest.mark.corpus
def test_paperindex_lists_a_page_or_the_whole_issue_and_its_entries_lead_on(corpus):
    reader, folder = platform("paperindex"), corpus / "epaper/layout"
    texts = {name: (folder / name).read_text("utf-8") for name in TAKERS if name.startswith("C_")}
    day = "http://paper.example/content/20260928/"
    assert reader.forward(texts["C_mrdx_PaperIndex.htm"], "http://paper.example/content/PaperIndex.htm") == f"{day}IssueIndex.htm"
    assert reader.forward(texts["C_mrdx_20260928_IssueIndex.htm"], f"{day}IssueIndex.htm") == f"{day}Page01BC.htm"
    whole = reader.read_layout(texts["C_mrdx_20260928_Page01BC.htm"], f"{day}Page01BC.htm")
    assert [(page.number, page.name, page.skip) for page in whole.pages] == [("01", "要闻", None), ("02", "文化", "listed")]
    assert [link.page for link in whole.articles] == [None, None, "02"]
    assert (str(whole.date), whole.pdf) == ("2026-09-28", "http://paper.example/PDF/20260928/01.pdf")
    day = day.replace("28/", "27/")
    first = reader.read_layout(texts["C_dzrb_20260927_Page01NU.htm"], f"{day}Page01NU.htm")
    assert ([(page.number, page.name) for page in first.pages], len(first.articles)) == ([("01", "头版"), ("02", "要闻")], 1)
    assert len(reader.read_layout(texts["C_dzrb_20260927_Page02NU.htm"], f"{day}Page02NU.htm").articles) == 2


@pytest.mark.corpus
def test_every_real_article_is_taken_by_the_general_skins(corpus):
    files = sorted((corpus / "epaper/article").iterdir())
    assert len(files) == 16
    for file in files:
        names = ("founder.nanfang", "founder.pad", "founder.rmrb", "founder.stcn")
        assert takers(file.read_text("utf-8")) == dict.fromkeys(names, "article"), file.name


@pytest.mark.corpus
def test_an_entry_page_forwards(corpus):
    text = (corpus / "epaper/layout/B_hnrb_paperindex.htm").read_text("utf-8")
    address = platform("founder.classic").forward(text, "http://paper.example/hnrb/paperindex.htm")
    assert address == "http://paper.example/hnrb/html/2026-09/27/node_1.htm"
