"""Bytes of a page or a text file → text: which encoding it really is in, whatever it declares.

The order: BOM, strict UTF-8, the declared label, GB18030, Big5, a detector (reference: reliability, "Fetching"). Strict decoding alone
does not tell Chinese encodings apart (GB18030 takes most Big5 and some broken UTF-8), so a text is taken only if it is made of the
characters Chinese texts are made of; where no encoding fits without loss, the one that loses least is taken and the loss counted.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from charset_normalizer import from_bytes

from articles.errors import NotText, Undecodable

_REPLACEMENT = "\ufffd"
#: Labels of the WHATWG Encoding Standard that Chinese (and neighbouring) pages carry, as Python's codecs.
_LABELS: dict[str, str] = {
    label: codec
    for codec, labels in {
        "utf-8": "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
        "gb18030": "gb18030 gb2312 gb_2312 gb_2312-80 gbk x-gbk chinese csgb2312 csiso58gb231280 iso-ir-58 cp936 ms936",
        "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
        "cp1252": "iso-8859-1 iso8859-1 latin1 l1 ascii us-ascii windows-1252 cp1252 x-cp1252",
        "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j",
        "euc_jp": "euc-jp x-euc-jp",
        "iso2022_jp": "iso-2022-jp",
        "cp949": "euc-kr ks_c_5601-1987 ksc5601 korean windows-949",
        "cp1251": "windows-1251 cp1251 x-cp1251",
        "koi8_r": "koi8-r koi8",
        "utf-16-le": "utf-16 utf-16le unicode csunicode",
        "utf-16-be": "utf-16be unicodefffe",
    }.items()
    for label in labels.split()
}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MAGIC = {
    b"%PDF-": "PDF", b"\x89PNG": "PNG", b"GIF8": "GIF", b"\xff\xd8\xff": "JPEG", b"PK\x03\x04": "ZIP", b"\x1f\x8b": "gzip",
    b"\x7fELF": "ELF", b"Rar!\x1a": "RAR", b"7z\xbc\xaf": "7z", b"\xd0\xcf\x11\xe0": "OLE (doc, xls)", b"{\\rtf": "RTF",
    b"%!PS": "PostScript", b"wOFF": "WOFF", b"SQLite format 3\0": "SQLite", b"\xfd7zXZ": "xz",
}  # fmt: skip
#: One run of spaces and quotes between the sign and the label: two that can share spaces would take the square of their length.
_META = re.compile(rb"<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=[\s\"']*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_CHARSET = re.compile(r"charset\s*=[\s\"']*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_HEAD = 4096
_PROBE = 64 * 1024
#: The share of expected characters above which a text is Chinese: right decodings reach 0.85 (a 40-character snippet with a broken
#: byte) to 1.0, wrong ones 0 to 0.66; measured on 52 reports, simplified and traditional, in snippets of 40 characters and more.
_CHINESE = 0.75
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1b")
#: Where Python's GB18030 keeps to the edition of 2000 and browsers (and the edition of 2022) do not; A3A0 is a wide space.
_GB18030 = str.maketrans(
    {0xE5E5: 0x3000}
    | dict(zip(range(0xE78D, 0xE797), (0xFE10, 0xFE12, 0xFE11, 0xFE13, 0xFE14, 0xFE15, 0xFE16, 0xFE17, 0xFE18, 0xFE19), strict=True))
    | dict(zip((0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864), range(0x9FB4, 0x9FBC), strict=True))
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding that was chosen, the count of U+FFFD in it (bytes that made no sense) and the label declared, if any."""

    text: str
    encoding: str
    replaced: int
    label: str | None


def decode(payload: bytes, content_type: str | None = None) -> Decoded:
    """The text of a payload; `content_type` is the header's value as received.

    Raises NotText for a picture, a PDF or a program, Undecodable where no encoding makes sense of the bytes.
    """
    header = _header_label(content_type)
    declared = [label for label in (header, _meta_label(payload)) if label]
    label = declared[0] if declared else None
    for mark, encoding in _MARKS:
        if payload.startswith(mark):
            return _decoded(payload[len(mark) :], encoding, label)
    codecs_declared = list(dict.fromkeys(_LABELS[name] for name in declared if name in _LABELS))
    if not (header and _LABELS.get(header, "").startswith("utf-16")):
        _check_text(payload)
    return _decoded(payload, _encoding(payload, codecs_declared), label)


def _encoding(payload: bytes, declared: list[str]) -> str:
    """The encoding of bytes without a mark; `declared` are the codecs of the labels, the most binding first."""
    if _strict(payload, "utf-8") is not None and not (declared and declared[0].startswith("utf-16")):
        return "utf-8"
    candidates = list(dict.fromkeys([*declared, "gb18030", "big5hkscs"]))
    strict = {name: text for name in candidates if (text := _strict(payload, name)) is not None}
    for name, text in strict.items():
        if _share(text) >= _CHINESE:
            return name
    torn = {name: text for name in dict.fromkeys(["utf-8", *candidates]) if _share(text := payload.decode(name, "replace")) >= _CHINESE}
    if torn:
        return min(torn, key=lambda name: torn[name].count(_REPLACEMENT))
    for name in declared:  # not Chinese: what it says it is
        if name in strict:
            return name
    return _detected(payload)


def _detected(payload: bytes) -> str:
    """The encoding a detector finds, among those a page may declare."""
    found = from_bytes(payload[:_PROBE], cp_isolation=sorted(set(_LABELS.values()) - {"utf-16-le", "utf-16-be"})).best()
    if found is None or _strict(payload, found.encoding) is None:
        raise Undecodable("decode_unknown", size=len(payload))
    return found.encoding


def _decoded(payload: bytes, encoding: str, label: str | None) -> Decoded:
    text = payload.decode(encoding, "replace").replace("\0", _REPLACEMENT)
    if encoding == "gb18030":
        text = text.translate(_GB18030)
    return Decoded(text, encoding, text.count(_REPLACEMENT), label)


def _strict(payload: bytes, encoding: str) -> str | None:
    try:
        return payload.decode(encoding)
    except UnicodeDecodeError:
        return None


def _share(text: str) -> float:
    """The share of the characters Chinese texts are made of among those outside ASCII."""
    beyond = "".join(_BEYOND_ASCII.findall(text[: 4 * _PROBE]))
    return sum(map(_expected().__contains__, beyond)) / len(beyond) if beyond else 1.0


@cache
def _expected() -> frozenset[str]:
    """The common characters of GB2312 and Big5 (their first levels), Chinese punctuation, full width forms."""
    simplified = _rows("gb2312", range(0xB0, 0xD8), (*range(0xA1, 0xFF),))
    traditional = _rows("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    full_width = map(chr, range(0xFF00, 0xFF60))
    return frozenset([*simplified, *traditional, *full_width, *"\u3000、。·ˉ—～‖…‘’“”〔〕〈〉《》「」『』〖〗【】±×÷℃°′″①②③④⑤⑥⑦⑧⑨⑩\xa0"])


def _rows(encoding: str, leads: range, trails: tuple[int, ...]) -> Iterator[str]:
    for lead in leads:
        for trail in trails:
            if text := _strict(bytes((lead, trail)), encoding):
                yield text


def _check_text(payload: bytes) -> None:
    """NotText for bytes that begin like a known format, or hold more control characters than a text with a slip or two."""
    kind = next((kind for magic, kind in _MAGIC.items() if payload.startswith(magic)), None)
    probe = payload[:_PROBE]
    controls = len(probe) - len(probe.translate(None, _CONTROLS))
    if kind or controls > max(1, len(probe) // 100):
        raise NotText("decode_not_text", kind=kind or "?", size=len(payload))


def _header_label(content_type: str | None) -> str | None:
    found = _CHARSET.search(content_type or "")
    return found[1].lower() if found else None


def _meta_label(payload: bytes) -> str | None:
    """The label a page declares in its first 4 KB, comments aside. Being readable there, it cannot be UTF-16: the standard says UTF-8."""
    found = _META.search(_COMMENT.sub(b"", payload[:_HEAD]))
    label = found[1].decode("ascii").lower() if found else None
    return "utf-8" if label and _LABELS.get(label, "").startswith("utf-16") else label
