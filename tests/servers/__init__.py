"""Real Redis, PostgreSQL and Elasticsearch for the tests, from a URL, the PATH or package registries; see `servers.fixtures`.

Found in this order: the environment (`REDIS_URL`, `DATABASE_URL`, `ELASTICSEARCH_URL`), the PATH, a wheel of the `tests` extra (for
Elasticsearch: a Maven artefact run by the wheel of a Java runtime). No root needed, root works, no Docker.
"""

from servers.elasticsearch import Elasticsearch
from servers.missing import Missing
from servers.postgres import Postgres
from servers.process import Server
from servers.redis import Redis

__all__ = ["Elasticsearch", "Missing", "Postgres", "Redis", "Server"]
