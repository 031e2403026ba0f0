"""The sample newspapers: what readers make of their pages is the truth, and the set has the traits it promises."""

import datetime as dt
import itertools
import re
from collections import Counter
from decimal import Decimal
from hashlib import sha256

import pytest

from articles.decode import decode
from articles.reading import bylines
from scrapers import FetchedPage, papers, platform, read_issue
from scrapers.sample import PAPERS, articles, calendar, divisions, issue, lost, mislabelled, respond, series, terms, winter
from scrapers.sample.dates import standard
from scrapers.sample.sites import SITES

EVERY = [(paper, date) for paper in PAPERS for date in calendar(paper) if (paper, date) not in lost()]
#: Every kind of issue of every layout: the sessions of five years, a June, a December, and the ones with traits of their own.
SOME = [day for day in EVERY if day[1].year in (2013, 2017, 2018, 2019, 2022, 2024)] + sorted(mislabelled())


def fetched(address, role, order=0):
    host, _, path = address.removeprefix("http://").partition("/")
    reply = respond(host, "/" + path)
    assert reply.status == 200, address
    text = decode(reply.body, dict(reply.headers)["Content-Type"]).text
    return FetchedPage(address, role, text, sha256(reply.body).hexdigest(), order=order)


def squeezed(text):
    return re.sub(r"\s", "", text or "") or None


def printed(article):
    """A printed article's text as a reader gives it: the author's line first."""
    return "\n".join(filter(None, (article.draft.author, article.text)))


@pytest.mark.parametrize("day", SOME, ids=lambda day: f"{day[0]}-{day[1]}")
def test_the_platforms_read_every_page_as_it_was_written(day):
    paper, date = day
    reader = platform(papers()[paper].layout(date).platform)
    truth = issue(paper, date)
    for page in truth.pages:
        layout = fetched(page.address, "layout")
        assert reader.recognise(layout.text) == "layout"
        found = reader.read_layout(layout.text, page.address)
        assert (found.date, found.number, found.name) == (date, page.number, page.name)
        assert [(link.number, link.name, link.address) for link in found.pages] == [(p.number, p.name, p.address) for p in truth.pages]
        assert [link.skip for link in found.pages] == ["ad" if p.ad else None for p in truth.pages]
        assert [(link.address, squeezed(link.title)) for link in found.articles] == [
            (a.address, squeezed(a.draft.title)) for a in page.articles
        ]
        assert all(link.areas for link in found.articles)
        for article in page.articles:
            text = fetched(article.address, "article").text
            assert reader.recognise(text) == "article"
            check(reader.read_article(text, article.address), article, date)


def check(read, truth, date):
    draft = truth.draft
    assert (read.number, read.date, read.page_number) == (str(truth.number), date, truth.page)
    assert (read.kicker, read.title, read.subtitle) == (draft.kicker, draft.title, draft.subtitle)
    assert "\n".join(paragraph.text for paragraph in read.paragraphs) == printed(truth)
    assert (read.continues, read.continued) == (truth.continues, truth.continued)
    if not truth.ad and not truth.continued and not truth.continues:
        named, dateline = bylines([paragraph.text for paragraph in read.paragraphs], read.author)
        assert (named, dateline) == (draft.bylines, draft.dateline)


@pytest.mark.parametrize("day", SOME[::5], ids=lambda day: f"{day[0]}-{day[1]}")
def test_an_issue_is_its_articles_in_order_each_once_the_continued_joined(day):
    paper, date = day
    truth = issue(paper, date)
    pages = [fetched(page.address, "layout", order) for order, page in enumerate(truth.pages)]
    pages += [fetched(a.address, "article", 100 + order) for order, a in enumerate(a for page in truth.pages for a in page.articles)]
    found = {article.id: article for article in read_issue(papers()[paper], date, pages)}
    whole = [article for article in truth.articles if not article.continues]
    assert list(found) == [f"{paper}-{date:%Y%m%d}-{article.number}" for article in whole]
    for article in whole:
        rest = "".join(a.text for a in truth.articles if article.continued and a.continues)
        assert squeezed(found[f"{paper}-{date:%Y%m%d}-{article.number}"].text) == squeezed(printed(article) + rest)


def test_the_paper_files_say_where_the_sites_are():
    for site in SITES:
        layout = papers()[site.paper].layout(site.since)
        reader = platform(layout.platform)
        assert layout.from_ == site.since
        assert (
            reader.layout_address(layout.prefix, site.since, layout.first_page)
            == f"http://{site.host}{site.page(site.since, site.node(0))}"
        )


@pytest.mark.parametrize("site", SITES, ids=lambda site: f"{site.paper}-{site.skin}")
def test_entries_forward_to_the_newest_issue_of_the_site(site):
    reader = platform(papers()[site.paper].layout(site.since).platform)
    entry = reader.entry_address(f"http://{site.host}{site.prefix}")
    to = reader.forward(fetched(entry, "layout").text, entry)
    last = max(
        date for paper, date in EVERY if paper == site.paper and site.page(date, "1").startswith(site.prefix) and of_site(site, date)
    )
    assert to == issue(site.paper, last).pages[0].address


def of_site(site, date):
    return max((row for row in SITES if row.paper == site.paper and row.since <= date), key=lambda row: row.since) is site


def test_the_set_is_about_three_thousand_articles_over_twelve_years():
    issues = [issue(*day) for day in EVERY]
    assert len(issues) == 3 * 12 * 7 - 1
    assert 2900 <= sum(len(found.articles) for found in issues) <= 3300
    assert all(4 <= len(found.pages) <= 8 for found in issues)
    assert all(8 <= len(found.articles) <= 20 for found in issues)
    assert {found.date.year for found in issues} == set(range(2013, 2025))


def test_every_winter_has_the_accounts_of_its_bodies():
    held = Counter()
    for paper, date in EVERY:
        for article in issue(paper, date).articles:
            draft = article.draft
            if draft.years and not article.continues:
                held[draft.organ, draft.place, draft.years[1]] += 1
                assert draft.years[1] in (date.year - 1, date.year)
    for place, organ, year in itertools.product(
        ("990000", "990100", "990200"), ("政协", "人大", "政府", "法院", "检察院"), range(2012, 2024)
    ):
        assert held[organ, place, year] >= 1, (place, organ, year)
    assert sum(1 for key in held if key[1] not in ("990000", "990100", "990200")) >= 100


def test_a_change_of_term_reviews_five_years():
    reports = [a.draft for day in EVERY for a in issue(*day).articles if a.draft.topic == "account.government.report" and not a.continues]
    spans = {(draft.place, draft.years) for draft in reports if draft.years[0] < draft.years[1]}
    assert spans == {
        ("990000", (2008, 2012)),
        ("990000", (2013, 2017)),
        ("990000", (2018, 2022)),
        ("990100", (2012, 2016)),
        ("990200", (2012, 2016)),
        ("990100", (2017, 2021)),
        ("990200", (2017, 2021)),
    }


def test_numbers_are_unique_in_a_paper():
    for paper in PAPERS:
        numbers = [a.number for p, date in EVERY if p == paper for page in issue(p, date).pages for a in page.articles]
        assert len(numbers) == len(set(numbers))


def test_no_two_texts_are_the_same_but_the_reprint():
    texts = Counter(article.text for day in EVERY for article in issue(*day).articles)
    twice = [text for text, count in texts.items() if count > 1]
    assert len(twice) == 1
    both = [(paper, article.draft) for paper, date in EVERY for article in issue(paper, date).articles if article.text == twice[0]]
    assert sorted(paper for paper, _ in both) == ["cpwb", "ljrb"]
    assert both[0][1].topic == "account.cppcc.account"


def test_an_account_borrows_two_paragraphs():
    dates = sorted(standard("hcrb", winter.BORROWED))
    paragraphs = [{line.text for line in article.draft.lines} for date in dates for article in issue("hcrb", date).articles]
    shared = [one & other for one, other in itertools.combinations(paragraphs, 2)]
    assert max(sum(len(text) > 40 for text in texts) for texts in shared) >= 2


def test_the_lost_issue_is_gone_between_others():
    ((paper, date),) = lost()
    assert date in calendar(paper)[1:-1]
    assert issue(paper, date) is None
    layout = papers()[paper].layout(date)
    address = platform(layout.platform).layout_address(layout.prefix, date, layout.first_page)
    host, _, path = address.removeprefix("http://").partition("/")
    assert respond(host, "/" + path).status == 404


def test_one_issue_declares_gb2312_and_prints_what_gb2312_has_not():
    ((paper, date),) = mislabelled()
    bodies = [
        respond("www.chengpu.example", a.address.removeprefix("http://www.chengpu.example")).body for a in issue(paper, date).articles
    ]
    assert all(b"charset=gb2312" in body for body in bodies)
    whole = b"".join(bodies)
    assert "镕" in whole.decode("gb18030")
    for broken in ("gb2312", "utf-8"):
        with pytest.raises(UnicodeDecodeError):
            whole.decode(broken)


def test_every_paper_has_advertisement_pages_and_pictures():
    for paper in PAPERS:
        issues = [issue(p, date) for p, date in EVERY if p == paper]
        assert sum(page.ad and page.name == "广告" for found in issues for page in found.pages) >= 10
        assert sum(article.draft.picture for found in issues for article in found.articles) >= 10
        assert all(not article.ad for found in issues for article in found.articles)


def test_nodes_of_the_classic_skin_are_not_the_pages_numbers():
    for paper, date in EVERY:
        if paper == "cpwb":
            assert all(int(page.node) != int(page.number) for page in issue(paper, date).pages)


@pytest.mark.parametrize("place", [place.code for place in divisions()])
def test_series_are_believable(place):
    for organ in ("cppcc", "congress", "government", "court", "procuratorate"):
        for key in series.keys(organ):
            levels = [series.value(place, organ, key, year) for year in range(series.FIRST, series.LAST + 1)]
            assert all(level > 0 for level in levels)
    gdp = [series.value(place, "government", "gdp", year) for year in range(2012, 2024)]
    assert gdp == sorted(gdp)
    growths = {year: series.growth(place, "government", "gdp", year) for year in range(2013, 2024)}
    assert min(growths, key=growths.get) == 2020
    assert all(0 < growth < 13 for growth in growths.values())
    for year in range(2013, 2024):
        before = series.value(place, "government", "gdp", year - 1)
        now = series.value(place, "government", "gdp", year)
        assert abs((now / before - 1) * 100 - growths[year]) <= Decimal("0.05001")
        proposals, filed = (series.value(place, "cppcc", key, year) for key in ("proposals_in", "filed"))
        assert filed <= proposals
        assert abs(filed * 100 / proposals - series.value(place, "cppcc", "filed_rate", year)) <= Decimal("0.05001")


def test_what_an_account_prints_is_its_series():
    for paper, date in EVERY[::6]:
        for article in issue(paper, date).articles:
            assert all(value in article.text or article.continued or article.continues for value in article.draft.figures.values())


def test_words_belong_to_their_time():
    texts = [(date, article.text) for paper, date in EVERY for article in issue(paper, date).articles]
    since = {"精准扶贫": 2015, "扫黑除恶": 2018, "全过程人民民主": 2021, "党的二十大": 2022, "疫情防控": 2020, "有事好商量": 2019}
    for word, year in since.items():
        held = [date.year for date, text in texts if word in text]
        assert len(held) >= 5
        assert min(held) >= year, word


def test_the_language_is_varied():
    everyday = [article.text for day in EVERY for article in issue(*day).articles if article.draft.topic.startswith("news.")]
    windows = {text[at : at + 4] for text in everyday for at in range(len(text) - 4)}
    assert len(windows) > 60_000
    assert len({article.draft.title for day in EVERY for article in issue(*day).articles}) > 1200


def test_text_is_printed_as_newspapers_do():
    for day in EVERY[::4]:
        for article in issue(*day).articles:
            for text in (article.draft.title, article.draft.kicker or "", article.draft.subtitle or "", article.text):
                assert not re.search(r"[{}<>|\[\]@]", text), text
                assert not re.search(r"[\u4e00-\u9fff][,;:?!()]|[０-９]|，，|。。|、。", text), text


def test_scale_adds_issues_and_keeps_the_rest():
    for paper in PAPERS:
        larger = calendar(paper, 4)
        assert set(calendar(paper)) < set(larger)
        assert len(larger) == 4 * len(calendar(paper))
        assert larger == sorted(set(larger))
    with pytest.raises(ValueError):
        calendar("ljrb", 0)
    with pytest.raises(ValueError):
        calendar("ljrb", 53)


def test_articles_without_pages_are_those_of_the_issues():
    made = list(articles(40))
    truth = [article for date in calendar("ljrb")[:4] for article in issue("ljrb", date).articles][:40]
    assert [(a.title, a.text) for a in made] == [(a.draft.title, printed(a)) for a in truth]
    assert all(a.text[p.start : p.end] == p.text for a in made for p in a.paragraphs)


def test_many_articles_have_ids_of_their_own():
    made = [(a.id, a.text) for a in articles(6000)]
    assert len(made) == len({id_ for id_, _ in made})
    assert len({text for _, text in made}) > 5950


def test_terms_and_places():
    assert terms.numeral(12) == "十二"
    assert terms.numeral(30) == "三十"
    assert terms.session("990000", 2018).renewed
    assert terms.session("990100", 2018).number == 2
    codes = [place.code for place in divisions()]
    assert len(codes) == len(set(codes))
    assert all(code.startswith("99") for code in codes)
    with pytest.raises(KeyError):
        issue("none", dt.date(2013, 1, 1))
