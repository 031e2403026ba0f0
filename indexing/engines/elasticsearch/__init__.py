"""The server engine: Elasticsearch 8 or 9; an index is a generation, an alias says which is live."""

from indexing.engines.elasticsearch.engine import ElasticsearchEngine
from indexing.engines.elasticsearch.options import ElasticsearchOptions

__all__ = ["ElasticsearchEngine", "ElasticsearchOptions"]
