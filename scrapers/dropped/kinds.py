"""What kind of file it is: by its bytes where they say so, else by the ending of its name; a wrong ending changes nothing."""

import re
import zlib
from pathlib import PurePath
from typing import Literal

from articles.errors import Unreadable
from scrapers.pdf import is_pdf

Kind = Literal["text", "html", "table", "pdf", "word", "web"]

#: What a name without an ending that says otherwise may hold.
_ENDINGS: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".csv": "table",
    ".tsv": "table",
    ".pdf": "pdf",
    ".docx": "word",
    ".warc": "web",
    ".warc.gz": "web",
}
#: An ending that means something; `2022.12综述` and `1.5` have none.
_ENDING = re.compile(r"\.(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{1,8}")
_ZIP, _GZIP, _OLE = b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0"
_HEAD = 4000
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*|<!--(?:[^-]|-(?!->))*-->\s*)*<(?:!doctype\s+html|/?(?:html|head|body|meta|title|script|div|table)\b)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[A-Za-z!/]")


def ending_of(name: str) -> str:
    """The ending of a file's name that says what it is, in small letters; empty where there is none."""
    lower = name.lower()
    if lower.endswith(".warc.gz"):
        return ".warc.gz"
    ending = PurePath(lower).suffix
    return ending if _ENDING.fullmatch(ending) else ""


def kind_of(name: str, payload: bytes) -> Kind:
    """The kind of a file. Unreadable for kinds that cannot be read, with what to do."""
    ending = ending_of(name)
    sure = _by_bytes(name, ending, payload)
    if sure:
        return sure
    if ending and ending not in _ENDINGS:
        if _MARKUP.match(payload[:_HEAD].decode("latin-1")):
            return "html"
        raise _unknown(name)
    kind = _ENDINGS.get(ending, "text")
    return "text" if kind in ("word", "web") else kind


def kind_of_text(kind: Kind, text: str) -> Kind:
    """What a text is that comes as text, web page or table: markup under any name is a web page, a page without a tag is a text."""
    if _MARKUP.match(text[:_HEAD]):
        return "html"
    return "text" if kind == "html" and not _TAG.search(text) else kind


def _by_bytes(name: str, ending: str, payload: bytes) -> Kind | None:
    """What the bytes alone say; None for what may be text."""
    if is_pdf(payload) or (ending == ".pdf" and not _MARKUP.match(payload[:_HEAD].decode("latin-1"))):
        return "pdf"
    if payload.startswith(b"WARC/") or (payload.startswith(_GZIP) and (ending == ".warc.gz" or _begins(payload).startswith(b"WARC/"))):
        return "web"
    if payload.startswith(_ZIP) and (ending == ".docx" or b"word/document" in payload):
        return "word"
    if payload.startswith(_OLE):
        raise Unreadable("dropped_old_word", name=name)
    if payload.startswith((_ZIP, _GZIP)):
        raise _unknown(name)
    return None


def _begins(zipped: bytes) -> bytes:
    """The first bytes of what was zipped; none where it was not."""
    try:
        return zlib.decompressobj(wbits=31).decompress(zipped[:_HEAD], 16)
    except zlib.error:
        return b""


def _unknown(name: str) -> Unreadable:
    return Unreadable("dropped_type", name=name, known=" ".join(_ENDINGS))
