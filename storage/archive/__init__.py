"""The archive of raw responses: WARC/1.1, one file an issue and attempt."""

from storage.archive.archive import Archive as Archive
from storage.archive.checking import Checked as Checked
from storage.archive.checking import check as check
from storage.archive.checking import verify as verify
from storage.archive.model import BESIDE as BESIDE
from storage.archive.model import Headers as Headers
from storage.archive.model import Position as Position
from storage.archive.model import Response as Response
from storage.archive.names import Named as Named
from storage.archive.names import archive_name as archive_name
from storage.archive.names import parsed_name as parsed_name
from storage.archive.records import Record as Record
