"""The printed page of an article, from the archive: a PDF's own article, an article of HTML by the map of its layout page, and none."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from articles.errors import UnknownArticle, Unreadable
from articles.model import Article
from scrapers.facsimile import WIDTH, draw, map_size, scaled
from scrapers.sample import Fault, issue, respond
from steps.conftest import World, days
from tests.pdfpages.maker import made
from worker.cli.face import Face
from worker.cli.program import ended
from worker.facsimile import Facsimiles, Place
from worker.steps import ingest

DAY = days()[1]
PAGE = made(6)


def pages_of(world: World) -> Facsimiles:
    return Facsimiles(world.kit.ledger, world.kit.archive, world.kit.papers)


def picture(facsimiles: Facsimiles, place: Place) -> Image.Image:
    drawn = facsimiles.drawn(place)
    found = Image.open(io.BytesIO(drawn.payload)).convert("RGB")
    assert found.size == (drawn.width, drawn.height)
    assert found.width <= WIDTH
    return found


def inked(image: Image.Image, box: tuple[float, float, float, float]) -> bool:
    """Whether the edge of a box (in parts of the picture) is drawn in the red of the marks."""
    x0, y0, x1, y1 = (int(part * (side - 1)) for part, side in zip(box, (image.width, image.height) * 2, strict=True))
    found = [image.getpixel((x, y)) for x, y in (((x0 + x1) // 2, y0), ((x0 + x1) // 2, y1), (x0, (y0 + y1) // 2), (x1, (y0 + y1) // 2))]
    return all(red > 140 and green < 90 and blue < 90 for red, green, blue in found)


def bounds(place: Place) -> tuple[float, float, float, float]:
    xs, ys = zip(*place.marked[0], strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def pdf_of(number: int) -> str:
    """The path of the PDF of a page of the sample's issue."""
    held = issue("ljrb", DAY)
    assert held is not None
    address = urlsplit(held.pages[number].address)
    found = re.search(r"attachement/[^\"]+\.pdf", respond(address.hostname or "", address.path).body.decode())
    assert found is not None
    return f"/ljrb/pc/{found[0]}"


def test_an_article_of_a_pdf_is_marked_where_it_stands(world: Callable[..., World]) -> None:
    here = world()
    key = ingest(here.kit, "版面.pdf", PAGE.pdf)
    here.work()
    facsimiles = pages_of(here)
    articles = here.kit.files.read(key)
    assert articles
    for article in articles[:2]:
        place = facsimiles.place(article)
        assert (place.exact, place.page, len(place.marked)) == (True, article.areas[0].page, len(article.areas))
        assert inked(picture(facsimiles, place), bounds(place))
    assert facsimiles.place(articles[0]).tag != facsimiles.place(articles[1]).tag


def test_an_article_of_html_is_marked_by_the_map_of_its_page_without_a_request(world: Callable[..., World]) -> None:
    body = Fault("instead", body=PAGE.pdf, media="application/pdf")
    here = world({pdf_of(number): body for number in range(20) if number < len(_pages())}, archive={"pdfs": True})
    found = here.crawl("ljrb", DAY)
    assert (found.outcome, found.held) == ("indexed", "whole")
    facsimiles, articles = pages_of(here), here.kit.files.read(found.key)
    asked = len(here.site.asked)
    places = [facsimiles.place(article) for article in articles]
    assert all(place.exact and place.marked for place in places)
    assert all(place.address.endswith(".pdf") for place in places)
    assert inked(picture(facsimiles, places[0]), bounds(places[0]))
    assert len(here.site.asked) == asked
    first, again = facsimiles.drawn(places[0]), facsimiles.drawn(places[0])
    assert first is again


def _pages() -> list[object]:
    held = issue("ljrb", DAY)
    assert held is not None
    return list(held.pages)


def test_without_pdf_and_picture_it_is_said_how_to_get_them(world: Callable[..., World]) -> None:
    here = world()
    found = here.crawl("ljrb", DAY)
    article: Article = here.kit.files.read(found.key)[0]
    with pytest.raises(UnknownArticle, match=r"archive\.pdfs"):
        pages_of(here).place(article)


def test_a_picture_is_drawn_smaller_and_a_broken_one_is_named() -> None:
    held = io.BytesIO()
    Image.new("RGB", (2400, 3000), "white").save(held, "JPEG")
    drawn = draw(held.getvalue(), "a.jpg", 1, (((0.1, 0.1), (0.5, 0.1), (0.5, 0.4), (0.1, 0.4)),))
    assert (drawn.width, drawn.height) == (1600, 2000)
    assert inked(Image.open(io.BytesIO(drawn.payload)).convert("RGB"), (0.1, 0.1, 0.5, 0.4))
    for payload in (b"\xff\xd8\xff torn", b"%PDF-1.4 torn", b"<html>"):
        with pytest.raises(Unreadable):
            draw(payload, "a", 1, ())
    huge = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\x02\0\0\0" + bytes(4)
    with pytest.raises(Unreadable):
        draw(huge, "bomb.png", 1, ())


def test_the_size_of_the_map_is_read_or_judged() -> None:
    areas = [(10.0, 20.0, 390.0, 20.0, 390.0, 555.0)]
    assert map_size('<img WIDTH="400" height=575 src=a USEMAP=#m>', areas) == ((400.0, 575.0), True)
    assert map_size('<img width="16" height="16"><img src=a usemap=#m>', areas) == ((400.0, 575.0), False)
    assert map_size("<img usemap=#m>", []) is None
    assert scaled([(40.0, 115.0, 200.0, 230.0), (1.0, 2.0), (0, 0, 800, 0, 400, 575)], (400.0, 575.0)) == (
        ((0.1, 0.2), (0.5, 0.2), (0.5, 0.4), (0.1, 0.4)),
        ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)),
    )


def test_the_command_writes_a_file_or_says_why_not(
    world: Callable[..., World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = world()
    key = ingest(here.kit, "版面.pdf", PAGE.pdf)
    here.work()
    monkeypatch.chdir(tmp_path)
    line = ["show", f"{key}-1", "--home", str(tmp_path / "home"), "--json", "--lang", "en"]
    for more, name in (([], f"{key}-1.png"), (["b.png"], "b.png")):
        capsys.readouterr()
        assert ended(Face("en"), [*line, "--facsimile", *more]) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["file"], told["area"], told["source"]) == (name, "exact", "版面.pdf")
        with Image.open(tmp_path / name) as written:
            assert written.size == (told["width"], told["height"])
    assert ended(Face("en"), [*line, "--facsimile", "no/such/folder.png"]) == 1
    assert "Name another file" in capsys.readouterr().err
    assert ended(Face("en"), [*line, "--raw", "--facsimile", "c.png"]) == 2
