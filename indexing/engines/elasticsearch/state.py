"""How a cluster is: its health, nodes, disks, blocks and what its user may do."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError

from indexing.engines.elasticsearch.connection import Connection

_WATERMARK = "cluster.routing.allocation.disk.watermark"
_BLOCKS = ("read_only_allow_delete", "read_only", "write", "read", "metadata")
_UNITS = {"b": 1, "kb": 2**10, "mb": 2**20, "gb": 2**30, "tb": 2**40, "pb": 2**50}
#: What a user needs on our indices.
RIGHTS = ("manage", "read", "write")


@dataclass(frozen=True, slots=True)
class Disk:
    """A node's disk: bytes, and which of `low`, `high` and `flood_stage` it has reached (None: none of them)."""

    node: str
    total: int
    free: int
    reached: str | None


def health(connection: Connection) -> tuple[str, int]:
    """`green`, `yellow` or `red` for our indices (green where there are none), and the number of nodes that hold data."""
    with connection.asking():
        answer = connection.client.cluster.health(index=f"{connection.options.prefix}-*", timeout="2s").body
    return answer["status"], int(answer["number_of_data_nodes"])


def clocks(connection: Connection) -> dict[str, dt.datetime]:
    """What each node's clock says."""
    with connection.asking():
        answer = connection.client.nodes.stats(metric="os", filter_path="nodes.*.timestamp,nodes.*.name").body
    return {node["name"]: dt.datetime.fromtimestamp(node["timestamp"] / 1000, dt.UTC) for node in answer["nodes"].values()}


def disks(connection: Connection) -> list[Disk]:
    """The disks of the nodes that hold data, measured by the cluster's own watermarks."""
    with connection.asking():
        answer = connection.client.nodes.stats(metric="fs", filter_path="nodes.*.fs.total,nodes.*.name").body
        settings = _settings(connection)
    return [
        Disk(node["name"], total["total_in_bytes"], total["available_in_bytes"], reached(total, settings))
        for node in answer["nodes"].values()
        if (total := node.get("fs", {}).get("total")) and total.get("total_in_bytes")
    ]


def blocks(connection: Connection) -> dict[str, list[str]]:
    """The blocks set on our indices, by index; an index without any is left out."""
    with connection.asking():
        pattern = f"{connection.options.prefix}-*"
        found = connection.client.indices.get_settings(index=pattern, name="index.blocks.*", flat_settings=True).body
    held = {index: list(_set(answer["settings"], "index.blocks")) for index, answer in found.items()}
    return {index: names for index, names in held.items() if names}


def cluster_blocks(connection: Connection) -> list[str]:
    """The blocks set on the whole cluster."""
    with connection.asking():
        return list(_set(_settings(connection), "cluster.blocks"))


def lacking(connection: Connection) -> list[str]:
    """Which of RIGHTS on our indices and aliases the user has not; none where the cluster knows no users."""
    pattern = f"{connection.options.prefix}-*"
    with connection.asking():
        try:
            answer = connection.client.security.has_privileges(index=[{"names": [pattern], "privileges": list(RIGHTS)}]).body
        except ApiError as error:
            if error.status_code in (400, 404, 405):  # no such question: security is off
                return []
            raise
    held: Mapping[str, bool] = answer["index"][pattern]
    return [right for right in RIGHTS if not held[right]]


def reached(total: Mapping[str, int], settings: Mapping[str, Any]) -> str | None:
    """The highest watermark a disk is beyond; of a disk with many bytes less must be free, where a headroom is set."""
    for name in ("flood_stage", "high", "low"):
        mark = str(settings.get(f"{_WATERMARK}.{name}", ""))
        headroom = str(settings.get(f"{_WATERMARK}.{name}.max_headroom", "-1"))
        if mark and total["available_in_bytes"] < _to_be_free(total["total_in_bytes"], mark, headroom):
            return name
    return None


def _to_be_free(total: int, mark: str, headroom: str) -> float:
    """Bytes: a mark is a share that may be used (`85%`, `0.85`) or an amount to be free (`10gb`)."""
    if (amount := _bytes(mark)) is not None:
        return amount
    share = float(mark[:-1]) / 100 if mark.endswith("%") else float(mark)
    most = _bytes(headroom)
    return total * (1 - share) if most is None else min(total * (1 - share), most)


def _bytes(text: str) -> float | None:
    """An amount with a unit; None for what has none (`-1`: no bound)."""
    number = text.lower().rstrip("bkmgtp")
    unit = text.lower()[len(number) :]
    return float(number) * _UNITS[unit] if unit in _UNITS else None


def _settings(connection: Connection) -> dict[str, Any]:
    """The cluster's settings, flat: what was set now, else for good, else the default."""
    answer = connection.client.cluster.get_settings(include_defaults=True, flat_settings=True).body
    return {**answer.get("defaults", {}), **answer["persistent"], **answer["transient"]}


def _set(settings: Mapping[str, Any], prefix: str) -> Iterator[str]:
    return (name for name in _BLOCKS if str(settings.get(f"{prefix}.{name}", "false")) == "true")
