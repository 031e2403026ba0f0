"""The index's fields as Elasticsearch's mapping, and a document as the server takes it.

Analysers are core ones only: tokens come cut and are parted by spaces. Token fields are left out of `_source`, so a document changes by
being sent again. `digest`, of the stored article, tells without fetching a text whether a document is the same.
"""

from typing import Any

from indexing.engines.options import ElasticsearchOptions
from indexing.schema import FIELDS, Document, Field, digest

#: Changes with the mapping or the settings: another version is another generation.
MAPPING_VERSION = 1

_KEPT = {"type": "keyword", "index": False, "doc_values": False}


def mapping() -> dict[str, Any]:
    """The mapping of FIELDS; a field it does not name is refused."""
    properties = {field.name: _property(field) for field in FIELDS}
    left_out = sorted(field.name for field in FIELDS if field.kind == "tokens")
    return {"dynamic": "strict", "_source": {"excludes": left_out}, "properties": {**properties, "digest": _KEPT}}


def settings(options: ElasticsearchOptions) -> dict[str, Any]:
    """Settings of a new index. A write refreshes by itself; the interval is for what a killed writer left behind."""
    return {"number_of_shards": options.shards, "auto_expand_replicas": options.replicas, "refresh_interval": "30s"}


def _property(field: Field) -> dict[str, Any]:
    match field.kind:
        case "keyword":
            return {"type": "keyword"}
        case "number":
            return {"type": "long"}
        case "tokens":
            return {"type": "text", "analyzer": "whitespace", "index_options": "positions" if field.positions else "freqs"}
        case "stored":
            return _KEPT


def row(document: Document, names: frozenset[str]) -> dict[str, Any]:
    """A document as the server takes it, as far as the index has fields for it."""
    made = {name: value for name, value in document.items() if name in names}
    return {**made, "article": document["article"].decode(), "digest": digest(document["article"])}
