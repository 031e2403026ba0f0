"""ingest: a file given to us, into the archive and the ledger; reading and indexing follow like an issue's."""

import re
from dataclasses import dataclass
from hashlib import sha256

from articles.errors import DamagedArchive
from scrapers import NOTHING, Beside
from storage import BESIDE, Response, archive_name
from storage.ledger import Kept
from worker.steps.kit import Kit
from worker.steps.past import position
from worker.steps.removed import refuse_removed

PAPER = "files"
#: Characters no name is kept with: controls, and bytes of a file's name that are no text.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
#: Characters of a name that are kept.
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Receipt:
    """The key of a file's issue (`files-<12 hex>`), and whether these bytes were held already."""

    key: str
    known: bool


def ingest(kit: Kit, name: str, payload: bytes) -> str:
    """Keep a file; the key of its issue. See `take`."""
    return take(kit, name, payload).key


def take(kit: Kit, name: str, payload: bytes, beside: Beside = NOTHING) -> Receipt:
    """Keep a file and what is known beside it. UnknownPaper, StorageFull; RemovedArticle where its record was removed.

    The same bytes again, under whatever name, change nothing; where more is known beside them now, or the record held is damaged, they are
    kept again behind it, and read again.
    """
    if beside.paper:
        kit.paper(beside.paper)
    digest = sha256(payload).hexdigest()
    key = f"{PAPER}-{digest[:12]}"
    place = archive_name(PAPER, None, 1, key)
    refuse_removed(kit, key)
    with kit.archive.locked(place):
        now = kit.clock()
        issue = kit.ledger.issues.keep_file(key, PAPER, printable(name), now)
        held = _held(kit, key) if issue.archive_end else None
        before = Beside.from_json(held.header(BESIDE)) if held else NOTHING
        more = beside.over(before)
        if held and more == before:
            return Receipt(key, known=True)
        response = Response.dropped(printable(name), payload, now, beside=more.to_json())
        at = kit.archive.append(PAPER, None, 1, key, response, issue.archive_end)
        kit.archive.settle(place)
        kept = Kept(at.file, at.offset, at.length, digest, response.status, now, None, None)
        kit.ledger.issues.file_kept(key, kept, at.end, now)
    kit.wake("read", key)
    return Receipt(key, known=held is not None)


def printable(name: str) -> str:
    """A file's name as it may be kept and shown: what would act on a screen, or is no text, is U+FFFD."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", name)[-_LONGEST:]


def _held(kit: Kit, key: str) -> Response | None:
    """The record of a file, as far as it can be had."""
    for one in kit.ledger.issues.addresses(key):
        try:
            return kit.archive.read(position(one)) if one.file else None
        except DamagedArchive:
            continue
    return None
