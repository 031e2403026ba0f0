"""A table of articles (CSV, TSV): a head that names its columns, one article a row. Good rows are kept, bad ones named by their lines."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from articles.decode import Decoded
from articles.errors import Unreadable
from articles.model import Source
from articles.repair import restore
from scrapers.bounds import measured
from scrapers.dropped.beside import Beside
from scrapers.dropped.columns import NAMES, columns_of, day_of, page_of
from scrapers.dropped.lines import head_of, rows_of
from scrapers.dropped.part import Part, Trouble
from scrapers.papers import Paper
from scrapers.plain import read_text
from scrapers.platforms import ArticlePage
from scrapers.platforms.blocks import Block, laid_out

#: Rows of a table; a day's reading is done with so many.
MOST_ROWS = 5_000
#: Lines named in a message.
_NAMED = 30


def has_header(text: str) -> bool:
    """Whether a text that does not say so is a table: its first line names a column of text and another, and most cells are names."""
    found, head = _columns(text), head_of(text)
    if found is None or head is None or head[1] == "，":
        return False
    return "text" in found and len(found) > 1 and 2 * len(found) >= len(head[2])


def read_table(decoded: Decoded, name: str, papers: Mapping[str, Paper], trouble: Trouble) -> Iterator[Part]:
    """The articles of a table, in the order of its rows. Unreadable without a head that names a column of text, and without a good row.

    Rows that are none, and cells that say no date or no paper we know, go to `trouble` in one error that names their lines.
    """
    columns, head = _columns(decoded.text), head_of(decoded.text)
    if head is None or columns is None or "text" not in columns:
        raise Unreadable("table_head", name=name, known=" ".join(names[0] for names in NAMES.values()))
    at, mark, cells = head
    rows = rows_of(decoded.text, at, mark)
    if len(rows.rows) > MOST_ROWS:
        raise Unreadable("table_long", name=name, rows=len(rows.rows), limit=MOST_ROWS)
    table = _Table(name, columns, len(cells), _codes(papers), torn=rows.torn)
    parts = [part for line, row in rows.rows if (part := table.part(line, row))]
    error = table.error()
    if not parts:
        raise error or Unreadable("dropped_empty", name=name)
    if error:
        trouble(error)
    flags = (*(("decode_replaced",) if decoded.replaced else ()), *((f"table_rows_unread_{table.lost}",) if table.lost else ()))
    yield from (replace(part, flags=(*flags, *part.flags)) for part in parts)


def _columns(text: str) -> dict[str, int] | None:
    try:
        head = head_of(text)
    except csv.Error:
        return None
    return columns_of(head[2]) if head else None


def _codes(papers: Mapping[str, Paper]) -> dict[str, str]:
    """Codes of papers by what a cell may call them."""
    return {paper.name: code for code, paper in papers.items()} | {code: code for code in papers}


@dataclass
class _Table:
    """Where the columns stand, and the lines of what was wrong."""

    name: str
    columns: Mapping[str, int]
    width: int
    codes: Mapping[str, str]
    torn: list[int] = field(default_factory=list)
    wide: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    long: list[int] = field(default_factory=list)
    dateless: list[int] = field(default_factory=list)
    paperless: list[int] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """How many rows gave no article."""
        return len(self.torn) + len(self.wide) + len(self.empty) + len(self.long)

    def part(self, line: int, cells: Sequence[str]) -> Part | None:
        """The article of a row; None for a row that is none, which is noted."""
        if len(cells) > self.width and any(cell.strip() for cell in cells[self.width :]):
            self.wide.append(line)
            return None
        said = {column: cells[at].strip() for column, at in self.columns.items() if at < len(cells)}
        if not said.get("text"):
            self.empty.append(line)
            return None
        beside = self._beside(line, said)
        flags: tuple[str, ...] = ("table_date_unread",) if said.get("date") and not beside.date else ()
        flags += ("table_paper_unknown",) if said.get("paper") and not beside.paper else ()
        try:
            read = measured(_article(said, self.name), self.name)
        except Unreadable:
            self.long.append(line)
            return None
        source = Source(said["address"], _digest(cells)) if said.get("address", "").startswith(("http://", "https://")) else None
        return Part(read, beside, flags=flags, source=source)

    def _beside(self, line: int, said: Mapping[str, str]) -> Beside:
        date, code = day_of(said.get("date", "")), self.codes.get(said.get("paper", "").strip("《》"))
        if said.get("date") and not date:
            self.dateless.append(line)
        if said.get("paper") and not code:
            self.paperless.append(line)
        number, page_name = page_of(said.get("page", ""))
        return Beside(code, date, number, page_name)

    def error(self) -> Unreadable | None:
        """What was wrong, with the lines."""
        kinds = {name: getattr(self, name) for name in ("torn", "wide", "empty", "long", "dateless", "paperless")}
        if not any(kinds.values()):
            return None
        return Unreadable("table_rows", name=self.name, lost=self.lost, **{kind: _listed(lines) for kind, lines in kinds.items()})


def _listed(lines: Sequence[int]) -> str:
    more = f" … (+{len(lines) - _NAMED})" if len(lines) > _NAMED else ""
    return " ".join(map(str, lines[:_NAMED])) + more or "—"


def _article(said: Mapping[str, str], name: str) -> ArticlePage:
    """A row's cells as an article; without a title its text is read as a text file is."""
    if said.get("title"):
        page = restore(said["text"])
        parts: list[Block] = list(page.parts) or [(line, "body") for raw in page.text.splitlines() if (line := raw.strip())]
        own: list[Block] = [(page.title, "heading")] if page.parts and page.title and page.title != said["title"] else []
        repairs = tuple(step.repair() for step in page.edits)
        read = ArticlePage(
            None, None, None, None, None, said["title"], None, None, laid_out([*own, *parts]), flags=page.flags, repairs=repairs
        )
    else:
        read = read_text(said["text"], name)
    return replace(
        read,
        kicker=said.get("kicker") or None,
        subtitle=said.get("subtitle") or read.subtitle,
        author=said.get("byline") or None,
        address=None,
    )


def _digest(cells: Sequence[str]) -> str:
    return sha256("\x1f".join(cells).encode("utf-8", "surrogatepass")).hexdigest()
