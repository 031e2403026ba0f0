"""A newcomer's walk through the page in a real browser: by keyboard alone, on a phone, without scripts, in English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from search_kit import Walked

pytestmark = pytest.mark.system("chromium")

PLACE = "990100"
WAYS: dict[str, dict[str, Any]] = {
    "keyboard": {},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "without scripts": {"java_script_enabled": False},
    "English": {},
}


@dataclass
class Walker:
    """Somebody at the page: how he gets to a thing and presses it, and what went wrong meanwhile."""

    page: Page
    address: str
    way: str
    faults: list[str]

    @property
    def lang(self) -> str:
        return "?lang=en" if self.way == "English" else ""

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.look()

    def look(self) -> None:
        """No page is wider than its window, none speaks two languages."""
        expect(self.page.locator("html")).to_have_attribute("lang", "en" if self.way == "English" else "zh-Hans")
        box = self.page.locator("main").bounding_box()
        assert box is not None
        width = (self.page.viewport_size or {"width": 0})["width"]
        assert box["x"] + box["width"] <= width
        if self.way != "without scripts":
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width

    def reach(self, thing: Locator) -> None:
        """By the tabulator alone, forwards or backwards, as far as it takes."""
        before = thing.evaluate("one => document.activeElement.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING")
        for _ in range(150):
            if thing.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Shift+Tab" if before else "Tab")
        pytest.fail(f"the keyboard does not reach {thing}")

    def press(self, thing: Locator, key: str = "Enter") -> None:
        if self.way == "keyboard":
            self.reach(thing)
            self.page.keyboard.press(key)
        else:
            thing.click()

    def follow(self, thing: Locator) -> None:
        """A link or a button that leads to another page."""
        before = self.page.url
        self.press(thing)
        self.page.wait_for_url(lambda url: url != before)
        self.look()

    def write(self, field: str, words: str) -> None:
        if self.way != "keyboard":
            self.page.locator(field).fill(words)
            return
        self.reach(self.page.locator(field))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(words)

    def choose(self, field: str, value: str) -> None:
        select = self.page.locator(field)
        if self.way != "keyboard":
            select.select_option(value)
            return
        self.reach(select)
        for _ in range(10):
            if select.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"{field} has no {value}")


@pytest.fixture(params=WAYS)
def walker(request: pytest.FixtureRequest, browser: Browser, walked: Walked) -> Iterator[Walker]:
    context = browser.new_context(locale="zh-CN", accept_downloads=True, **WAYS[request.param])
    context.set_default_timeout(20_000)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    faults: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield Walker(page, walked.address, request.param, faults)
    context.close()
    assert faults == []


def test_a_newcomer_walks_all_the_way(walker: Walker, walked: Walked, tmp_path: Path) -> None:
    search_and_narrow(walker)
    read_and_cite(walker)
    draw(walker)
    compare(walker)
    export(walker, tmp_path)
    subscribe(walker)
    find_the_gap(walker)


def search_and_narrow(walker: Walker) -> None:
    page = walker.page
    walker.open(f"/{walker.lang}")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.insert_text("政协 提案")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    assert page.locator(".timeline li").count() >= 12
    walker.follow(page.locator(f'.facets a[href*="place={PLACE}"]'))
    expect(page.locator(".chips")).to_contain_text("澄浦市")
    walker.write("#years", "2018..2023")
    walker.follow(page.locator(".search button[type=submit]"))
    assert page.locator(".timeline .chosen").count() == 6
    covered = page.locator(".facets section").first.locator("li").all_inner_texts()
    assert {int(one.split()[0]) for one in covered} == set(range(2018, 2024))
    assert page.locator(".hits article").count() == page.locator(".hits .cite").count() > 5


def read_and_cite(walker: Walker) -> None:
    page = walker.page
    cited = page.locator(".hits .cite").first.get_attribute("data-copy") or ""
    assert re.fullmatch(r"《\S+》\d+年\d+月\d+日第\w+版", cited)
    if walker.way != "without scripts":
        walker.press(page.locator(".hits .copier").first)
        expect(page.locator(".hits .copier").first).to_have_text("Copied" if walker.way == "English" else "已复制")
        assert page.evaluate("navigator.clipboard.readText()") == cited
    walker.follow(page.locator(".hits h2 a").first)
    expect(page.locator("article.text mark").first).to_be_visible()
    expect(page.locator("article.text .figure").first).to_be_visible()
    expect(page.locator(".copy").first).to_contain_text(cited)
    first = page.locator("article.text > p").nth(1).inner_text()
    walker.press(page.locator('.record a[href$="/raw"]'))
    page.wait_for_url("**/raw")
    assert first[:10] in page.locator("body").inner_text()
    page.go_back()


def draw(walker: Walker) -> None:
    page = walker.page
    walker.follow(page.locator('.rooms a[href^="/trends"]'))
    walker.write("#q", "提案")
    walker.choose("#by", "place")
    walker.follow(page.locator("form.trends button"))
    names = page.locator("thead th").all_inner_texts()
    assert {"澄浦市", "岚江省"} <= {one for name in names for one in re.split(r"\W+", name)}
    assert page.locator(".chart .stroke").count() >= 2
    assert page.locator("table.numbers tbody tr").count() == 12
    walker.open(f"/figures{walker.lang}")
    walker.write("#q", "立案提案")
    walker.write("#place", "澄浦市、岚江省")
    walker.write("#organ", "政协")
    walker.follow(page.locator("form.trends button"))
    assert page.locator(".chart a").count() == 24
    walker.follow(page.locator(".told a").first)
    expect(page.locator("article.text mark").first).to_be_visible()


def compare(walker: Walker) -> None:
    page = walker.page
    walker.follow(page.locator('.rooms a[href^="/compare"]'))
    for field, words in (("#a", "2019"), ("#b", "2020"), ("#place", "澄浦市"), ("#organ", "政协")):
        walker.write(field, words)
    walker.follow(page.locator("form.trends button"))
    expect(page.locator(".pair.new").first).to_be_visible()
    assert page.locator("table.values tbody tr").count() > 3


def export(walker: Walker, folder: Path) -> None:
    page = walker.page
    walker.open(f"/?q=政协 提案&place={PLACE}{walker.lang.replace('?', '&')}")
    for number in (0, 1):
        walker.press(page.locator(".hits input[name=id]").nth(number), "Space")
    walker.follow(page.locator(".basket button"))
    assert page.locator(".hits article").count() == 2
    with page.expect_download() as started:
        walker.press(page.locator('a[href*="format=docx"]'))
    path = folder / "dossier.docx"
    started.value.save_as(path)
    assert path.read_bytes().startswith(b"PK")


def subscribe(walker: Walker) -> None:
    page = walker.page
    walker.open(f"/?q=政协 提案&place={PLACE}{walker.lang.replace('?', '&')}")
    walker.follow(page.locator('.sum a[href^="/saved"]'))
    walker.write("#name", f"澄浦 {walker.way}")
    walker.follow(page.locator("#add ~ form button"))
    mine = page.locator("section.cause").filter(has_text=f"澄浦 {walker.way}")
    feed = mine.get_by_role("link", name="Atom").get_attribute("href") or ""
    answer = page.request.get(walker.address + feed)
    assert answer.ok
    assert answer.text().count("<entry>") > 5


def find_the_gap(walker: Walker) -> None:
    page = walker.page
    walker.open(f"/?q=政协 提案{walker.lang.replace('?', '&')}")
    walker.follow(page.locator('.missing a[href*="paper=ljrb"]'))
    walker.follow(page.locator(".turns a").filter(has=page.locator(".warn")))
    assert "2018" in page.locator("h1").inner_text()
    assert page.locator(".calendar td.missing").count() == 1
    expect(page.locator(".reasons .why").filter(has_text=re.compile(r"\S")).first).to_be_visible()


PAGES = {
    "start": "/",
    "results": f"/?q=政协 提案&place={PLACE}&years=2018..2023",
    "nothing found": '/?q="没有这样的话"',
    "fault": "/?q=(政协",
    "trends": "/trends?q=提案&by=place",
    "figures": "/figures?q=立案提案&organ=政协&planned=1",
    "compare": f"/compare?by=year&a=2019&b=2020&organ=政协&place={PLACE}",
    "coverage": "/coverage",
    "calendar": "/coverage?paper=ljrb&year=2018",
    "status": "/status",
    "failures": "/failures",
    "saved": "/saved?q=政协",
    "in English": "/?q=政协&lang=en",
}


def test_axe_finds_nothing_serious(browser: Browser, walked: Walked) -> None:
    """By the rules of WCAG 2.2 AA, all of them by day, contrast by night; every kind of page."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{walked.address}{PAGES['results']}")
    ids = [str(one.get_attribute("value")) for one in page.locator(".hits input[name=id]").all()]
    more = {"article": f"/articles/{ids[0]}?q=提案", "facsimile": f"/articles/{walked.printed[0]}", "selection": f"/selection?id={ids[0]}"}
    axe, found = Axe(), dict[str, list[str]]()
    tags = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    dark = {"type": "rule", "values": ["color-contrast"]}
    for name, path in (PAGES | more).items():
        page.goto(walked.address + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for scheme, rules in (("light", tags), ("dark", dark)):
            page.emulate_media(color_scheme=scheme)
            told = axe.run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response
            assert scheme == "dark" or len(told["passes"]) > 10
            bad = [one for one in told["violations"] if one["impact"] in ("serious", "critical")]
            if bad:
                found[f"{name}, {scheme}"] = [f"{one['id']}: {node['html'][:200]}" for one in bad for node in one["nodes"][:3]]
    context.close()
    assert found == {}


def test_a_page_on_paper_is_a_dossier(browser: Browser, walked: Walked) -> None:
    """Title, citation, text, figures; nothing to press; no page of the basket's."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.emulate_media(media="print")
    page.goto(f"{walked.address}{PAGES['results']}")
    expect(page.locator(".printed")).to_have_text(re.compile("^检索：政协 提案"))
    expect(page.locator(".hits .cite >> nth=0")).to_be_visible()
    expect(page.locator(".hits .citing >> nth=0")).to_be_hidden()
    path = page.locator(".hits h2 a").first.get_attribute("href") or ""
    page.goto(walked.address + path)
    for shown in ("article.text h1", ".copy >> nth=0", "article.text > p >> nth=1", ".told-figures td >> nth=0"):
        expect(page.locator(shown)).to_be_visible()
    for left_out in (".masthead", ".search", ".foot", ".copier >> nth=0", "#about", "#neighbours"):
        expect(page.locator(left_out)).to_be_hidden()
    assert page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
    context.close()
