"""A PDF's bytes into its articles, in this process; `scrapers.pdf.child` runs it in another, with limits."""

from scrapers.pdf.pdfium import opened, read
from scrapers.pdf.reading import read_pages
from scrapers.pdf.result import PdfRead


def extract(payload: bytes, name: str) -> PdfRead:
    document = opened(payload, name)
    try:
        pages = [read(document, number, name) for number in range(len(document))]
    finally:
        document.close()
    found = read_pages(pages, name)
    return PdfRead(tuple(a for arts, _ in found for a in arts), tuple(t for _, f in found for t in f))
