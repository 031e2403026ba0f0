"""What is kept: the archive, article files and the ledger."""

from storage.archive import BESIDE as BESIDE
from storage.archive import Archive as Archive
from storage.archive import Checked as Checked
from storage.archive import Headers as Headers
from storage.archive import Named as Named
from storage.archive import Position as Position
from storage.archive import Record as Record
from storage.archive import Response as Response
from storage.archive import archive_name as archive_name
from storage.archive import check as check
from storage.archive import parsed_name as parsed_name
from storage.archive import verify as verify
from storage.corrections import Corrections as Corrections
from storage.disk import flush_folder as flush_folder
from storage.disk import locked as locked
from storage.files import ArticleFiles as ArticleFiles
from storage.inflate import bounded as bounded
from storage.removals import Removals as Removals
