"""A connection to a cluster: the client, and what to call the cluster in messages."""

from contextlib import AbstractContextManager
from typing import Any

from elasticsearch import Elasticsearch

from indexing.engines.elasticsearch.faults import asking
from indexing.engines.options import ElasticsearchOptions


class Connection:
    """The client of one cluster; any number of threads may use it, a forked process makes its own."""

    def __init__(self, options: ElasticsearchOptions) -> None:
        self.options = options
        self.client = Elasticsearch(list(options.hosts), request_timeout=options.timeout, **_login(options), **_trust(options))

    def asking(self, index: str = "") -> AbstractContextManager[None]:
        """Turns errors of the client into ours."""
        return asking(self.options.place, index)

    def versions(self) -> list[str]:
        """The versions of the nodes, each once. EngineUnavailable, EngineError."""
        with self.asking():
            answer = self.client.nodes.info(filter_path="nodes.*.version")
        return sorted({node["version"] for node in answer["nodes"].values()})

    def close(self) -> None:
        """Give up the connections; idempotent."""
        self.client.close()


def _login(options: ElasticsearchOptions) -> dict[str, Any]:
    if options.api_key:
        return {"api_key": options.api_key}
    return {"basic_auth": (options.user, options.password)} if options.user else {}


def _trust(options: ElasticsearchOptions) -> dict[str, Any]:
    given = {"ca_certs": options.ca_file and str(options.ca_file), "ssl_assert_fingerprint": options.fingerprint}
    return {name: value for name, value in given.items() if value}
