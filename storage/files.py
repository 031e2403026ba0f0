"""Article files: what was read from an issue, one gzipped JSONL file each. The index is rebuilt from them; researchers download them."""

import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from articles.errors import DamagedArchive, Unreadable
from articles.exchange import from_json, to_json
from articles.model import Article
from storage.disk import flush_folder, locked, put
from storage.inflate import bounded

_ISSUE = re.compile(r"([a-z][a-z0-9_-]*)-((\d{4})\d{4})")
_DROPPED = re.compile(r"files-([0-9a-f]{2})[0-9a-f]{10}")
_SUFFIX = ".jsonl.gz"
#: Bytes of an issue's lines: more is no issue (a thousand articles of the longest kind have half of it).
LARGEST, _PIECE = 512 * 2**20, 2**20


class ArticleFiles:
    """The article files under `root`: `<paper>/<yyyy>/<key>.jsonl.gz`, dropped files `files/<2 hex>/<key>.jsonl.gz`.

    A key is `<paper>-<yyyymmdd>` or `files-<12 hex>`; any other raises ValueError. Threads and processes may share it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, key: str) -> Path:
        """Where the file of a key lies, whether it is there or not."""
        if dropped := _DROPPED.fullmatch(key):
            return self.root / "files" / dropped[1] / f"{key}{_SUFFIX}"
        if issue := _ISSUE.fullmatch(key):
            return self.root / issue[1] / issue[3] / f"{key}{_SUFFIX}"
        raise ValueError(f"no key of an issue: {key!r}")

    def write(self, key: str, articles: Sequence[Article]) -> str:
        """Keep the articles of an issue and return the SHA-256 of their lines. StorageFull leaves what was there.

        The same articles make the same bytes; a file that holds them already is not touched.
        """
        path = self.path(key)
        lines = "".join(f"{to_json(article)}\n" for article in articles).encode()
        if _held(path) != lines:
            with locked(path.parent):
                put(path, zlib.compress(lines, 6, wbits=31))
        return hashlib.sha256(lines).hexdigest()

    def read(self, key: str) -> list[Article]:
        """The articles of an issue, in the order written. DamagedArchive: the file is torn or gone; Unreadable: a line is wrong."""
        return self.held(key)[0]

    def held(self, key: str) -> tuple[list[Article], str]:
        """The articles of an issue and the SHA-256 of the lines they were read from, of one state of the file. Errors as in `read`."""
        lines = self._lines(key)
        return [self._article(key, line) for line in lines.splitlines()], hashlib.sha256(lines).hexdigest()

    def lines(self, key: str) -> tuple[str, list[tuple[bytes, Article]]]:
        """The digest of a file, and each article beside its line: what who compares needs in one look. Errors as in `read`."""
        lines = self._lines(key)
        return hashlib.sha256(lines).hexdigest(), [(line, self._article(key, line)) for line in lines.splitlines()]

    def digest(self, key: str) -> str:
        """The SHA-256 of the lines held, as `write` returned it. DamagedArchive as in `read`."""
        return hashlib.sha256(self._lines(key)).hexdigest()

    def keys(self) -> Iterator[str]:
        """The keys of all files, in the order of their paths."""
        return (path.name.removesuffix(_SUFFIX) for path in sorted(self.root.glob(f"*/*/*{_SUFFIX}")))

    def delete(self, key: str) -> None:
        """Remove the file of a key; nothing where there is none."""
        path = self.path(key)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            flush_folder(path.parent)

    def leftovers(self) -> list[Path]:
        """What writers that were killed left half written."""
        return sorted(self.root.glob(f"*/*/.*{_SUFFIX}.part"))

    def _lines(self, key: str) -> bytes:
        path = self.path(key)
        try:
            return _unzipped(path)
        except (OSError, EOFError, zlib.error) as error:
            raise DamagedArchive("files_damaged", file=str(path), issue=key, why=str(error)) from error

    def _article(self, key: str, line: bytes) -> Article:
        try:
            return from_json(line)
        except Unreadable as error:
            raise Unreadable("files_line", file=str(self.path(key)), issue=key, why=str(error.facts.get("why"))) from error


def _held(path: Path) -> bytes | None:
    """The lines a file holds; None where there is none, or a torn one."""
    try:
        return _unzipped(path)
    except (OSError, EOFError, zlib.error):
        return None


def _unzipped(path: Path) -> bytes:
    zipped = path.read_bytes()
    if not zipped:
        raise EOFError("0 bytes")
    unzip, lines = zlib.decompressobj(wbits=31), bytearray()
    for piece in bounded(unzip, zipped, _PIECE):
        lines += piece
        if len(lines) > LARGEST:
            raise EOFError(f"more than {LARGEST} bytes")
    if not unzip.eof or unzip.unused_data:
        raise EOFError("the end is missing" if not unzip.eof else "bytes behind the end")
    return bytes(lines)
