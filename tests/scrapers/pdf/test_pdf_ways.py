"""What PDFs are read by: files given, the crawler, the child process; what cannot be read, by name."""

import datetime as dt
from io import BytesIO
from unicodedata import normalize

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from articles.errors import Garbled, Scanned, Unreadable
from articles.exchange import from_json, to_json
from scrapers import FetchedPage, FetchedPdf, papers, read_dropped, read_issue
from scrapers.pdf import Limits, read_pdf
from scrapers.samples import DAY, page_samples, platforms
from tests.pdfpages.fonts import EMBEDDED, register
from tests.pdfpages.maker import made
from worker.cli.against import squeezed

PAGE = made(6)


def test_a_file_gives_its_articles_with_their_places() -> None:
    found = read_dropped("版面.pdf", PAGE.pdf)
    assert [article.title for article in found if article.title]
    assert len(found) == len(PAGE.articles)
    for at, article in enumerate(found, 1):
        assert article.id.endswith(f"-{at}")
        assert from_json(to_json(article)) == article
        assert all(0 <= area.x0 < area.x1 <= 1 and 0 <= area.y0 < area.y1 <= 1 and area.page == 1 for area in article.areas)
    assert {article.date for article in found} == {dt.date(2023, 1, 10)}
    titled = next(article for article in found if article.title)
    assert titled.areas[0].y0 < max(area.y1 for area in titled.areas)


def test_areas_lie_on_the_articles_own_glyphs() -> None:
    """What pdfium finds inside an article's rectangles is the article's text, in whatever order."""
    page = pypdfium2.PdfDocument(PAGE.pdf)[0]
    text, (width, height) = page.get_textpage(), page.get_size()
    for article in read_dropped("a.pdf", PAGE.pdf):
        inside = "".join(
            text.get_text_bounded(area.x0 * width - 1, (1 - area.y1) * height - 1, area.x1 * width + 1, (1 - area.y0) * height + 1)
            for area in article.areas
        )
        inside = normalize("NFKC", inside)
        mine = [one for one in article.text if one.isalnum()]
        assert sum(one in inside for one in mine) > 0.98 * len(mine)


def test_articles_without_places_have_no_such_field() -> None:
    [article] = read_dropped("a.txt", "题目\n\n正文。".encode())
    assert '"areas"' not in to_json(article)
    assert '"areas"' in to_json(read_dropped("a.pdf", PAGE.pdf)[0])


def test_ids_of_a_paper_count_on_the_page() -> None:
    found = read_dropped("a.pdf", PAGE.pdf, paper="cpwb", date=dt.date(2023, 1, 10))
    number = found[0].page.number
    assert [article.id for article in found] == [f"cpwb-20230110-p{number}-{at}" for at in range(1, len(found) + 1)]


def _drawn(draw) -> bytes:
    file = BytesIO()
    canvas = Canvas(file, pagesize=(600, 800), invariant=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _scan(canvas: Canvas) -> None:
    canvas.setFillGray(0.4)
    canvas.rect(20, 20, 560, 760, stroke=0, fill=1)


def _shifted(canvas: Canvas) -> None:
    """Text whose characters are not those of its glyphs: every one some places on."""
    register()
    text = "".join(one.text for article in PAGE.articles for one in article.paragraphs)[:400]
    shifted = "".join(chr(0x9F00 + ord(one) % 160) if ord(one) > 0x2000 else one for one in text)
    for at in range(0, len(shifted), 20):
        line = canvas.beginText(30, 760 - at * 1.6)
        line.setFont(EMBEDDED[0], 10)
        line.textOut(shifted[at : at + 20])
        canvas.drawText(line)


def _symbols(canvas: Canvas) -> None:
    for at in range(30):
        canvas.drawString(30, 770 - 20 * at, '!"#$%&()*+,-./:;<=>?@[]^_`{|}~' * 2)


def _locked() -> bytes:
    file = BytesIO()
    canvas = Canvas(file, pagesize=(600, 800), encrypt="geheim")
    canvas.drawString(30, 700, "locked")
    canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize(
    ("payload", "error", "key"),
    [
        (_drawn(_scan), Scanned, "pdf_scan"),
        (_drawn(lambda canvas: None), Scanned, "pdf_blank"),
        (_drawn(_symbols), Garbled, "pdf_fonts"),
        (_locked(), Unreadable, "pdf_password"),
        (b"", Unreadable, "pdf_damaged"),
        (b"%PDF-1.4 nothing", Unreadable, "pdf_damaged"),
        (PAGE.pdf[: len(PAGE.pdf) // 3], Unreadable, "pdf_damaged"),
        ("<html>不是 PDF</html>".encode(), Unreadable, "pdf_damaged"),
    ],
)
def test_what_cannot_be_read_is_named(payload, error, key) -> None:
    with pytest.raises(error) as caught:
        read_dropped("page.pdf", payload)
    assert caught.value.key == key
    assert type(caught.value) is error
    assert "page.pdf" in caught.value.message("en")
    assert caught.value.message("zh") != caught.value.message("en")


def test_fonts_that_map_to_rare_characters_are_garbled() -> None:
    with pytest.raises(Garbled):
        read_dropped("page.pdf", _drawn(_shifted))


def test_pages_that_cannot_be_read_beside_some_that_can_are_a_doubt() -> None:
    whole = pypdfium2.PdfDocument.new()
    parts = [pypdfium2.PdfDocument(payload) for payload in (PAGE.pdf, _drawn(_scan))]
    for part in parts:
        whole.import_pages(part)
    file = BytesIO()
    whole.save(file)
    found = read_dropped("two.pdf", file.getvalue())
    assert len(found) == len(PAGE.articles)
    assert all("pdf_page_unread_2" in article.flags for article in found)


@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_a_page_on_its_side_is_read_upright(quarter: int) -> None:
    document = pypdfium2.PdfDocument(PAGE.pdf)
    page = document[0]
    width, height = page.get_size()
    turns = {1: (0, 1, -1, 0, height, 0), 2: (-1, 0, 0, -1, width, height), 3: (0, -1, 1, 0, 0, width)}
    pypdfium2.raw.FPDFPage_TransFormWithClip(page.raw, pypdfium2.raw.FS_MATRIX(*turns[quarter]), None)
    page.set_mediabox(0, 0, *((width, height) if quarter == 2 else (height, width)))
    file = BytesIO()
    document.save(file)
    said = [(one.title, one.text) for one in read_dropped("a.pdf", PAGE.pdf)]
    assert [(one.title, one.text) for one in read_dropped("a.pdf", file.getvalue())] == said


def test_the_limits_of_time_and_memory() -> None:
    with pytest.raises(Unreadable) as caught:
        read_pdf(PAGE.pdf, "slow.pdf", Limits(seconds=0.001))
    assert caught.value.key == "pdf_time"
    with pytest.raises(Unreadable) as caught:
        read_pdf(_bomb(), "bomb.pdf", Limits(seconds=60, megabytes=512))
    assert caught.value.key in ("pdf_memory", "pdf_damaged", "pdf_large")
    assert len(read_pdf(PAGE.pdf, "fine.pdf").articles) == len(PAGE.articles)


def _bomb() -> bytes:
    """A page whose content is a gigabyte of one command, packed."""
    import zlib

    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"q " * 2**20) for _ in range(512)) + packer.flush()
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    head += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>endobj\n"
    head += b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n" % len(packed)
    return head + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n"


def _fetched() -> tuple[FetchedPage, ...]:
    """A layout page and an article of it."""
    reader = platforms()["founder.classic"]
    texts = {file.name: file.read_text("utf-8") for file in page_samples(reader)}
    node = reader.layout_address("http://saved.example/pc/", DAY, "2")
    layout = FetchedPage(node, "layout", texts["classic.layout.html"], "a" * 64)
    listed = reader.read_layout(layout.text, node)
    article = FetchedPage(listed.articles[0].address, "article", texts["classic.article.html"], "b" * 64, order=1)
    return layout, article


def test_html_wins_over_the_pdf_of_its_page() -> None:
    layout, article = _fetched()
    paper = papers()["cpwb"]
    number = platforms()["founder.classic"].read_layout(layout.text, layout.address).number
    own = FetchedPdf("http://saved.example/a.pdf", PAGE.pdf, "c" * 64, number, 9)
    other = FetchedPdf("http://saved.example/b.pdf", PAGE.pdf, "d" * 64, "07", 9)
    html = read_issue(paper, DAY, [layout, article])
    assert read_issue(paper, DAY, [layout, article], pdfs=[own]) == html
    both = read_issue(paper, DAY, [layout, article], pdfs=[own, other])
    assert both[: len(html)] == html
    mine = both[len(html) :]
    assert [squeezed(one.title) for one in mine] == [squeezed(one.title) for one in PAGE.articles]
    assert {one.page.number for one in mine} == {"07"}
    assert all({"read_from_pdf", "date_differs"} <= set(one.flags) and one.areas for one in mine)
    assert read_issue(paper, DAY, [layout], pdfs=[own])


def test_a_pdf_nobody_can_read_is_a_trouble_of_the_issue() -> None:
    layout, article = _fetched()
    troubles = []
    broken = FetchedPdf("http://saved.example/b.pdf", b"%PDF-1.4", "d" * 64, "07", 9)
    found = read_issue(papers()["cpwb"], DAY, [layout, article], lambda page, error: troubles.append((page.address, error.key)), [broken])
    assert len(found) == 1
    assert troubles == [("http://saved.example/b.pdf", "pdf_damaged")]
