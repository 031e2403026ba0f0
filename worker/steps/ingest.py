"""ingest: a file given to us, into the archive and the ledger; reading and indexing follow like an issue's."""

from hashlib import sha256

from storage import Response, archive_name
from storage.ledger import Kept
from worker.steps.holding import whole
from worker.steps.kit import Kit

PAPER = "files"


def ingest(kit: Kit, name: str, payload: bytes) -> str:
    """Keep a file; the key of its issue (`files-<12 hex>`). The same bytes again, under whatever name, change nothing. StorageFull.

    Where the record held is damaged, the file is kept again behind it.
    """
    digest = sha256(payload).hexdigest()
    key = f"{PAPER}-{digest[:12]}"
    place = archive_name(PAPER, None, 1, key)
    with kit.archive.locked(place):
        now = kit.clock()
        issue = kit.ledger.issues.keep_file(key, PAPER, name, now)
        if issue.archive_end and any(whole(kit.archive, one) for one in kit.ledger.issues.addresses(key)):
            return key
        response = Response.dropped(name, payload, now)
        at = kit.archive.append(PAPER, None, 1, key, response, issue.archive_end)
        kit.archive.settle(place)
        kept = Kept(at.file, at.offset, at.length, digest, response.status, now, None, None)
        kit.ledger.issues.file_kept(key, kept, at.end, now)
    kit.wake("read", key)
    return key
