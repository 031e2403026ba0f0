"""Files of Word: what is printed, in printed order; what is hostile ends by name."""

import pytest
from givenfiles import changed, rezipped, word

from articles.errors import Unreadable
from scrapers import read_dropped
from scrapers.dropped.numbers import chinese

LINES = ("2023年，市政协召开全体会议1次，提交提案312件。", "一、主要工作", "立案286件，办复率100%。")
PLAIN = word("澄浦市政协2023年工作综述", *LINES, table=(("类别", "件数"), ("提案", "312")))
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def one(payload, name="报告.docx"):
    [article] = read_dropped(name, payload)
    return article


def test_a_document_is_an_article_in_printed_order():
    article = one(PLAIN)
    assert (article.title, article.kind[:7]) == ("澄浦市政协2023年工作综述", "summary")
    assert article.text.split("\n") == [*LINES, "类别\t件数", "提案\t312"]
    assert [part.role for part in article.paragraphs] == ["body", "body", "body", "table", "table"]
    assert one(PLAIN, "报告.txt").text == one(PLAIN, "无后缀").text == article.text


def test_what_is_struck_out_is_left_out_and_what_is_put_in_is_kept():
    document = "word/document.xml"
    struck = changed(PLAIN, document, "<w:r><w:t>一、主要工作</w:t></w:r>", "<w:del><w:r><w:t>删去的</w:t></w:r></w:del>")
    assert "删去的" not in one(struck).text
    put = changed(PLAIN, document, "<w:r><w:t>一、主要工作</w:t></w:r>", "<w:ins><w:r><w:t>加上的</w:t></w:r></w:ins>")
    assert "加上的" in one(put).text
    inner = "<w:sdt><w:sdtContent><w:p><w:r><w:t>框里的一段。</w:t><w:br/><w:t>下一行。</w:t></w:r></w:p></w:sdtContent></w:sdt><w:p>"
    assert (
        one(changed(PLAIN, document, "<w:p>", inner)).text.startswith("框里的一段。\n下一行。")
        or "框里的一段。\n下一行。" in one(changed(PLAIN, document, "<w:p>", inner)).text
    )


def test_numbers_that_word_prints_are_written():
    numbered = word(None, "开头的一段话，说的是一年的工作。")
    lists = (
        f"<w:numbering {W}><w:abstractNum w:abstractNumId='0'>"
        "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl>"
        "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='（%2）'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
    )

    def item(level, text):
        numbering = f"<w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr></w:pPr>"
        return f"<w:p>{numbering}<w:r><w:t>{text}</w:t></w:r></w:p>"

    items = "".join(item(*pair) for pair in ((0, "回顾"), (1, "立案"), (1, "办理"), (0, "打算"), (1, "立案")))
    payload = changed(numbered, "word/document.xml", "<w:sectPr", items + "<w:sectPr")
    payload = rezipped(payload, {"word/numbering.xml": lists.encode()})
    assert one(payload).text.split("\n")[1:] == ["一、回顾", "（一）立案", "（二）办理", "二、打算", "（一）立案"]
    assert [chinese(number) for number in (1, 10, 11, 20, 35, 100)] == ["一", "十", "十一", "二十", "三十五", "一〇〇"]


def bomb() -> bytes:
    return rezipped(PLAIN, {"word/media/a.xml": b" " * (61 * 2**20)})


def entities() -> bytes:
    names = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "哈" * 10}">' for n in range(9))
    named = changed(PLAIN, "word/document.xml", "<w:document", f"<!DOCTYPE w:document [{names}]><w:document")
    return changed(named, "word/document.xml", "立案286件", "立案&a8;件")


@pytest.mark.parametrize(
    ("payload", "key"),
    [
        (PLAIN[:-400], "word_damaged"),
        (b"PK\x03\x04" + b"\x00" * 200, "word_damaged"),
        (rezipped(PLAIN, {"../../etc/x": b"x"}), "word_unsafe"),
        (rezipped(PLAIN, {"/etc/x": b"x"}), "word_unsafe"),
        (bomb(), "word_large"),
        (rezipped(PLAIN, {f"a{n}": b"" for n in range(2001)}), "word_large"),
        (word(None), "dropped_empty"),
        (entities(), "word_damaged"),
        (rezipped(PLAIN, {"word/document.xml": b"<w:document"}), "word_damaged"),
    ],
)
def test_what_is_hostile_ends_by_name(payload, key):
    with pytest.raises(Unreadable) as caught:
        one(payload)
    assert caught.value.key == key
    assert caught.value.message("zh") != caught.value.message("en")


def test_entities_are_not_opened(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("私密的一行字")
    named = changed(PLAIN, "word/document.xml", "<w:document", f'<!DOCTYPE w:document [<!ENTITY a SYSTEM "{secret.as_uri()}">]><w:document')
    article = one(changed(named, "word/document.xml", "立案286件", "立案&a;件"))
    assert "私密" not in article.text
    assert LINES[0] in article.text
