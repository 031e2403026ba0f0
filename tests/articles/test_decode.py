import gzip
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from articles.decode import Decoded, decode
from articles.errors import NotText, Undecodable

COMMON = "我市去年全年国民经济和社会发展取得新的成就人民生活水平进一步提高农业工业教育文化卫生事业稳步前进，。、；：“”《》（）！？"
TRADITIONAL = "我市去年全年國民經濟和社會發展取得新的成就人民生活水平進一步提高農業工業教育文化衛生事業穩步前進，。、；：「」《》（）！？"

chinese = st.text(st.sampled_from(COMMON + "abc 123\n"), min_size=12, max_size=300)
traditional = st.text(st.sampled_from(TRADITIONAL + "abc 123\n"), min_size=40, max_size=300)
anything = st.text(st.characters(exclude_categories=["Cs", "Co"], exclude_characters="\0\ufffd"), max_size=200)


def _printable(text: str) -> bool:
    return not re.search(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]", text)


def _utf8(payload: bytes) -> bool:
    try:
        payload.decode()
    except UnicodeDecodeError:
        return False
    return True


@given(anything)
def test_utf8_comes_back_whatever_is_declared(text):
    assume(_printable(text) and not text.startswith(("\ufeff", "%PDF", "GIF8", "{\\rtf", "%!PS")))
    for label in (None, "text/html; charset=gb2312", "text/html; charset=ISO-8859-1"):
        decoded = decode(text.encode(), label)
        assert (decoded.text, decoded.encoding, decoded.replaced) == (text, "utf-8", 0)


@given(chinese)
def test_gb18030_comes_back_declared_or_not(text):
    payload = text.encode("gb18030")
    assume(not _utf8(payload) or text.isascii())
    for label in (None, "text/html; charset=gb2312", "text/html;charset=GBK", "text/html; charset=utf-8", "text/html; charset=iso-8859-1"):
        assert decode(payload, label).text == text


@given(traditional)
def test_big5_comes_back_declared_or_not(text):
    payload = text.encode("big5hkscs")
    assume(not _utf8(payload) or text.isascii())
    for label in (None, "text/html; charset=big5", "text/html; charset=utf-8"):
        assert decode(payload, label).text == text


@given(chinese, st.sampled_from(["utf-8-sig", "utf-16"]))
def test_a_byte_order_mark_decides(text, encoding):
    assert decode(text.encode(encoding), "text/html; charset=gb2312").text == text


@given(chinese, st.data())
def test_one_broken_byte_in_utf8_costs_one_character(text, data):
    payload = text.encode()
    assume(sum(character > "\x7f" for character in text) >= 12)
    at = data.draw(st.sampled_from([offset for offset in range(len(payload)) if payload[offset] & 0xC0 != 0x80]))
    decoded = decode(payload[:at] + b"\xff" + payload[at:], "text/html; charset=gbk")
    assert (decoded.encoding, decoded.replaced) == ("utf-8", 1)
    assert decoded.text.replace("\ufffd", "") == text


@given(
    st.binary(max_size=400), st.sampled_from([None, "text/html; charset=gb2312", "charset=nonsense", "charset=utf-16", ";;=", "charset="])
)
def test_any_bytes_give_a_text_or_a_named_error(payload, content_type):
    try:
        decoded = decode(payload, content_type)
    except (NotText, Undecodable):
        return
    assert decoded.replaced == decoded.text.count("\ufffd")
    assert "\0" not in decoded.text


def test_a_page_that_declares_gb2312_and_holds_a_character_of_gbk_is_whole():
    page = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><body>朱镕基总理作报告，㐂龦€。</body></html>'
    payload = page.encode("gb18030")
    assert decode(payload) == Decoded(page, "gb18030", 0, "gb2312")
    assert decode(payload, "text/html").text == page


def test_utf8_beats_a_declaration_of_gb2312():
    page = '<meta charset="gb2312"><p>一次会议</p>'
    assert decode(page.encode()) == Decoded(page, "utf-8", 0, "gb2312")


@pytest.mark.parametrize(
    ("head", "label"),
    [
        ("<meta charset=GBK>", "gbk"),
        ("<meta charset='gb2312' />", "gb2312"),
        ('<META HTTP-EQUIV="content-type" CONTENT="text/html; CHARSET=GB2312">', "gb2312"),
        ('<?xml version="1.0" encoding="GB18030"?>', "gb18030"),
        ('<!-- <meta charset="big5"> --><meta charset="gbk">', "gbk"),
        ('<meta charset="utf-16">', "utf-8"),
        ('<meta name="keywords" content="charset">', None),
        ("x" * 4096 + "<meta charset=gbk>", None),
    ],
)
def test_the_label_is_read_from_the_first_4_kb(head, label):
    page = head + COMMON
    decoded = decode(page.encode("gb18030"))
    assert (decoded.label, decoded.text) == (label, page)


def test_the_header_beats_the_page():
    page = '<meta charset="big5">これは新聞の記事です'
    assert decode(page.encode("cp932"), "text/html; charset=Shift_JIS") == Decoded(page, "cp932", 0, "shift_jis")


def test_an_unknown_label_is_kept_and_passed_over():
    assert decode(COMMON.encode("gb18030"), "text/html; charset=x-founder") == Decoded(COMMON, "gb18030", 0, "x-founder")


def test_wide_space_and_vertical_marks_are_those_of_browsers():
    assert decode(COMMON.encode("gb18030") + b"\xa3\xa0\xa6\xd9\xa6\xf3").text == COMMON + "\u3000\ufe10\ufe19"


def test_a_stray_nul_is_counted_and_not_kept():
    decoded = decode(b"text\0" + b"more text " * 20)
    assert decoded.replaced == 1
    assert decoded.text.startswith("text\ufffdmore")


def test_bytes_lost_in_gb18030_are_counted():
    decoded = decode(COMMON.encode("gb18030") + b"\xff\xff" + COMMON.encode("gb18030"), "text/html; charset=gb2312")
    assert (decoded.encoding, decoded.replaced) == ("gb18030", 2)


@pytest.mark.parametrize(
    "payload",
    [
        b"%PDF-1.4\n" + b"text " * 100,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\xff\xd8\xff\xe0\0\x10JFIF\0",
        b"GIF89a\x01\0\x01\0",
        b"PK\x03\x04\x14\0\0\0",
        gzip.compress(b"text", mtime=0),
        b"\x7fELF\x02\x01\x01" + bytes(9),
        b"MZ\x90\0\x03\0\0\0\x04\0",
        b"text" + bytes(100),
        COMMON.encode("utf-16-le"),
        bytes(range(256)) * 4,
    ],
)
def test_what_is_no_text_is_named(payload):
    with pytest.raises(NotText):
        decode(payload, "text/html; charset=utf-8")


def test_utf16_without_a_mark_needs_a_header_that_says_so():
    assert decode("1 text".encode("utf-16-le"), "text/plain; charset=utf-16").text == "1 text"


def test_bytes_of_no_encoding_are_undecodable():
    with pytest.raises(Undecodable):
        decode(bytes([0xFF, 0x80, 0xFE, 0x81]) * 50)


def test_nothing_is_an_empty_text():
    assert decode(b"") == Decoded("", "utf-8", 0, None)


@pytest.mark.corpus
def test_the_reports_of_the_corpus_are_46_in_utf8_and_6_in_gb2312(corpus):
    found = [decode(path.read_bytes()) for path in sorted((corpus / "reports").glob("*.txt"))]
    assert [decoded.encoding for decoded in found].count("utf-8") == 46
    assert [decoded.encoding for decoded in found].count("gb18030") == 6
    assert sum(decoded.replaced for decoded in found) == 0


@pytest.mark.corpus
def test_the_pages_of_the_corpus_are_gb2312_one_declaring_utf8(corpus):
    found = [decode(path.read_bytes()) for path in sorted((corpus / "webpages").glob("*.html"))]
    assert [(decoded.encoding, decoded.replaced) for decoded in found] == [("gb18030", 0)] * 3
    assert sorted(str(decoded.label) for decoded in found) == ["gb2312", "gb2312", "utf-8"]


@pytest.mark.corpus
def test_every_report_survives_every_chinese_encoding_unlabelled(corpus):
    for path in (corpus / "reports").glob("*.txt"):
        text = decode(path.read_bytes()).text.removeprefix("\ufeff")
        assert decode(text.encode("gb18030")).text == text
        assert decode(text.encode("utf-8")).text == text
        for start in range(0, len(text), max(400, len(text) // 8)):
            part = text[start : start + 200]
            assert decode(part.encode("gb18030")).text == part
