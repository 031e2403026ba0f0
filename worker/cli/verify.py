"""`archive verify`: every record of the archive, and what the ledger says of it. Reads only; does without a ledger where there is none."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.errors import DamagedArchive, SettingsError, StorageError
from storage import Archive, Checked, Named, Position, parsed_name, verify
from storage.ledger import Address, Ledger, look
from worker.cli.face import Face
from worker.cli.progress import Progress
from worker.home import Home

if TYPE_CHECKING:
    from worker.settings import Settings


@dataclass
class Tally:
    """What was checked and found."""

    files: int = 0
    records: int = 0
    damaged: int = 0
    missing: int = 0
    unknown: int = 0


def verify_archive(face: Face) -> None:
    """Check all, name what is damaged, tell what ledger and archive do not agree on; exit code 1 where there is damage."""
    from worker.cli.rooms import settings

    found = settings(face)
    home = Home(found.home)
    if not home.archive.is_dir():
        raise StorageError("archive_none", folder=str(home.archive))
    archive, tally = Archive(home.archive), Tally()
    names = list(archive.names())
    with _ledger(face, found, home) as ledger, Progress(face, "verify") as progress:
        for checked in verify(archive):
            progress.to(tally.files, len(names), checked.file)
            tally.files += 1
            tally.records += checked.records
            _tell_file(face, ledger, checked, tally)
        for address in ledger.revisions.without_file(lambda name: archive.size(name) > 0) if ledger else ():
            _tell_missing(face, address, tally)
    face.failed = face.failed or bool(tally.damaged or tally.missing)
    _tell_sum(face, tally)


@contextmanager
def _ledger(face: Face, found: "Settings", home: Home) -> Iterator[Ledger | None]:
    """The ledger, None where it is not there or cannot be opened: what is damaged can be told without it."""
    url = found.ledger or home.ledger
    try:
        opened = Ledger(url) if look(url) else None
    except (StorageError, SettingsError) as error:
        face.tell("told.about", about=face.say("told.verify_alone"), message=error.message(face.lang))
        opened = None
    else:
        if opened is None:
            face.tell("told.verify_alone")
    try:
        yield opened
    finally:
        if opened:
            opened.close()


def _tell_file(face: Face, ledger: Ledger | None, checked: Checked, tally: Tally) -> None:
    """The damage in a file, and the records that should be there and are not."""
    named = parsed_name(checked.file)
    held = _held(ledger, named, checked.file)
    offsets = {position.offset for position in checked.whole}
    for damage in checked.damage:
        offset = int(damage.facts.get("offset") or 0)
        address = held.get(offset)
        _tell_damage(face, damage, (checked.file, offset), named, address, _newer(ledger, address), tally)
    told = {int(damage.facts.get("offset") or 0) for damage in checked.damage}
    for offset, address in held.items():
        if offset not in offsets and offset not in told:
            _tell_missing(face, address, tally)
    if checked.tail and int(checked.tail.facts.get("offset") or 0) not in held:
        _say(face, {"kind": "tail", "file": checked.file, "offset": checked.tail.facts.get("offset")})
    if ledger and (named is None or ledger.issues.get(named.key) is None):
        tally.unknown += 1
        _say(face, {"kind": "unknown", "file": checked.file})


def _held(ledger: Ledger | None, named: Named | None, file: str) -> dict[int, Address]:
    """What the ledger says of a file: the address whose record lies at each offset."""
    records = ledger.revisions.records(named.key) if ledger and named else []
    return {one.offset: one for one in records if one.file == file and one.offset is not None}


def _newer(ledger: Ledger | None, address: Address | None) -> Address | None:
    """The address as it is held now, where it was fetched again since."""
    now = ledger.issues.addresses(address.issue) if ledger and address and address.issue else []
    return next((one for one in now if address and one.address == address.address and one.file and _at(one) != _at(address)), None)


def _at(one: Address) -> tuple[str | None, int | None]:
    return one.file, one.offset


def _tell_damage(
    face: Face,
    damage: DamagedArchive,
    at: tuple[str, int],
    named: Named | None,
    address: Address | None,
    newer: Address | None,
    tally: Tally,
) -> None:
    """A damaged record; where its address was fetched again since, only the old revision is lost."""
    tally.damaged += 1
    line = {"kind": "damaged", "file": at[0], "offset": at[1], "why": damage.facts.get("why"), "issue": named.key if named else None}
    line |= {"address": address.address if address else None, "replaced": f"{newer.file} {newer.offset}" if newer else None}
    _say(face, {**line, "do": None if newer else _advice(named)})


def _tell_missing(face: Face, address: Address, tally: Tally) -> None:
    """A record the ledger knows and the archive lacks."""
    tally.missing += 1
    at = Position(address.file or "", address.offset or 0, address.length or 0)
    about = {"issue": address.issue, "address": address.address}
    _say(face, {"kind": "missing", "file": at.file, "offset": at.offset, "why": None, **about, "do": _advice(parsed_name(at.file))})


def _advice(named: Named | None) -> str | None:
    """The command that fetches the issue again."""
    if named is None:
        return None
    if named.date is None:
        return "zongshu ingest"
    return f"zongshu crawl {named.paper} --date {named.date.isoformat()} --again"


def _say(face: Face, line: dict[str, Any]) -> None:
    if face.json:
        face.line(line)
        return
    face.result(face.say(f"verify.{line['kind']}", **{name: value or "?" for name, value in line.items()}))
    if line.get("address"):
        face.result("  " + face.say("verify.address", issue=line["issue"], address=line["address"]))
    if line.get("replaced"):
        face.result("  " + face.say("verify.replaced", replaced=line["replaced"]))
    if line.get("do"):
        face.result("  " + face.say("verify.do_file" if line["do"] == "zongshu ingest" else "verify.do", do=line["do"]))


def _tell_sum(face: Face, tally: Tally) -> None:
    counts = {"files": tally.files, "records": tally.records, "damaged": tally.damaged, "missing": tally.missing, "unknown": tally.unknown}
    if face.json:
        face.line({"summary": counts})
    else:
        face.result(face.say("verify.sum", **counts))
