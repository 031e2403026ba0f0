"""What tantivy's errors mean. It raises ValueError for all of them: the text tells them apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from articles.errors import EngineUnavailable, GenerationBroken, QueryError, StorageFull, ZongshuError

#: ENOSPC, EDQUOT and EFBIG as Rust prints them.
_FULL = ("os error 28", "os error 122", "os error 27")


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """An index that cannot be opened is missing or torn: GenerationBroken; StorageFull while one is made."""
    try:
        yield
    except (ValueError, OSError) as error:
        if _is_full(error):
            raise StorageFull("engine_full", path=str(path)) from error
        raise GenerationBroken("engine_torn", path=str(path), why=_first_line(error)) from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """EngineUnavailable where another process writes or something may pass; StorageFull."""
    try:
        yield
    except (ValueError, OSError) as error:
        if "LockBusy" in str(error):
            raise EngineUnavailable("engine_busy", path=str(path)) from error
        if _is_full(error):
            raise StorageFull("engine_full", path=str(path)) from error
        raise EngineUnavailable("engine_failed", path=str(path), why=_first_line(error)) from error


@contextmanager
def searching(path: Path) -> Iterator[None]:
    """GenerationBroken where the index's files are gone or torn under a search; QueryError where too many tokens begin alike."""
    try:
        yield
    except ZongshuError:
        raise
    except (ValueError, OSError) as error:
        if "max expansions" in str(error):
            raise QueryError("query_prefix_wide") from error
        raise GenerationBroken("engine_search_failed", path=str(path), why=_first_line(error)) from error


def _is_full(error: Exception) -> bool:
    return any(sign in str(error) for sign in _FULL) or (isinstance(error, OSError) and error.errno in (28, 122, 27))


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]
