"""Files given to us: text, web pages, tables, Word, web archives, PDF."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from articles.exchange import from_json, to_json
from articles.model import Article
from scrapers import papers, read_dropped
from scrapers.platforms import platforms
from scrapers.samples import page_samples
from tests.fuzz.mutate import mutated
from tests.fuzz.target import Ready, Target, childlike, here, plain
from tests.givenfiles import warc, word
from tests.pdfpages.maker import made
from tests.pdfpages.mutate import mutated as mutated_pdf

_TEXT = (
    "市政协2022年工作综述\n——澄浦市政协履职纪实\n\n本报记者 王甲\n\n2022年，市政协召开全体会议1次，"
    "提交提案３１２件，立案286件，办复率100%。\n"
    "一、以提案聚共识\n全年组织调研28次，形成报告16篇；比上年增长12.5％。\n二、以监督促落实\n开展民主监督9项。\n"
)
_BROKEN = "市政协\n2022年\n工作\n综述\n全年组织调\n研28次，形成\n报告16篇；比上\n年增长12.5％。全年组织调\n研28次，形成\n报告16篇。\n"
_CSV = (
    '标题,日期,报纸,版,作者,正文,网址\n市政协综述,2022-01-05,岚江日报,A03,王甲,"一年来，\n市政协立案提案99件。",http://a.example/1\n'
    "人大综述,2022年1月6日,禾川日报,第3版：要闻,李乙,全年审议报告28项。,\n"
)
_WORDS = (
    "一、".encode(),
    "（二）".encode(),
    "2018—2022年".encode(),
    "增长".encode(),
    "％".encode(),
    "\u3000".encode() * 40,
    b"\n\n\n",
    "记者".encode(),
)
_CELLS = (b",,", b'""', b'"', b"\t", "正文,标题".encode(), b"=1+1", "，".encode(), b";", b"20230105", "《岚江日报》".encode())


def sound(found: Sequence[Article]) -> None:
    """Articles that hold together: each with something in it, offsets those of its text, and JSON that is read back."""
    for article in found:
        assert article.text.strip() or article.title, "an empty success"
        assert article.text == "\n".join(paragraph.text for paragraph in article.paragraphs), "offsets"
        assert all(article.text[one.start : one.end] == one.text for one in article.paragraphs), "offsets"
        assert from_json(to_json(article)) == article


def _dropped(name: str) -> Callable[[bytes], None]:
    def reads(case: bytes) -> None:
        found = read_dropped(name, case, papers=papers())
        assert found, "an empty success"
        sound(found)

    return reads


def _texts() -> list[bytes]:
    return [_TEXT.encode(), _BROKEN.encode(), _TEXT.encode("gb18030"), _TEXT.encode("utf-16")]


def _html() -> list[bytes]:
    held = [file.read_bytes() for reader in list(platforms().values())[::5] for file in list(page_samples(reader))[:1]]
    return [f"<html><head><title>题</title></head><body><h1>综述</h1><p>{_TEXT}</p></body></html>".encode(), *held]


def _parts(payload: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def _zipped(parts: dict[str, bytes], draw: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", draw.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)), compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


_MARKUP = (
    b'<!DOCTYPE x [<!ENTITY a "b">]>', b"&a;", b'<w:numPr><w:ilvl w:val="x"/><w:numId w:val="1"/></w:numPr>', b"<w:tbl>", b"<w:tr><w:tc>",
    b'<w:gridSpan w:val="-1"/>', b'<w:vMerge w:val="restart"/>', b"<w:br/>", b"<w:t>", b'w:val="', b"<w:del>", b"<w:sdt>", b"<w:p/>",
    b'Target="../../x"',
    b'TargetMode="External"', b"xmlns:w=",
)  # fmt: skip


@contextmanager
def _word() -> Iterator[Ready]:
    """The document's markup, another part, the list of parts, or the zip itself is damaged."""
    parts = _parts(word("综述", "一、以提案聚共识", "全年组织调研28次。", table=(("项", "数"), ("提案", "99"))))
    names = ["word/document.xml"] * 5 + sorted(parts)

    def case(draw: random.Random) -> bytes:
        chosen = draw.choice(names)
        changed = parts | {chosen: mutated(parts[chosen], draw, _MARKUP)}
        if draw.random() < 0.2:
            changed[draw.choice(("../../etc/x", "/x", "word/numbering.xml", "word/" + "x" * 300, "C:\\x"))] = b"<x/>"
        if draw.random() < 0.1:
            changed.pop(draw.choice(sorted(parts)))
        payload = _zipped(changed, draw)
        return mutated(payload, draw) if draw.random() < 0.3 else payload

    with here():
        yield Ready(case, _dropped("a.docx"))


@contextmanager
def _web() -> Iterator[Ready]:
    held = [file.read_bytes() for reader in list(platforms().values())[:3] for file in list(page_samples(reader))[:1]]
    pages = {f"http://a.example/{at}.html": ("text/html; charset=utf-8", page) for at, page in enumerate(held)}
    seeds = [warc(pages, zipped=False), warc(pages), warc({"http://a.example/1.html": ("text/html", _html()[0])}, zipped=False)]
    words = (b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n", b"WARC-Type: response\r\n", b"WARC-Target-URI: <", b"HTTP/1.1 200 OK\r\n",
             b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n", b"Content-Encoding: br\r\n", b"\x1f\x8b\x08",
             b"WARC-Date: x\r\n")  # fmt: skip

    with here():
        yield Ready(lambda draw: mutated(draw.choice(seeds), draw, words), _dropped("a.warc"))


def _pdf() -> Callable[[random.Random], bytes]:
    pages = [made(seed).pdf for seed in (0, 1, 6, 14, 41, 60)]
    return lambda draw: mutated_pdf(draw.choice(pages), draw)


TARGETS = (
    plain("text", 40, _texts, _dropped("a.txt"), _WORDS),
    plain("page", 20, _html, _dropped("a.html"), _WORDS),
    plain("table", 50, lambda: [_CSV.encode(), _CSV.replace(",", "\t").encode(), _CSV.encode("gb18030")], _dropped("a.csv"), _CELLS),
    Target("word", 6, _word),
    Target("web", 9, _web),
    childlike("pdf", 1, _pdf, _dropped("a.pdf")),
)
