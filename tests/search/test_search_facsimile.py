"""The article's page shows the archived page, or says why it cannot; who has the picture is not sent it again."""

from collections.abc import Iterator

import httpx
import pytest
from search_kit import served

from tests.pdfpages.maker import made
from worker.cli.page import Opening, Woken, app_of
from worker.cli.rooms import Rooms
from worker.home import Home
from worker.runner import open_kit
from worker.settings import load
from worker.steps import index, ingest, open_generations, read

API = "/api/v1/articles"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, str, str]]:
    """The page over a home with a PDF and a text: a client, an article of each."""
    home = Home(tmp_path_factory.mktemp("facsimile") / "home")
    settings = load(home=home.path, lang="en")
    with open_kit(settings) as kit:
        open_generations(kit)
        pdf, text = ingest(kit, "版面.pdf", made(6).pdf), ingest(kit, "a.txt", "政协工作综述\n一年来立案提案四百零七件。\n".encode())
        while read(kit):
            pass
        index(kit)
        rooms = Rooms(settings, home, kit.ledger)
        app = app_of(rooms, Woken(), Opening(alone=True, reading=False, writing=False))
        with served(app) as address, httpx.Client(base_url=address) as client:
            yield client, f"{pdf}-1", f"{text}-1"


def test_the_page_shows_the_printed_page_with_an_alternative_in_words(site: tuple[httpx.Client, str, str]) -> None:
    client, marked, _ = site
    shown = client.get(f"/articles/{marked}").text
    assert f'<img src="/articles/{marked}/facsimile" alt="The printed page of ' in shown
    assert "within the red line" in shown
    picture = client.get(f"/articles/{marked}/facsimile")
    assert (picture.headers["content-type"], picture.headers["x-area"]) == ("image/png", "exact")
    assert picture.content.startswith(b"\x89PNG")
    assert client.get(f"{API}/{marked}/facsimile").content == picture.content
    has = client.get(f"{API}/{marked}/facsimile", headers={"If-None-Match": picture.headers["etag"]})
    assert (has.status_code, has.content) == (304, b"")


def test_where_there_is_none_it_is_said_why(site: tuple[httpx.Client, str, str]) -> None:
    client, _, bare = site
    lacking = client.get(f"{API}/{bare}/facsimile")
    assert (lacking.status_code, lacking.json()["code"]) == (404, "facsimile_none")
    page = client.get(f"/articles/{bare}").text
    assert "archive.pdfs" in page
    assert "<img" not in page
    assert client.get("/articles/nobody/facsimile").status_code == 404
