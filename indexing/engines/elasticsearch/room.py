"""Whether the cluster's disks have room for one more generation."""

from articles.errors import EngineError, EngineUnavailable
from indexing.engines.elasticsearch.connection import Connection
from indexing.engines.elasticsearch.state import disks


def size(connection: Connection, index: str) -> int:
    """Bytes an index takes on the cluster, copies and all."""
    with connection.asking(index):
        answer = connection.client.indices.stats(index=index, metric="store").body
    return int(answer["_all"]["total"]["store"]["size_in_bytes"])


def free(connection: Connection) -> int | None:
    """Bytes free on the nodes that still take data; None where we may not ask, or the cluster does not tell."""
    try:
        found = disks(connection)
    except EngineUnavailable:
        raise
    except EngineError:
        return None
    return sum(disk.free for disk in found if disk.reached is None) if found else None
