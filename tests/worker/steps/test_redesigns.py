"""A site that is redesigned: the three causes of a 404, what is proposed, and bringing everything in once the paper's file is mended."""

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from articles.errors import told
from scrapers import Layout, Paper
from scrapers.platforms import platforms
from scrapers.platforms.founder.rmrb import Rmrb
from scrapers.sample import Fault, Redesign, calendar, issue
from steps.conftest import World, days, page_path
from storage.ledger import Yield
from worker.steps import retry
from worker.steps.worth import garbled, shortfall

ALL = calendar("ljrb")
#: The site's newest issue, and that of the day of the redesign.
NEWEST, CHANGED = ALL[-1], ALL[-3]
MOVED = Redesign("ljrb", CHANGED, "classic", "/")


def reason(here: World, date: dt.date) -> dict[str, object]:
    return dict(here.issue("ljrb", date).reason or {})


def written(here: World, paper: Paper) -> None:
    """The paper's file says something else now."""
    vars(here.kit)["papers"] = {**here.kit.papers, paper.code: paper}


def mended(paper: Paper, since: dt.date, platform: str, prefix: str, first_page: str) -> Paper:
    entry = Layout(since, platform, prefix, first_page, "sample", "seen")
    return replace(paper, layouts=(*paper.layouts, entry))


def test_the_three_causes_of_a_404(world: Callable[..., World]) -> None:
    """No issue; older than the site keeps; addresses that changed: told by the newest issue of the same host."""
    changes: list[Redesign] = []
    here = world(redesigns=changes)
    none = ALL[-4] - dt.timedelta(days=1)
    assert none not in ALL
    here.crawl("ljrb", ALL[-4], none)
    assert here.issue("ljrb", none).outcome == "no_issue"
    old = here.kit.papers["ljrb"]
    written(here, replace(old, archive_days=300))
    long_ago = days("ljrb", 2019)[3] + dt.timedelta(days=1)
    assert long_ago not in ALL
    here.crawl("ljrb", long_ago)
    assert here.issue("ljrb", long_ago).outcome == "archive_limit"
    changes.append(MOVED)
    here.clock.forward(hours=2)
    here.crawl("ljrb", NEWEST)
    assert here.issue("ljrb", NEWEST).outcome == "layout_unknown"


def test_changed_addresses_are_told_with_the_new_one_and_a_proposal(world: Callable[..., World]) -> None:
    here = world(redesigns=[MOVED])
    here.crawl("ljrb", *ALL[-5:])
    assert [here.issue("ljrb", date).outcome for date in ALL[-5:]] == ["indexed", "indexed", *["layout_unknown"] * 3]
    why = reason(here, CHANGED)
    assert (why["key"], why["looks_like"], why["prefix"], why["first_page"]) == (
        "layout_looks_like",
        "founder.classic",
        "http://epaper.lanjiang.example/",
        "2",
    )
    assert f"/html/{NEWEST:%Y-%m}/{NEWEST:%d}/node_2.htm" in str(why["address"])
    assert told(why, "zh") != told(why, "en")
    [trouble] = here.kit.ledger.troubles.by_cause("ljrb")
    assert (trouble.outcome, trouble.cause, trouble.first, trouble.last, trouble.issues) == (
        "layout_unknown",
        "layout_looks_like",
        CHANGED,
        NEWEST,
        3,
    )


def test_a_day_that_the_old_addresses_were_good_for_had_no_issue(world: Callable[..., World]) -> None:
    """The newest issue lies elsewhere now; but what was held after that day shows that its addresses were right."""
    here = world(redesigns=[MOVED])
    none = ALL[-5] - dt.timedelta(days=1)
    assert none not in ALL
    here.crawl("ljrb", *ALL[-5:], none)
    assert here.issue("ljrb", none).outcome == "no_issue"


def test_the_same_skin_at_another_address_is_no_missing_issue(world: Callable[..., World]) -> None:
    """The page is read all the same: only its address tells that the paper's file is wrong."""
    here = world(redesigns=[Redesign("ljrb", CHANGED, "rmrb", "/new/pc/")])
    here.crawl("ljrb", NEWEST)
    why = reason(here, NEWEST)
    assert (here.issue("ljrb", NEWEST).outcome, why["key"], why["prefix"]) == (
        "layout_unknown",
        "layout_moved",
        "http://epaper.lanjiang.example/new/pc/",
    )
    assert "/ljrb/pc/layout/" in str(why["asked"])


def test_a_mended_file_brings_everything_in(world: Callable[..., World]) -> None:
    here = world(redesigns=[MOVED])
    here.crawl("ljrb", *ALL[-5:])
    asked = {path: number for path, number in here.site.asked.items() if path.startswith("/ljrb/pc/")}
    why = reason(here, CHANGED)
    paper = mended(here.kit.papers["ljrb"], CHANGED, str(why["looks_like"]), str(why["prefix"]), str(why["first_page"]))
    written(here, paper)
    bad = [one.key for one in here.kit.ledger.reports.failures("ljrb")]
    assert retry(here.kit, bad) == sorted(bad)
    here.work()
    assert {here.issue("ljrb", date).outcome for date in ALL[-5:]} == {"indexed"}
    assert here.kit.ledger.troubles.by_cause() == []
    assert {path: number for path, number in here.site.asked.items() if path.startswith("/ljrb/pc/")} == asked


def test_an_entry_that_went_with_the_old_site_is_looked_for_at_its_root(world: Callable[..., World]) -> None:
    faults = {"/ljrb/pc/layout/index.html": Fault("gone")}
    here = world(faults, redesigns=[MOVED])
    here.crawl("ljrb", NEWEST)
    assert (here.issue("ljrb", NEWEST).outcome, reason(here, NEWEST)["key"]) == ("layout_unknown", "layout_looks_like")
    faults["/"] = Fault("gone")
    here.clock.forward(hours=2)
    here.crawl("ljrb", NEWEST)
    assert (here.issue("ljrb", NEWEST).outcome, reason(here, NEWEST)["key"]) == ("failed", "entry_gone")


class Renewed(Rmrb):
    """The reader that somebody writes once the site's pages have other markup."""

    name = "founder.renewed"

    def recognise(self, text: str):  # type: ignore[no-untyped-def]
        return super().recognise(self._as_before(text))

    def read_layout(self, text: str, address: str):  # type: ignore[no-untyped-def]
        return super().read_layout(self._as_before(text), address)

    def read_article(self, text: str, address: str):  # type: ignore[no-untyped-def]
        return super().read_article(self._as_before(text), address)

    @staticmethod
    def _as_before(text: str) -> str:
        return text.replace("data-to=", "href=").replace("<h5>", "<h1>")


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Make the new reader known, as a release of ours would."""

    def add() -> None:
        with_it = {**platforms(), Renewed.name: Renewed()}
        monkeypatch.setattr(sys.modules["scrapers.platforms"], "platforms", lambda: with_it)

    return add


def reskinned(date: dt.date) -> dict[str, Fault]:
    held = issue("ljrb", date)
    assert held is not None
    return {page_path("ljrb", date, number): Fault("reskinned", old="href=", new="data-to=") for number in range(len(held.pages))}


def test_a_page_that_could_not_be_read_is_not_asked_for_twice(world: Callable[..., World], known: Callable[[], None]) -> None:
    """The first page is in the archive: the mended reader begins with it; the pages and articles never had are fetched."""
    here = world(reskinned(ALL[-4]))
    before = here.crawl("ljrb", ALL[-4])
    assert (before.outcome, before.held, reason(here, ALL[-4])["key"]) == ("layout_unknown", "none", "layout_unknown")
    first = page_path("ljrb", ALL[-4])
    assert here.site.asked[first] == 1
    retry(here.kit, [before.key])
    here.work()
    assert (here.issue("ljrb", ALL[-4]).outcome, here.site.asked[first]) == ("layout_unknown", 2)  # still unread: it may have changed
    known()
    paper = here.kit.papers["ljrb"]
    layout = replace(paper.layouts[-1], platform=Renewed.name)
    written(here, replace(paper, layouts=(layout,)))
    retry(here.kit, [before.key])
    here.work()
    after = here.issue("ljrb", ALL[-4])
    assert (after.outcome, after.held, here.site.asked[first]) == ("indexed", "whole", 2)
    assert all(number == 1 for path, number in here.site.asked.items() if path not in (first, "/robots.txt"))


def test_links_that_no_reader_takes_fail_the_run(world: Callable[..., World]) -> None:
    """Half of a page's articles have other addresses: nothing is indexed, and what is held stays."""
    date = ALL[-4]
    held = issue("ljrb", date)
    assert held is not None
    faults: dict[str, Fault] = {}
    here = world(faults)
    before = here.crawl("ljrb", date)
    names = [article.address.rpartition("/")[2] for article in held.pages[0].articles]
    assert len(names) > 1
    extra = "".join(f'<li><a href="{names[0].replace("content_", "story-")[:-5]}{n}.html">又一篇</a></li>' for n in range(4))
    extra = extra.replace('href="', f'href="../../../content/{date:%Y%m}/{date:%d}/')
    faults[page_path("ljrb", date)] = Fault("reskinned", old="</body>", new=f"<ul>{extra}</ul></body>")
    here.clock.forward(hours=1)
    again = here.crawl("ljrb", date, again=True)
    assert (again.outcome, again.articles, reason(here, date)["key"]) == ("layout_unknown", before.articles, "layout_links_missed")
    assert here.kit.index.count() == before.articles


def skinned(date: dt.date, old: str, new: str) -> dict[str, Fault]:
    """Every article of an issue with another piece of markup."""
    held = issue("ljrb", date)
    assert held is not None
    paths = ["/" + one.address.split("/", 3)[3] for page in held.pages for one in page.articles]
    return {path: Fault("reskinned", old=old, new=new) for path in paths}


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("<h1>", "<h5>", "read_untitled"),
        ('<div id="articleContent">', '<div id="articleContent"></div><!--/enpcontent--></div><div id="story">', "read_bare"),
    ],
)
def test_articles_of_a_known_family_that_are_read_by_half_fail_the_run(world: Callable[..., World], old: str, new: str, key: str) -> None:
    date = ALL[-4]
    faults: dict[str, Fault] = {}
    here = world(faults)
    before = here.crawl("ljrb", date)
    held = here.kit.files.read(before.key)
    faults |= skinned(date, old, new)
    here.clock.forward(hours=1)
    after = here.crawl("ljrb", date, again=True)
    assert (after.outcome, reason(here, date)["key"], after.articles) == ("layout_unknown", key, before.articles)
    assert here.kit.files.read(before.key) == held
    assert here.kit.index.count() == len(held)
    asked = dict(here.site.asked)
    here.kit.ledger.issues.reread([before.key], here.clock())
    here.work()
    assert here.issue("ljrb", date).outcome == "layout_unknown"
    assert retry(here.kit, [before.key]) == [before.key]
    here.work()
    assert here.issue("ljrb", date).outcome == "layout_unknown"
    assert here.site.asked == asked


def test_a_reader_that_is_mended_reads_all_from_the_archive(world: Callable[..., World], known: Callable[[], None]) -> None:
    """Whole pages of articles nobody could read: `reindex --reread` brings them in without asking for anything."""
    date = ALL[-4]
    here = world(skinned(date, 'class="article"', 'class="story"') | skinned(date, "<h1>", "<h5>"))
    before = here.crawl("ljrb", date)
    assert (before.outcome, before.held, here.kit.index.count()) == ("layout_unknown", "whole", 0)
    asked = dict(here.site.asked)
    known()
    paper = here.kit.papers["ljrb"]
    written(here, replace(paper, layouts=(replace(paper.layouts[-1], platform=Renewed.name),)))
    here.kit.ledger.issues.reread([before.key], here.clock())
    here.work()
    after = here.issue("ljrb", date)
    assert (after.outcome, after.held, after.reason, here.site.asked) == ("indexed", "whole", None, asked)


def test_far_fewer_characters_than_usual_are_a_redesign() -> None:
    usual = Yield(20, 0, 0, 20_000, 0)
    assert shortfall(usual, 1000.0, "x") is None
    assert shortfall(replace(usual, characters=2_000), None, "x") is None
    short = shortfall(replace(usual, characters=2_000), 1000.0, "x")
    assert short is not None
    assert (short.key, short.facts["average"]) == ("read_short", 100)
    assert shortfall(Yield(3, 3, 3, 0, 0), 1000.0, "x") is None


def test_what_is_usual_is_known_from_the_newest_issues(world: Callable[..., World]) -> None:
    here = world()
    here.crawl("ljrb", *ALL[-4:])
    assert here.kit.ledger.yields.usual("ljrb", "") is None
    here.crawl("ljrb", ALL[-5])
    usual = here.kit.ledger.yields.usual("ljrb", "")
    assert usual is not None
    assert 100 < usual < 2000
    assert all(one.garbled == one.untitled == 0 for one in here.kit.ledger.yields.of([f"ljrb-{day:%Y%m%d}" for day in ALL[-5:]]).values())


def test_garbage_is_counted() -> None:
    assert garbled("政协提案办理") == garbled("plain Ascii, 100 %") == 0
    assert garbled("政协\ufffd\ufffd提案") == 2
    assert garbled("锟斤拷锟斤拷") == 6
    assert garbled("ä¸­å\x9b½ æ\x94¿å\x8d\x8f".encode().decode("latin-1")) > 4
