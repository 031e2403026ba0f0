"""A file as bytes, piece by piece; and a file put in its place in one step."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from articles.errors import StorageError
from search.export.delimited import csv_lines
from search.export.dossier import write_docx
from search.export.lines import json_lines
from search.export.markdown import markdown
from search.export.model import Format, Head, Item
from search.export.references import bibtex, citations, ris
from search.export.sheets import write_xlsx

Whole = Callable[[IO[bytes]], None]
#: Bytes gathered before they are given out: an article at a time is too many small pieces for a network.
_PIECE = 1 << 16


def written(format_: Format, head: Head, items: Iterable[Item], *, bom: bool = False) -> Iterator[bytes]:
    """The file of a format. Texts come as they are made, the first piece being the head; the others come when they are whole."""
    if format_ == "xlsx":
        return whole(lambda out: write_xlsx(head, items, out))
    if format_ == "docx":
        return whole(lambda out: write_docx(head, items, out))
    return encoded(_texts(format_, head, items, bom))


def _texts(format_: Format, head: Head, items: Iterable[Item], bom: bool) -> Iterator[str]:
    if format_ == "csv":
        return csv_lines(head, items, bom=bom)
    if format_ in ("gbt7714", "short"):
        return citations(head, items, format_)
    return {"jsonl": json_lines, "md": markdown, "bibtex": bibtex, "ris": ris}[format_](head, items)


def whole(write: Whole) -> Iterator[bytes]:
    """A file that is made whole in a temporary file, then given out."""
    with tempfile.TemporaryFile() as file:
        write(file)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def encoded(texts: Iterable[str]) -> Iterator[bytes]:
    """Texts as UTF-8, the first at once, the others gathered to pieces worth sending."""
    kept = bytearray()
    for number, text in enumerate(texts):
        kept += text.encode("utf-8")
        if not number or len(kept) >= _PIECE:
            yield bytes(kept)
            kept.clear()
    if kept:
        yield bytes(kept)


@contextmanager
def in_place(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that takes the place of `path` when all went well; else `path` is as it was. StorageError."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StorageError("export_file", file=str(path), why=error.strerror or str(error)) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
