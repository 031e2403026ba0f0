"""Small files that grow beyond measure when they are unpacked, parsed or drawn; each made piece by piece, so that nobody holds them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.givenfiles import rezipped, warc, word

MEGABYTE = 2**20


def packed(piece: bytes, times: int, wbits: int = 15) -> bytes:
    """A piece many times over, packed: its packed block is what stands there many times. No checksum: nobody gets so far."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = pack.compress(piece) + pack.flush(zlib.Z_FULL_FLUSH)
    head, tail = {15: (b"\x78\xda", bytes(4)), 31: (b"\x1f\x8b\x08" + bytes(7), bytes(8)), -15: (b"", b"")}[wbits]
    return head + block * times + b"\x03\x00" + tail


def _pdf(*objects: bytes) -> bytes:
    """A PDF of numbered objects, the first its catalog; without a table of places, which readers rebuild."""
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.5\n" + body + b"trailer<</Root 1 0 R>>\n"


def _stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), more, content)


_CATALOG = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>")
_BOX = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
_FLATE = b"/Filter/FlateDecode"


def content() -> bytes:
    """A page whose content is 800 MB of one command."""
    return _pdf(*_CATALOG, _BOX + b">>", _stream(packed(b"q " * (MEGABYTE // 2), 1_600), _FLATE))


def twice_packed() -> bytes:
    """The same, packed twice: some kilobytes."""
    inner = packed(b"q " * (MEGABYTE // 2), 1_600)
    return _pdf(*_CATALOG, _BOX + b">>", _stream(zlib.compress(inner, 9), b"/Filter[/FlateDecode/FlateDecode]"))


def object_stream() -> bytes:
    """The page itself lies in a stream of objects that unpacks to 800 MB."""
    head = b"3 0 " + _BOX + b">>"
    inside = packed(head + b" " * (MEGABYTE - len(head)), 800)
    return _pdf(*_CATALOG, b"null", _stream(b"BT ET"), _stream(inside, b"/Type/ObjStm/N 1/First 4" + _FLATE))


def forms() -> bytes:
    """Forms that draw the next one ten times each: ten thousand million texts."""
    names = range(5, 15)
    made = [
        _stream(b"/F Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</F %d 0 R>>>>" % (number + 1))
        for number in names
    ]
    last = _stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]")
    return _pdf(*_CATALOG, _BOX + b"/Resources<</XObject<</F 5 0 R>>>>>>", _stream(b"/F Do " * 10), *made, last)


def picture() -> bytes:
    """A picture of 60,000 by 60,000 points on a page."""
    image = _stream(
        packed(bytes(MEGABYTE), 64),
        b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8/ColorSpace/DeviceRGB" + _FLATE,
    )
    return _pdf(*_CATALOG, _BOX + b"/Resources<</XObject<</I 5 0 R>>>>>>", _stream(b"600 0 0 800 0 0 cm /I Do"), image)


def pages() -> bytes:
    """A tree of pages that holds itself, and says it has a thousand million."""
    return _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]/Count 1000000000>>")


_PLAIN = word("综述", "立案286件。")


def _document(text: str) -> bytes:
    head = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    return f"{head}{text}</w:body></w:document>".encode()


def word_deep() -> bytes:
    """Tables in tables."""
    cell = "<w:tbl><w:tr><w:tc>"
    return rezipped(_PLAIN, {"word/document.xml": _document(cell * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000)})


def word_long() -> bytes:
    """59 MB of empty paragraphs."""
    return rezipped(_PLAIN, {"word/document.xml": _document("<w:p/>" * (59 * MEGABYTE // 6))})


def word_lying() -> bytes:
    """A part that says it has ten bytes and unpacks to 100 MB."""
    payload = rezipped(_PLAIN, {"word/media/a.png": b" " * (100 * MEGABYTE)})
    at = payload.rindex(b"PK\x01\x02", 0, payload.index(b"word/media/a.png", payload.index(b"PK\x01\x02")))
    return payload[: at + 24] + struct.pack("<I", 10) + payload[at + 28 :]


def zip_overlapping() -> bytes:
    """Entries of a list that all are the same packed gigabyte."""
    kernel = packed(b" " * MEGABYTE, 1_000, -15)
    name = b"word/document.xml"
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, len(kernel), 1_000 * MEGABYTE, len(name), 0) + name + kernel
    entries = b"".join(
        b"PK\x01\x02"
        + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 8, 0, 0, 0, len(kernel), 1_000 * MEGABYTE, len(name), 0, 0, 0, 0, 0, 0)
        + name
        for _ in range(1_000)
    )
    return local + entries + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1_000, 1_000, len(entries), len(local), 0)


def zip_nested() -> bytes:
    """Zips in zips, six deep, sixteen each: a file of Word by its name alone."""
    payload = b"0" * MEGABYTE
    for level in range(6):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for at in range(16):
                archive.writestr(f"{level}-{at}.zip", payload)
        payload = out.getvalue()
    return payload


def web_page(encoding: str, body: bytes) -> bytes:
    """A web archive of a page that is packed as it says."""
    payload = warc({"http://a.example/1.html": ("text/html", b"BODY")}, zipped=False)
    changed = payload.replace(b"Content-Type: text/html\r\n", b"Content-Type: text/html\r\nContent-Encoding: %s\r\n" % encoding.encode())
    start, end = changed.rindex(b"WARC/1."), changed.rindex(b"BODY")
    head = changed[start:end]
    http = head.partition(b"\r\n\r\n")[2]
    lines = [
        line
        for line in head.partition(b"\r\n\r\n")[0].split(b"\r\n")
        if not line.lower().startswith((b"content-length", b"warc-block", b"warc-payload"))
    ]
    record = b"\r\n".join([*lines, b"Content-Length: %d" % (len(http) + len(body))]) + b"\r\n\r\n" + http + body
    return changed[:start] + record + b"\r\n\r\n"


def _brotli() -> bytes:
    """Brotli is not asked for and not unpacked: what comes is no text."""
    return web_page("br", b"\x1b\xff\xff\xff" + bytes(1000))


#: Files by name, with the keys they may end in (`read`: there is an article).
FILES: dict[str, tuple[str, Callable[[], bytes], tuple[str, ...]]] = {
    "pdf: 800 MB of content": ("a.pdf", content, ("pdf_memory", "pdf_large", "pdf_blank")),
    "pdf: packed twice": ("a.pdf", twice_packed, ("pdf_memory", "pdf_large", "pdf_blank")),
    "pdf: a stream of objects": ("a.pdf", object_stream, ("pdf_memory", "pdf_damaged", "pdf_blank")),
    "pdf: forms in forms": ("a.pdf", forms, ("pdf_time", "pdf_memory", "pdf_blank")),
    "pdf: a huge picture": ("a.pdf", picture, ("pdf_scan", "pdf_blank", "pdf_memory")),
    "pdf: pages of pages": ("a.pdf", pages, ("pdf_large", "pdf_damaged")),
    "word: tables in tables": ("a.docx", word_deep, ("word_damaged", "dropped_empty")),
    "word: empty paragraphs": ("a.docx", word_long, ("dropped_empty", "word_damaged", "file_memory", "file_time")),
    "word: a part that lies": ("a.docx", word_lying, ("word_damaged", "read")),
    "zip: entries that overlap": ("a.docx", zip_overlapping, ("word_large",)),
    "zip: zips in zips": ("a.docx", zip_nested, ("word_damaged", "word_large")),
    "zip: zips in zips, no name": ("a.zip", zip_nested, ("dropped_type",)),
    "web: a page packed by gzip": ("a.warc", lambda: web_page("gzip", packed(b"<p>x</p>" * 131_072, 300, 31)), ("web_nothing",)),
    "web: a page packed by deflate": ("a.warc", lambda: web_page("deflate", packed(b"<p>x</p>" * 131_072, 300)), ("web_nothing",)),
    "web: a page packed by brotli": ("a.warc", _brotli, ("web_nothing", "web_damaged", "decode_not_text")),
}  # fmt: skip
