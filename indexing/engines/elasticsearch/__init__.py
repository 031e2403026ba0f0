"""The server engine: Elasticsearch 8 or 9; an index is a generation, an alias says which is live.

Needs the client of the extra `servers`.
"""

from indexing.engines.elasticsearch.connection import Connection
from indexing.engines.elasticsearch.engine import ElasticsearchEngine
from indexing.engines.elasticsearch.generations import ElasticsearchGenerations
from indexing.engines.elasticsearch.schema import MAPPING_VERSION

__all__ = ["MAPPING_VERSION", "Connection", "ElasticsearchEngine", "ElasticsearchGenerations"]
