"""Whether what the ledger says is held can be had from the archive."""

from articles.errors import DamagedArchive
from storage import Archive, Position
from storage.ledger import Address
from worker.steps.past import position


def whole(archive: Archive, address: Address) -> Position | None:
    """Where the record of an address lies; None where there is none, or a damaged one: it is to be fetched as if for the first time."""
    if address.file is None:
        return None
    try:
        archive.read(position(address))
    except DamagedArchive:
        return None
    return position(address)
