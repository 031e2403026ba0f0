"""PDF files through the real program: read, ingest, compared with HTML of the same article, and named errors."""

from tests.pdfpages.maker import made

PAGE = made(6)


def _html(article) -> str:
    told = "".join(f"<p>{one.text}</p>" for one in article.paragraphs if one.role != "caption")
    return f"<html><title>{article.title}</title><body><h1>{article.title}</h1><div>{told}</div></body></html>"


def test_read_and_ingest_give_the_same_articles(zongshu, tmp_path) -> None:
    file = tmp_path / "版面.pdf"
    file.write_bytes(PAGE.pdf)
    read = zongshu("read", str(file), "--json")
    assert (read.code, len(read.lines)) == (0, len(PAGE.articles))
    kept = zongshu("ingest", str(file), "--json")
    assert [line["id"] for line in kept.lines] == [line["id"] for line in read.lines]
    shown = zongshu("show", read.lines[-1]["id"], "--json").lines[0]
    assert shown["text"] == read.lines[-1]["text"]
    assert shown["areas"] == read.lines[-1]["areas"]


def test_a_pdf_against_the_html_of_one_of_its_articles(zongshu, tmp_path) -> None:
    file, page = tmp_path / "版面.pdf", tmp_path / "article.html"
    file.write_bytes(PAGE.pdf)
    article = max(PAGE.articles, key=lambda one: sum(len(told.text) for told in one.paragraphs))
    page.write_text(_html(article), "utf-8")
    same = zongshu("read", str(file), "--against", str(page), "--json").lines
    assert {line["field"]: line["edits"] for line in same} == {"title": 0, "text": 0}
    page.write_text(_html(article).replace(article.paragraphs[-1].text[:3], "改过的"), "utf-8")
    changed = {line["field"]: line for line in zongshu("read", str(file), "--against", str(page), "--json").lines}
    assert 1 <= changed["text"]["edits"] <= 3
    assert any("改过的" in one["expected"] or one["expected"] in "改过的" for one in changed["text"]["differences"])
    page.write_text(_html(article).replace(article.title, "别的题目").replace("。", "○" * 40), "utf-8")
    other = zongshu("read", str(file), "--against", str(page), "--json").lines
    assert sum(line["edits"] for line in other) > 100


def test_a_pdf_without_text_is_named_and_nothing_is_kept(zongshu, tmp_path) -> None:
    file = tmp_path / "scan.pdf"
    file.write_bytes(b"%PDF-1.4 torn")
    for command in ("read", "ingest"):
        ended = zongshu(command, str(file), "--json")
        assert (ended.code, ended.lines) == (1, [])
        assert "scan.pdf" in ended.err
