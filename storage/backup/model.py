"""What a backup says of itself: `backup.json` (its head) and `files.jsonl` (a line for each file, with its SHA-256)."""

from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

#: The form of a backup. A program reads its own and older ones.
FORMAT = 1
HEAD, FILES, LEDGER, PART = "backup.json", "files.jsonl", "ledger.jsonl.gz", ".part"

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def _inside(path: str) -> str:
    """A path that leads nowhere but into the folder it is taken in."""
    if path in ("", ".") or "\0" in path or path.startswith("/") or ".." in path.split("/") or str(PurePosixPath(path)) != path:
        raise ValueError("a path inside the backup")
    return path


class Entry(BaseModel):
    """A file of a backup: its place in it, bytes, the time its source was changed (nanoseconds), rights and SHA-256."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: Annotated[str, AfterValidator(_inside)]
    size: Annotated[int, Field(ge=0)]
    mtime: int
    mode: Annotated[int, Field(ge=0, le=0o777)]
    sha256: Digest

    def same(self, size: int, mtime: int) -> bool:
        """Whether a source of that size and time is the one this was copied from."""
        return (self.size, self.mtime) == (size, mtime)


class Head(BaseModel):
    """What a backup is: when it was begun (UTC, ISO), of which home, by which release; the ledger's version and what it holds."""

    model_config = ConfigDict(frozen=True)

    format: int
    id: str
    made: str
    zongshu: str
    home: str
    ledger: str
    with_files: bool
    issues: int
    articles: int
    files: int = 0
    bytes: int = 0
    #: Of `files.jsonl`: what makes every other digest trustworthy.
    sha256: str = ""


class Faulty(BaseModel):
    """A file of a backup that is not what it should be."""

    model_config = ConfigDict(frozen=True)

    path: str
    why: Literal["missing", "size", "digest"]
