"""Elasticsearch: reachable, of a version we speak, healthy, with room, not blocked, and open to our user."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from articles.errors import EngineError, GenerationBroken
from worker.doctor.clocks import Clock, compared, difference
from worker.doctor.finding import Facts, Finding, State, bad, ok, warn

if TYPE_CHECKING:
    from indexing.engines.elasticsearch import Connection

#: Major versions the engine is tested on.
MAJORS = ("8", "9")
#: What it means that a disk is beyond a watermark: at `low` no new shard comes, at `flood_stage` its indices are locked.
_WATERMARKS: dict[str | None, State] = {"low": "warn", "high": "warn", "flood_stage": "bad"}
#: The block that Elasticsearch sets by itself at the flood stage.
_FLOOD = "read_only_allow_delete"

Check = Callable[["Connection", Clock], Iterator[Finding]]


def check_cluster(connection: "Connection", clock: Clock) -> Iterator[Finding]:
    """Its findings. EngineUnavailable, EngineError where it cannot be reached or refuses the login."""
    yield from _allowed("index.version", connection, clock, versions)
    for check, findings in (
        ("index.health", health),
        ("index.clock", clocks),
        ("index.disk", disks),
        ("index.blocks", blocks),
        ("index.rights", rights),
    ):
        yield from _allowed(check, connection, clock, findings)


def _allowed(check: str, connection: "Connection", clock: Clock, findings: Check) -> Iterator[Finding]:
    """The findings; where the user may not ask that, it is said, and the rest is looked at nevertheless."""
    try:
        yield from findings(connection, clock)
    except EngineError as error:
        if error.key != "engine_forbidden":
            raise
        yield warn(check, "index_unasked", **error.facts)


def versions(connection: "Connection", clock: Clock) -> Iterator[Finding]:
    """Of the servers, beside the client's; that they answer at all comes first."""
    import elasticsearch

    del clock
    try:
        found = connection.versions()
    except GenerationBroken as error:  # nothing answers to the question
        raise EngineError("engine_not_elasticsearch", place=connection.options.place) from error
    yield ok("index.reach", "index_reach", place=connection.options.place)
    facts: Facts = {"versions": ", ".join(found), "client": ".".join(map(str, elasticsearch.__version__))}
    known = all(version.partition(".")[0] in MAJORS for version in found)
    yield ok("index.version", "index_version", **facts) if known else bad("index.version", "index_other_version", **facts)


def health(connection: "Connection", clock: Clock) -> Iterator[Finding]:
    """Red lacks data; yellow lacks copies, which one node cannot hold anyway."""
    from indexing.engines.elasticsearch import state

    del clock
    status, nodes = state.health(connection)
    facts: Facts = {"status": status, "nodes": nodes}
    if status == "red":
        yield bad("index.health", "index_red", **facts)
    elif status == "yellow" and nodes > 1:
        yield warn("index.health", "index_yellow", **facts)
    else:
        yield ok("index.health", "index_health", **facts)


def clocks(connection: "Connection", clock: Clock) -> Iterator[Finding]:
    """Of the node that is furthest from us."""
    from indexing.engines.elasticsearch import state

    before = clock()
    told = state.clocks(connection)
    after = clock()
    found = {node: difference(before, theirs, after) for node, theirs in told.items()}
    worst = max(found, key=lambda node: found[node].least)
    yield compared("index.clock", f"Elasticsearch ({worst})", found[worst])


def disks(connection: "Connection", clock: Clock) -> Iterator[Finding]:
    """Of each node that holds data, by the cluster's own watermarks."""
    from indexing.engines.elasticsearch import state

    del clock
    for disk in state.disks(connection):
        facts: Facts = {
            "node": disk.node,
            "free": round(disk.free / 10**9, 1),
            "total": round(disk.total / 10**9, 1),
            "reached": disk.reached,
        }
        level = _WATERMARKS.get(disk.reached, "ok")
        yield Finding("index.disk", level, "index_disk" if level == "ok" else "index_disk_filling", facts)


def blocks(connection: "Connection", clock: Clock) -> Iterator[Finding]:
    """What is locked against writing, by whom is told by the kind of lock."""
    from indexing.engines.elasticsearch import state

    del clock
    held = state.blocks(connection)
    for index, names in held.items():
        yield bad("index.blocks", "index_flooded" if _FLOOD in names else "index_blocked", index=index, blocks=", ".join(names))
    whole = state.cluster_blocks(connection)
    if whole:
        yield bad("index.blocks", "index_flooded_cluster" if _FLOOD in whole else "index_blocked_cluster", blocks=", ".join(whole))
    if not held and not whole:
        yield ok("index.blocks", "index_free")


def rights(connection: "Connection", clock: Clock) -> Iterator[Finding]:
    """Whether our user may write, read and manage our indices."""
    from indexing.engines.elasticsearch import state

    del clock
    if not (connection.options.user or connection.options.api_key):
        yield ok("index.rights", "index_no_login")
        return
    lacking, pattern = state.lacking(connection), f"{connection.options.prefix}-*"
    if lacking:
        yield bad("index.rights", "index_rights_lacking", pattern=pattern, rights=", ".join(lacking))
    else:
        yield ok("index.rights", "index_rights", pattern=pattern)
