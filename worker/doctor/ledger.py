"""The ledger: reachable, of a version we know, in UTF-8, writable, its clock ours."""

from collections.abc import Iterator

from storage.ledger import Seen, look
from worker.doctor.clocks import Clock, compared, difference
from worker.doctor.finding import Facts, Finding, bad, ok, warn

#: The oldest PostgreSQL that we run on.
OLDEST_POSTGRES = 13


def check_ledger(url: str, clock: Clock) -> Iterator[Finding]:
    """Its findings. SettingsError, StorageError where it cannot be looked at."""
    seen = look(url)
    if seen is None:
        yield warn("ledger.reach", "ledger_missing")
        return
    yield ok("ledger.reach", "ledger_reach", kind=seen.kind, place=seen.place)
    yield version(seen)
    yield encoding(seen)
    if "SELECT" not in seen.lacking:
        yield migration(seen)
    yield rights(seen)
    before, again, after = clock(), look(url), clock()  # the first look loads a driver, which takes longer than the answer
    if again is not None and again.at is not None:
        yield compared("ledger.clock", seen.kind, difference(before, again.at, after))


def version(seen: Seen) -> Finding:
    """Of the database."""
    facts: Facts = {"kind": seen.kind, "version": ".".join(map(str, seen.server)), "oldest": OLDEST_POSTGRES}
    old = seen.kind == "PostgreSQL" and seen.server[0] < OLDEST_POSTGRES
    return bad("ledger.version", "ledger_old_server", **facts) if old else ok("ledger.version", "ledger_version", **facts)


def encoding(seen: Seen) -> Finding:
    """Anything but UTF-8 cannot hold every Chinese character."""
    good = seen.encoding.upper().replace("-", "") in ("UTF8", "UTF16LE", "UTF16BE")
    return ok("ledger.encoding", "ledger_encoding", encoding=seen.encoding) if good else _not_utf8(seen)


def _not_utf8(seen: Seen) -> Finding:
    return bad("ledger.encoding", "ledger_not_utf8", encoding=seen.encoding, place=seen.place)


def migration(seen: Seen) -> Finding:
    """The version of the tables, beside the one this program makes."""
    facts: Facts = {"migration": seen.migration, "newest": seen.newest}
    if seen.migration is None:
        return warn("ledger.migration", "ledger_empty", **facts)
    if seen.migration > seen.newest:
        return bad("ledger.migration", "ledger_newer", **facts)
    return ok("ledger.migration", "ledger_migration", **facts) if seen.current else warn("ledger.migration", "ledger_older", **facts)


def rights(seen: Seen) -> Finding:
    """Whether it can be written."""
    if seen.read_only:
        return bad("ledger.rights", "ledger_read_only", place=seen.place)
    if seen.lacking:
        return bad("ledger.rights", "ledger_rights_lacking", place=seen.place, rights=", ".join(seen.lacking))
    return ok("ledger.rights", "ledger_rights", place=seen.place)
