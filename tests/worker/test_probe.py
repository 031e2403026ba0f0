"""`papers probe`: the sample newspaper's site in every family is told right, and its draft is a file the strict reader takes."""

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from steps.conftest import Clock
from steps.test_families import PLATFORMS as MIRRORED

from articles.errors import Gone, RobotsDenied, ZongshuError
from scrapers import Paper, papers
from scrapers.probing.draft import draft
from scrapers.probing.walk import probe
from scrapers.sample import Fault, columns, serve
from scrapers.sample.mirrors import MIRRORS
from scrapers.sample.sites import SITES, Site
from worker.cli.face import Face
from worker.cli.program import ended
from worker.runner import open_kit
from worker.settings import load
from worker.visits import Visits

TODAY = dt.date(2025, 3, 1)
DAY = dt.date(2024, 1, 21)
#: The platform of each of the sample's sites; families whose entry is filled by a script.
PLATFORMS = {"rmrb": "founder.rmrb", "pad": "founder.pad", "classic": "founder.classic", **MIRRORED}
FROM_PAGE = ("ncrb", "naqu")
ALL: list[Site] = [*SITES, *MIRRORS]
LOOPBACK = """
code = "{code}"
name = "{code}"
place = "990000"
sample = true
loopback = true
first_issue = 2013-01-01
wait = 0.0
[[layouts]]
from = 2013-01-01
platform = "shtml.plain"
prefix = "http://{host}/"
first_page = "01"
source = "sample"
confidence = "seen"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Papers that let the sample's hosts be reached on loopback."""
    made = tmp_path_factory.mktemp("papers")
    for number, host in enumerate([*(row.host for row in MIRRORS), columns.HOST]):
        (made / f"lb{number}.toml").write_text(LOOPBACK.format(code=f"lb{number}", host=host), "utf-8")
    return made


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory, folder: Path):
    clock = Clock()
    with serve(faults=FAULTS) as site:
        settings = load(home=tmp_path_factory.mktemp("home"), sample_port=site.port, papers_folder=folder, fetch={"retry_wait": 0.0})
        with open_kit(settings, clock) as kit:
            visits = Visits(kit, lambda seconds: clock.forward(seconds=seconds))
            visits.site = site
            yield visits


FAULTS = {"/strange/": Fault("instead", body="<html><title>一个网站</title><p>您好，欢迎光临本站。</p><a href=/a>甲</a></html>".encode())}


def filled(text: str, path: Path) -> Paper:
    """The paper of a draft, its open lines filled in."""
    for name, value in (("code", "lbx"), ("name", "岚江日报"), ("place", "990000")):
        text, count = re.subn(rf'^#! {name} = "[^"]*"', f'{name} = "{value}"', text, flags=re.MULTILINE)
        assert count == 1
    (path / "lbx.toml").write_text(text, "utf-8")
    return papers([path])["lbx"]


@pytest.mark.parametrize("row", ALL, ids=lambda row: f"{row.paper}-{row.skin}")
def test_every_family_is_told_by_its_own_site(visit: Visits, tmp_path: Path, row: Site):
    entry = row.page(DAY, row.node(0)) if row.skin in FROM_PAGE else row.entries()[0]
    found = probe(visit.ask, f"http://{row.host}{entry}", None, TODAY)
    assert (found.lacking, [str(error) for error in found.troubles]) == (None, [])
    assert found.platform == PLATFORMS[row.skin]
    assert found.ties == {"rmrb": ("founder.pad",), "shtml": ("shtml.renamed",)}.get(row.skin, ())
    assert found.place.prefix == f"http://{row.host}{row.prefix}"
    first = (row.listing(DAY) and "plist") or row.node(0)
    assert found.place.node == first
    assert len(found.layout.articles) + len(found.layout.texts) >= 2
    assert found.article.title
    assert found.article.paragraphs
    made = filled(draft(found, TODAY, "http://x/"), tmp_path).layouts[0]
    assert (made.platform, made.prefix, made.first_page) == (found.platform, found.place.prefix, first)
    assert made.source == "probed on 2025-03-01: http://x/"


@pytest.mark.parametrize("start", ["wenhua/index.html", "rss.xml", "sitemap-2023.xml"])
def test_a_column_is_told_and_drafted(visit: Visits, tmp_path: Path, start: str):
    found = probe(visit.ask, f"http://{columns.HOST}{columns.PREFIX}{start}", None, TODAY)
    assert (found.platform, found.lacking, found.troubles) == ("column", None, [])
    assert found.article.title
    column = filled(draft(found, TODAY, "http://x/"), tmp_path).layouts[0].column
    one = columns.items("wenhua" if start.startswith("wenhua") else "yaowen")[0]
    if start != "sitemap-2023.xml":  # its articles lie in two columns
        assert column.is_article(f"http://{columns.HOST}{one.path}")
    assert column == found.column
    assert not column.is_article(f"http://{columns.HOST}{columns.PREFIX}{start}")


def test_a_day_is_looked_at_where_one_is_given(visit: Visits):
    row = next(row for row in MIRRORS if row.skin == "paperindex")
    found = probe(visit.ask, f"http://{row.host}{row.entries()[0]}", DAY, TODAY)
    assert (found.date, found.layout.date) == (DAY, DAY)
    assert found.layout_address == f"http://{row.host}{row.page(DAY, row.node(0))}"


def test_hosts_are_asked_as_robots_and_slots_say(visit: Visits):
    visit.site.asked.clear()
    row = SITES[0]
    with pytest.raises(RobotsDenied):
        visit.ask(f"http://{row.host}/admin/x.html")
    assert "/admin/x.html" not in visit.site.asked
    before = visit._kit.clock()
    for _ in range(2):
        visit.ask(f"http://{row.host}{row.entries()[0]}")
    assert visit._kit.clock() - before >= dt.timedelta(seconds=papers()["ljrb"].wait)


def test_a_page_of_no_family_is_told_as_it_is(visit: Visits):
    found = probe(visit.ask, f"http://{columns.HOST}/strange/", None, TODAY)
    assert (found.lacking, found.platform, found.looks, found.place) == ("family", None, (), None)
    assert (found.seen.title, found.seen.links, found.seen.status) == ("一个网站", 1, 200)


@pytest.mark.parametrize("skin", FROM_PAGE)
def test_an_entry_that_a_script_fills_is_told(visit: Visits, told, skin: str):
    row = next(row for row in MIRRORS if row.skin == skin)
    entry = f"http://{row.host}{row.entries()[0]}"
    found = probe(visit.ask, entry, None, TODAY)
    assert (found.lacking, found.platform) == ("script", None)
    code, out, err = told("papers", "probe", entry)
    assert code == 1
    assert "电子报" in out
    assert "脚本" in err
    assert "F12" in err


@pytest.mark.parametrize("skin", ["jfjb", "jfrb"])
def test_a_day_that_an_entry_tells_and_does_not_serve_is_no_place(visit: Visits, skin: str):
    row = next(row for row in MIRRORS if row.skin == skin)
    entry = f"http://{row.host}{row.entries()[0]}"

    def ask(address: str):
        if address != entry:
            raise Gone("fetch_gone", address=address, status=404)
        return visit.ask(address)

    found = probe(ask, entry, None, TODAY)
    assert (found.platform, found.lacking, [type(error) for error in found.troubles]) == (f"api.{skin}", "place", [Gone])


def test_an_article_alone_is_no_place_of_issues(visit: Visits):
    row = SITES[0]
    article = next(iter(probe(visit.ask, f"http://{row.host}{row.page(DAY, '01')}", None, TODAY).layout.articles))
    found = probe(visit.ask, article.address, None, TODAY)
    assert (found.lacking, found.platform) == ("article_only", "founder.rmrb")


class Told:
    """A command line run here, in a home of its own; the sample's sites are served."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path, folder: Path, port: int) -> None:
        monkeypatch.setenv("ZONGSHU_HOME", str(home))
        monkeypatch.setenv("ZONGSHU_SAMPLE_PORT", str(port))
        monkeypatch.setenv("ZONGSHU_PAPERS_FOLDER", str(folder))
        self._capsys = capsys

    def __call__(self, *args: str) -> tuple[int, str, str]:
        code = ended(Face(), list(args))
        out, err = self._capsys.readouterr()
        return code, out, err


@pytest.fixture
def told(monkeypatch, capsys, tmp_path, folder, visit) -> Callable[..., tuple[int, str, str]]:
    return Told(monkeypatch, capsys, tmp_path / "home", folder, visit.site.port)


def test_the_command_shows_and_writes(told, tmp_path: Path):
    row = next(row for row in MIRRORS if row.skin == "shtml")
    url = f"http://{row.host}{row.entries()[0]}"
    code, out, err = told("papers", "probe", url)
    assert (code, err) == (0, "")
    assert "shtml.plain" in out
    assert f'prefix = "http://{row.host}{row.prefix}"' in out
    file = tmp_path / "draft.toml"
    code, out, err = told("papers", "probe", url, "--write", str(file), "--json")
    data = json.loads(out)
    assert (code, data["platform"], data["first_page"]) == (0, "shtml.plain", "01")
    assert file.read_text("utf-8") == data["draft"]
    assert data["looks"][0]["place"] == {"prefix": data["prefix"], "node": "01", "form": data["form"]}
    code, out, err = told("papers", "probe", url, "--write", str(file))
    assert code == 1
    assert "draft.toml" in err


def test_the_command_says_what_it_saw_and_fails(told):
    code, out, err = told("papers", "probe", f"http://{columns.HOST}/strange/")
    assert code == 1
    assert "一个网站" in out
    assert "papers" not in err
    assert "不像" in err
    code, out, err = told("--lang", "en", "papers", "probe", f"http://{columns.HOST}/strange/", "--json")
    assert (code, json.loads(out)["lacking"], json.loads(out)["draft"]) == (1, "family", None)
    assert told("papers", "probe", f"http://{columns.HOST}/nothing")[0] == 1
    assert told("papers", "probe", "ftp://x/")[0] == 1
    assert told("papers", "probe")[0] == 2
    assert told("papers", "--date", "2023-01-05")[0] == 2


def test_errors_behind_the_entry_are_told(visit: Visits):
    row = SITES[1]

    def ask(address: str):
        if "content_" in address:
            raise RobotsDenied("robots_denied", address=address, origin="x")
        return visit.ask(address)

    found = probe(ask, f"http://{row.host}{row.entries()[0]}", None, TODAY)
    assert (found.platform, found.lacking, len(found.troubles)) == ("founder.classic", None, 1)
    assert all(isinstance(error, ZongshuError) for error in found.troubles)
