"""Payloads in every field are text: in a real browser whose content policy is off, in exports, and in what the API tells."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import openpyxl
import pytest
from hostile.payloads import CONTROLS, FORMULAS, MARKUP, PAYLOADS
from hostile_library import CHUNKS, EVIL, hostile_app
from playwright.sync_api import Browser, Page
from search_kit import DROPPED, served

from indexing import Tokenizer

#: Elements our templates make; a payload's would be another, or marked.
_NAMES = """html head meta title link body header nav main footer section article aside h1 h2 h3 h4 p a form input label button select
option optgroup textarea fieldset legend details summary ul ol li dl dt dd table caption thead tbody tr th td mark small strong em b i span
div time progress meter cite q blockquote code pre br hr img figure figcaption svg g line noscript
polyline path text tspan rect circle desc abbr bdi"""
ELEMENTS = frozenset(_NAMES.split())
LOOK = """() => ({
    marked: document.querySelectorAll('[data-pwned]').length,
    elements: [...new Set([...document.querySelectorAll('*:not(script[src="/static/page.js"])')].map(one => one.localName))],
    events: [...document.querySelectorAll('*')].flatMap(one => [...one.attributes].map(own => own.name))
        .filter(name => name.startsWith('on')),
    links: [...document.querySelectorAll('[href],[action],[formaction],[src]')].map(
        one => one.href || one.action || one.formAction || one.src).filter(link => typeof link === 'string'),
    ran: window.top.ran || 0,
})"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Iterator[tuple[str, list[str]]]:
    with hostile_app(tmp_path_factory.mktemp("hostile"), tokenizer) as (app, ids), served(app) as address:
        yield address, ids


class Watched:
    """A page of a browser that obeys no content policy; what it asks for, and what pops up."""

    def __init__(self, browser: Browser) -> None:
        self.context = browser.new_context(bypass_csp=True)
        self.context.add_init_script("window.pwned = () => { window.top.ran = (window.top.ran || 0) + 1 }")
        self.page: Page = self.context.new_page()
        self.dialogs: list[str] = []
        self.asked: list[str] = []
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.context.route("**/*", self._asks)

    def _asks(self, route: Any) -> None:
        self.asked.append(route.request.url)
        if "evil.example" in urlsplit(route.request.url).netloc:
            route.abort()
        else:
            route.continue_()

    def look(self, address: str) -> dict[str, Any]:
        answer = self.page.goto(address)
        assert answer
        assert answer.status < 500, address
        return self.page.evaluate(LOOK)


@pytest.fixture(scope="module")
def watched(browser: Browser) -> Iterator[Watched]:
    found = Watched(browser)
    yield found
    found.context.close()


def paths(ids: list[str]) -> list[str]:
    """Every kind of page, and payloads in every parameter."""
    said = [quote(" ".join(chunk)[:400], safe="") for chunk in CHUNKS]
    whole = [" ".join(PAYLOADS[at : at + 35])[:1_990] for at in range(0, len(PAYLOADS), 35)]
    loose = [quote('"' + text.replace('"', ""), safe="") for text in whole]
    chosen = "&".join(f"id={one}" for one in ids)
    found = ["/", f"/?q=&all=1&{chosen}", "/?q=政协 提案&all=1", f"/?q=x&organ={said[0]}&place={said[1]}", f"/?q=x&paper={said[2]}"]
    found += [f"/?q=x&kind={said[3]}", f"/?q=x&lang={said[0][:60]}&sort={said[1][:60]}", f"/articles/{ids[0]}?q={said[1]}"]
    found += [f"/?q={one}&years=1900..1900" for one in (*(quote(text, safe="") for text in whole), *loose)]
    found += [f"/articles/{one}?q=政协" for one in ids]
    found += ["/figures?q=提案", *(f"/figures?q={one}&organ={one}" for one in said[:2]), "/trends?q=政协&all=1"]
    found += [f"/trends?q={one}&all=1" for one in said[:2]]
    found += ["/coverage", f"/coverage?paper={EVIL}&year=2024", f"/coverage?paper={said[0][:40]}", "/status", "/failures"]
    found += [f"/failures?paper={EVIL}", f"/failures?done={said[0][:40]}", f"/selection?{chosen}", f"/selection?id={said[0]}"]
    found += [f"/login?next={said[4]}", f"/{said[5]}", f"/articles/{said[6]}", f"/api/v1/articles/{DROPPED}-1/raw"]
    found += [f"/api/v1/articles/{ids[0]}", "/api/v1/search?q=政协&all=1", f"/api/v1/search?q={loose[2]}", "/api/v1/status"]
    return [*found, "/api/v1/failures", f"/api/v1/trends?q={said[0]}", "/metrics"]


@pytest.mark.system("chromium")
def test_nothing_of_a_payload_runs_or_becomes_an_element(home: tuple[str, list[str]], watched: Watched) -> None:
    address, ids = home
    assert len(MARKUP) >= 100
    faults = []
    for path in paths(ids):
        seen = watched.look(address + path)
        strange = [
            link
            for link in seen["links"]
            if not link.startswith((f"{address}/", "http://", "https://")) or "pwned" in urlsplit(link).scheme
        ]
        if seen["marked"] or seen["events"] or seen["ran"] or strange or not set(seen["elements"]) <= ELEMENTS:
            faults.append((path, {**seen, "links": strange, "elements": set(seen["elements"]) - ELEMENTS}))
    assert faults == []
    assert watched.dialogs == []
    asked = {urlsplit(one).path for one in watched.asked if urlsplit(one).netloc == urlsplit(address).netloc}
    assert {urlsplit(one).netloc for one in watched.asked} == {urlsplit(address).netloc}
    assert {one for one in asked if one.startswith("/static/")} <= {"/static/style.css", "/static/page.js", "/static/icon.svg"}
    assert "/x" not in asked


@pytest.mark.system("chromium")
def test_payloads_are_shown_as_what_they_are(home: tuple[str, list[str]], watched: Watched) -> None:
    address, ids = home
    for id_, chunk in zip(ids, CHUNKS, strict=True):
        watched.page.goto(f"{address}/articles/{id_}")
        text = "".join((watched.page.locator("article").first.text_content() or "").split())
        for payload in chunk:
            if payload in MARKUP and payload.isprintable():
                assert "".join(payload.split()) in text, payload


@pytest.mark.system("chromium")
def test_the_payloads_bite(browser: Browser, home: tuple[str, list[str]]) -> None:
    """Where they are not escaped they do run, make elements and ask elsewhere: the test above can fail."""
    found, ran, marked = Watched(browser), 0, 0
    found.page.goto(home[0])
    for at in range(0, len(MARKUP), 8):
        found.page.set_content("".join(f"<div><p title='x'>{payload}</p></div>" for payload in MARKUP[at : at + 8]))
        found.page.wait_for_timeout(50)
        seen = found.page.evaluate(LOOK)
        ran, marked = ran + seen["ran"], marked + seen["marked"]
    found.context.close()
    assert ran >= 10
    assert marked >= 40
    assert any("evil.example" in urlsplit(one).netloc for one in found.asked)


def _cells(content: bytes) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]


def exported(address: str, form: str) -> bytes:
    answer = httpx.get(f"{address}/api/v1/export", params={"q": "政协", "all": "1", "format": form}, timeout=60)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    return answer.content


STEERING = [one for one in "".join(CONTROLS) if (not one.isprintable() and one not in "\t\n\r\x0b\x0c\x85\u2028\u2029\u3000")]


@pytest.mark.parametrize("form", ["csv", "xlsx", "docx", "md", "bibtex", "ris", "gbt7714", "short", "jsonl"])
def test_exports_hold_text_only(home: tuple[str, list[str]], form: str) -> None:
    content = exported(home[0], form)
    if form == "csv":
        assert [
            cell for cell in _cells(content) if cell.lstrip(" \u3000\xa0").startswith(("=", "+", "@", "\t", "\r", "＝", "＋", "＠"))
        ] == []
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert len(cells) > 100
        assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
        assert [cell for cell in cells if cell.hyperlink] == []
    if form in ("xlsx", "docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels")))
        assert b"data-pwned src" not in content.replace(b"&lt;", b"") or b"<img" not in content
        assert b"evil.example" not in b"".join(part for part in content.split(b"<") if b"Target=" in part)
    text = content.decode("utf-8-sig")
    if form == "jsonl":
        assert "\x1b" not in text
        return
    assert [one for one in STEERING if one in text] == []


def test_markdown_makes_no_markup_of_a_payload(home: tuple[str, list[str]]) -> None:
    text = exported(home[0], "md").decode()
    body = text.split("\n---\n", 1)[1].lower()  # before it: query and holdings, as quoted strings
    assert re.findall(r"(?<!\\)<(?:script|img|svg|iframe)", body) == []
    assert re.findall(r"(?<!\\)\]\((?!http)", body) == []


def test_there_is_a_formula_of_every_kind() -> None:
    assert {one.strip()[:1] for one in FORMULAS} >= {"=", "+", "-", "@", "＝"}
    assert len(PAYLOADS) >= 140
