"""The index's fields as tantivy's, and the columns that make its order exact.

tantivy sorts by one column, and breaks ties of score by where a document happens to lie. So a document carries its id as four numbers
that order like the id's first 32 bytes (cheap to fetch for hundreds of tied hits), and two texts that order like date and id.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tantivy

from indexing.schema import FIELDS, Document, Field

#: Columns of eight bytes of the id each.
ID_COLUMNS = ("id_0", "id_1", "id_2", "id_3")
ID_BYTES = 8 * len(ID_COLUMNS)
_UNDATED = 99999999


def schema() -> tantivy.Schema:
    """The schema of FIELDS and the columns for ordering."""
    builder = tantivy.SchemaBuilder()
    for field in FIELDS:
        _add(builder, field)
    for name in ID_COLUMNS:
        builder.add_unsigned_field(name, fast=True)
    for name in ("oldest_first", "newest_first"):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _add(builder: tantivy.SchemaBuilder, field: Field) -> None:
    match field.kind:
        case "keyword":
            builder.add_text_field(field.name, stored=field.name == "id", fast=True, tokenizer_name="raw", index_option="basic")
        case "number":
            builder.add_integer_field(field.name, indexed=True, fast=True)
        case "tokens":
            builder.add_text_field(field.name, tokenizer_name="whitespace", index_option="position" if field.positions else "freq")
        case "stored":
            builder.add_bytes_field(field.name, stored=True)


def field_names(path: Path) -> frozenset[str]:
    """The fields of the index in a folder, which another version of ours may have made."""
    return frozenset(field["name"] for field in json.loads((path / "meta.json").read_text("utf-8"))["schema"])


def row(document: Document, names: frozenset[str]) -> tantivy.Document:
    """A document as tantivy takes it, as far as the index has fields for it."""
    made = tantivy.Document()
    for field in FIELDS:
        if field.name in document and field.name in names:
            value = document[field.name]
            _put(made, field, value if field.many else (value,))
    for name, number in zip(ID_COLUMNS, id_key(document["id"]), strict=True):
        made.add_unsigned(name, number)
    date = document.get("date")
    made.add_text("oldest_first", f"{_UNDATED if date is None else date:08}{document['id']}")
    made.add_text("newest_first", f"{_UNDATED if date is None else _UNDATED - date - 1:08}{document['id']}")
    return made


def _put(made: tantivy.Document, field: Field, values: Sequence[Any]) -> None:
    for value in values:
        match field.kind:
            case "keyword" | "tokens":
                made.add_text(field.name, value)
            case "number":
                made.add_integer(field.name, value)
            case "stored":
                made.add_bytes(field.name, value)


def id_key(id_: str) -> tuple[int, ...]:
    """The first 32 bytes of an id as four numbers that order like it."""
    raw = id_.encode()[:ID_BYTES].ljust(ID_BYTES, b"\0")
    return tuple(int.from_bytes(raw[start : start + 8]) for start in range(0, ID_BYTES, 8))
