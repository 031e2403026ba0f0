"""Exported files, opened by their libraries, hold what the search finds, on every engine; hostile titles are inert."""

import csv
import datetime as dt
import io
import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bibtexparser
import docx
import httpx
import openpyxl
import pytest
import rispy
import yaml
from search_kit import NAMES, NOW, Library, library, made, served

from articles.errors import EngineUnavailable, QueryError, StorageError, UnknownArticle, ZongshuError
from articles.model import Article, Byline, Paragraph, Source
from indexing import ElasticsearchOptions, Index, Tokenizer, open_index
from scrapers.sample import articles as sample_articles
from search import Holdings, Question, Search
from search.export import FORMATS, Heads, chosen, found, in_place, written
from search.export.table import COLUMNS
from storage import Archive
from storage.ledger import Due, Found, Ledger, Pace, issue_key
from zongshu import Client

DAY = dt.date(2024, 3, 1)
TITLES = (
    '=HYPERLINK("http://x.example","政协")',
    "+政协1",
    "-政协2",
    "@SUM(政协)",
    "\t=政协3",
    "政协\u202e4\x00\x07",
    "政协{5}\\end~^%$#&_",
    "＝政协6",
    " =政协7",
    "#N/A",
    "*政协8* [x](http://x.example) <b>",
    "政协\ud8009".encode("utf-8", "ignore").decode(),
)
WRITERS = (Byline("记者", "=张三"), Byline("通讯员", "李四 and 王五"))


def hostile() -> list[Article]:
    """Accounts whose titles would like to be something else."""
    texts = ("政协履职。\n=1+1\n# 非标题\n1. 非列表\n\x0b末段\x00。",) * len(TITLES)
    return [
        made(
            f"ljrb-20200102-{number}",
            text,
            title=title,
            bylines=WRITERS,
            paragraphs=tuple(_lines(text)),
            source=Source(f"http://epaper.lanjiang.example/{number}?a={{1}}&b=%20", "0" * 64),
        )
        for number, (title, text) in enumerate(zip(TITLES, texts, strict=True), 1)
    ]


def _lines(text: str) -> Iterator[Paragraph]:
    start = 0
    for line in text.split("\n"):
        yield Paragraph(line, start, start + len(line))
        start += len(line) + 1


@pytest.fixture(scope="module", params=["tantivy", "elasticsearch"])
def searched(request: pytest.FixtureRequest, tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    """The sample and the hostile accounts on an engine; an issue is missing."""
    place: Any = tmp_path_factory.mktemp("index")
    if request.param == "elasticsearch":
        place = ElasticsearchOptions.of(request.getfixturevalue("elasticsearch_server").url, prefix=f"test-{uuid.uuid4().hex[:12]}")
    index: Index = open_index(place, tokenizer)
    index.create()
    index.write([*sample_articles(300), *hostile()])
    with Ledger(f"sqlite:///{tmp_path_factory.mktemp('ledger')}/ledger.sqlite3") as ledger:
        date = dt.date(2016, 2, 3)
        first = Found("http://epaper.lanjiang.example/1", "layout", "epaper.lanjiang.example", 0)
        ledger.issues.plan([Due(issue_key("ljrb", date), "ljrb", date, first, Pace(0.0))], again=False, now=NOW)
        yield Search(index, Holdings(ledger, Archive(tmp_path_factory.mktemp("archive"))), NAMES, tokenizer)
    generations: Any = index.generations
    if request.param == "elasticsearch":
        client, prefix = generations.connection.client, generations.connection.options.prefix
        client.indices.delete(index=[f"{prefix}-{name}" for name in generations.names()])
    index.close()


Files = Callable[..., bytes]


@pytest.fixture
def files(searched: Search) -> Files:
    """The file of a question in a format."""

    def make(format_: Any, query: str = "政协", most: int | None = None, bom: bool = False, **asked: Any) -> bytes:
        question = Question(query, **asked)
        head = Heads(searched, DAY, "zh").of_question(question, most)
        return b"".join(written(format_, head, found(searched, question, most, page=37), bom=bom))

    return make


def hits(searched: Search, **asked: Any) -> list[Any]:
    """What the search gives."""
    return list(searched.ask(Question("政协", limit=1_000, **asked)).hits)


def rows_of(payload: bytes) -> list[dict[str, str]]:
    text = payload.decode("utf-8-sig")
    return list(csv.DictReader(line for line in io.StringIO(text, newline="") if not line.startswith("# ")))


@pytest.mark.parametrize("sort", [None, "date", "-date"])
def test_every_hit_once_in_the_order_of_the_search(searched: Search, files: Files, sort: Any) -> None:
    wanted = [hit.id for hit in hits(searched, sort=sort)]
    assert len(wanted) > 40
    assert [row["id"] for row in rows_of(files("csv", sort=sort))] == wanted
    assert [row["id"] for row in rows_of(files("csv", sort=sort, most=38))] == wanted[:38]
    lines = [json.loads(line) for line in files("jsonl", sort=sort).decode().split("\n")[:-1]]
    assert [line["id"] for line in lines[1:]] == wanted
    assert lines[0]["export"] | {"filters": {}} == lines[0]["export"]
    assert (lines[0]["export"]["total"], lines[0]["export"]["missing"]["papers"]) == (len(wanted), {"ljrb": 1})


def test_all_formats_hold_the_same_articles(searched: Search, files: Files) -> None:
    wanted = hits(searched, all_=True)
    citations = [hit.citation for hit in wanted]
    asked = {"all_": True}
    assert [row["citation"] for row in rows_of(files("csv", **asked))] == citations
    book = openpyxl.load_workbook(io.BytesIO(files("xlsx", **asked)), read_only=True)
    about, sheet = book.worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[COLUMNS.index("citation")] for row in rows[1:]] == citations
    told = {row[0]: row[1] for row in about.iter_rows(min_row=2, values_only=True)}
    document = docx.Document(io.BytesIO(files("docx", **asked)))
    assert [one.text.removeprefix("引文：") for one in document.paragraphs if one.text.startswith("引文：")] == citations
    assert sum(one.style.name == "Heading 1" for one in document.paragraphs) == len(wanted)
    markdown = files("md", **asked).decode()
    front = yaml.safe_load(markdown.split("---\n")[1])
    assert markdown.count("\n- 引文：") == len(wanted)
    bib = bibtexparser.bparser.BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    entries = bib.parse(files("bibtex", **asked).decode()).entries
    assert [one["ID"] for one in entries] == [hit.id for hit in wanted]
    records = rispy.loads(files("ris", **asked).decode())
    assert [one["id"] for one in records] == [hit.id for hit in wanted]
    short = files("short", **asked).decode().split("\n\n")[1].splitlines()
    assert short == citations
    title = {"检索式": "政协", "导出日期": "2024-03-01", "命中": f"{len(wanted)} 篇", "缺期": "所查范围内 1 期未收：《岚江日报》1 期"}
    for head in (told, front, {one.text.partition("：")[0]: one.text.partition("：")[2] for one in document.paragraphs[:12]}):
        assert head | title == head
    for plain in ("csv", "bibtex", "gbt7714"):
        assert "所查范围内 1 期未收" in files(plain, **asked).decode()[:1_000]


def test_hostile_titles_are_inert_and_what_is_removed_is_said(files: Files) -> None:
    query, ids = "履职 -没有", {f"ljrb-20200102-{number}" for number in range(1, len(TITLES) + 1)}
    payload = files("csv", query)
    rows = {row["id"]: row for row in rows_of(payload) if row["id"] in ids}
    assert rows.keys() == ids
    assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "＝")) for row in rows.values() for cell in row.values() if cell)
    assert rows["ljrb-20200102-1"]["title"] == f"'{TITLES[0]}"
    assert (rows["ljrb-20200102-6"]["title"], rows["ljrb-20200102-6"]["removed"]) == ("政协4", "3")
    assert rows["ljrb-20200102-2"]["removed"] == ""
    assert payload.decode().isprintable() or not set(payload.decode()) & {"\x00", "\x07", "\u202e"}
    sheet = openpyxl.load_workbook(io.BytesIO(files("xlsx", query))).worksheets[1]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert "#N/A" in {cell.value for cell in cells}
    document = docx.Document(io.BytesIO(files("docx", query)))
    texts = [one.text for one in document.paragraphs]
    assert any(text.endswith(TITLES[0]) for text in texts)
    assert "=1+1" in texts
    assert any("5 个控制字符" in text for text in texts)
    markdown = files("md", query).decode()
    assert "\n\\=1+1\n" in markdown
    assert "\n\\# 非标题\n" in markdown
    assert "\n1\\. 非列表\n" in markdown
    assert "\\*政协8\\* \\[x\\](http://x.example) \\<b\\>" in markdown
    bib = bibtexparser.bparser.BibTexParser(common_strings=True).parse(files("bibtex", f"{query} NOT @zzz").decode())
    entries = {one["ID"]: one for one in bib.entries}
    assert entries.keys() >= ids
    tex = r"政协\textbraceleft{}5\textbraceright{}\textbackslash{}end\textasciitilde{}\textasciicircum{}\%\$\#\&\_"
    assert entries["ljrb-20200102-7"]["title"] == f"{{{tex}}}"
    assert entries["ljrb-20200102-7"]["author"] == "{=张三} and {李四 and 王五}"
    records = {one["id"]: one for one in rispy.loads(files("ris", query).decode())}
    assert records["ljrb-20200102-6"]["title"] == "政协4"
    assert (records["ljrb-20200102-1"]["type_of_reference"], records["ljrb-20200102-1"]["date"]) == ("NEWS", "2020/01/02")
    assert json.loads(files("jsonl", query, sort="date").decode().split("\n")[1])["title"]
    assert files("csv", '"a,=b"').decode().splitlines()[1] == '# 检索式: "a,\'=b"'


def test_a_mark_for_excel_and_heads_in_english(searched: Search, files: Files) -> None:
    assert files("csv", bom=True).startswith(b"\xef\xbb\xbf# ")
    assert not files("csv").startswith(b"\xef\xbb\xbf")
    head = Heads(searched, DAY, "en").of_question(Question("政协", place=("990000",), words=True, kind=("summary.account",)), 3)
    assert dict(head.lines)["Filters"] == "place: 990000, kind: summary.account, whole words only"
    assert "at most 3" in dict(head.lines)["Hits"]


def test_nothing_found_is_a_file_that_says_so(files: Files) -> None:
    for form in FORMATS:
        assert files(form, "没有这样的话")
    assert "# 命中: 0 篇" in files("csv", "没有这样的话").decode()


def test_chosen_articles_in_their_order(sample: Library) -> None:
    ids = ["files-0123456789ab-2", sample.articles[5].id, sample.articles[3].id, "files-0123456789ab-1"]
    head = Heads(sample.search, DAY, "zh").of_ids(3)
    text = b"".join(written("csv", head, chosen(sample.search, sample.holdings, ids)))
    assert [row["id"] for row in rows_of(text)] == ["files-0123456789ab-1", sample.articles[5].id, sample.articles[3].id]
    with pytest.raises(UnknownArticle, match="ljrb-1"):
        list(chosen(sample.search, sample.holdings, ["ljrb-1"]))


def test_a_sheet_has_its_bounds(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.export.sheets.MOST_ROWS", 20)
    with pytest.raises(QueryError, match="csv"):
        files("xlsx")


def test_what_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("as it was", "utf-8")

    def broken() -> None:
        with in_place(file) as out:
            out.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [("out.csv", "as it was")]
    with in_place(file) as out:
        out.write(b"whole")
    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [("out.csv", "whole")]
    with pytest.raises(StorageError, match=r"out\.csv"), in_place(tmp_path / "no" / "out.csv"):
        pass


def test_the_api_streams_what_the_search_finds(client: httpx.Client, sample: Library) -> None:
    asked = {"q": "政协", "printed": "2015..2020"}
    total = client.get("/api/v1/search", params={**asked, "limit": 0}).json()["summary"]["total"]
    answer = client.get("/api/v1/export", params={**asked, "format": "csv", "bom": "true"})
    assert len(rows_of(answer.content)) == total > 0
    assert answer.headers["content-disposition"].endswith('.csv"')
    assert answer.headers["content-type"].startswith("text/csv")
    with client.stream("GET", "/api/v1/export", params={"format": "jsonl", "all": "true"}) as stream:
        assert json.loads(next(stream.iter_lines()))["export"]["total"] == len(sample.articles)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/api/v1/export", params={**asked, "format": "xlsx", "lang": "en"}).content))
    assert (book.sheetnames, book.worksheets[1].max_row) == (["About", "Articles"], total + 1)
    ids = [one.id for one in sample.articles[:2]]
    text = client.get("/api/v1/export", params={"id": [*ids, ids[0]], "format": "gbt7714"}).text
    assert len(text.split("\n\n")[1].splitlines()) == 2
    series = client.get("/api/v1/figures", params={"q": "提案", "limit": 1_000}).json()["series"]
    lines = client.get("/api/v1/export", params={"figures": "提案", "format": "jsonl"}).text.splitlines()
    assert [json.loads(one) for one in lines[1:]] == series
    wrong = {
        "figures=%E6%8F%90%E6%A1%88&format=docx": 400,
        "format=pdf": 422,
        "q=%28": 400,
        "limit=5": 400,
        "id=ljrb-1": 404,
        "id=..%2Fa": 422,
        "most=0": 422,
    }
    assert {query: client.get(f"/api/v1/export?{query}").status_code for query in wrong} == wrong
    assert client.get("/api/v1/export", params={"id": ["a"] * 201}).status_code == 422


def test_the_client_writes_whole_files(address: str, sample: Library, tmp_path: Path) -> None:
    with Client(address) as client:
        total = client.page("政协", all=True).summary.total
        file = client.export("政协", file=tmp_path / "a.bib", format="bibtex", all=True)
        assert file.read_text("utf-8").count("\n@") == total
        with pytest.raises(QueryError):
            client.export("(", file=tmp_path / "b.csv")
        with pytest.raises(UnknownArticle):
            client.export(ids=["ljrb-1"], file=tmp_path / "b.csv")
        assert client.export(ids=[sample.articles[0].id], file=tmp_path / "a.bib", format="ris").read_bytes().count(b"TY  - ") == 1
    assert [one.name for one in tmp_path.iterdir()] == ["a.bib"]


def test_a_file_that_breaks_off_is_told(tmp_path: Path, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    with library(tmp_path / "home", tokenizer, sample_articles(40)) as held, served(held.app()) as address, Client(address) as client:

        def broken(*_: object) -> Iterator[Any]:
            raise EngineUnavailable("engine_gone")
            yield

        monkeypatch.setattr("search.export.gathering._walked", broken)
        with pytest.raises(ZongshuError):
            client.export("", file=tmp_path / "b.csv", all=True)
        assert not list(tmp_path.glob("b.csv*"))
