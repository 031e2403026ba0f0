"""Files somebody has: of Word, web archives, saved issues of the sample newspapers; all about invented places."""

import io
import zipfile
from datetime import date
from urllib.parse import urlsplit

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scrapers.sample import issue, respond


def saved_issue(paper: str, day: date) -> dict[str, tuple[str, bytes]]:
    """Every page of an issue by its address: its media type and its bytes."""
    held = issue(paper, day)
    assert held is not None
    addresses = [one for page in held.pages for one in (page.address, *(article.address for article in page.articles))]
    found = {}
    for address in addresses:
        parts = urlsplit(address)
        reply = respond(parts.hostname or "", f"{parts.path}?{parts.query}" if parts.query else parts.path)
        assert reply.status == 200
        found[address] = dict(reply.headers)["Content-Type"], reply.body
    return found


def warc(pages: dict[str, tuple[str, bytes]], *, zipped: bool = True, at: str = "2023-02-01T03:04:05Z", status: str = "200 OK") -> bytes:
    """A web archive of pages as a crawler writes it."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=zipped)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "a crawler"}))
    for address, (media, payload) in pages.items():
        headers = StatusAndHeaders(status, [("Content-Type", media), ("Content-Length", str(len(payload)))], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            address, "response", payload=io.BytesIO(payload), length=len(payload), http_headers=headers, warc_headers_dict={"WARC-Date": at}
        )
        writer.write_record(record)
    return out.getvalue()


def word(title: str | None, *lines: str, table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A file of Word: a title in the middle, paragraphs, a table."""
    document = docx.Document()
    if title:
        document.add_paragraph(title).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in lines:
        document.add_paragraph(line)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for row, cells in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    return _bytes(document)


def changed(payload: bytes, part: str, before: str, after: str) -> bytes:
    """A zipped file with some markup of a part changed."""
    return rezipped(payload, {part: _part(payload, part).replace(before.encode(), after.encode(), 1)})


def rezipped(payload: bytes, parts: dict[str, bytes]) -> bytes:
    """A zipped file with parts put in, or in place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(payload)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, parts.get(info.filename, old.read(info)))
        for name, text in parts.items():
            if name not in old.namelist():
                new.writestr(name, text)
    return out.getvalue()


def _part(payload: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        return archive.read(part)


def _bytes(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
