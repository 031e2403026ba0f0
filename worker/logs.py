"""Logs: one line an event, as text or JSON, on standard error or in a file; with keys, never with a page's text or a secret.

What may stand in a line is listed here: a key that is not is left out, whatever a caller hands over.
"""

import datetime as dt
import json
import logging
import sys
from collections.abc import Iterator
from logging.handlers import WatchedFileHandler
from typing import TYPE_CHECKING

from articles.errors import StorageError
from worker.visible import visible

if TYPE_CHECKING:
    from worker.settings import Logging

#: What a line may carry beside time, level, logger and event.
KEYS = ("run", "backfill", "step", "task", "queue", "issue", "host", "address", "outcome", "error", "key", "count", "seconds")
#: Our own loggers; what libraries say at DEBUG is nobody's business, and may hold anything.
_OURS = ("zongshu", "worker", "search")
#: Others that tell of every message or request at INFO.
_TALKATIVE = ("elastic_transport", "celery.worker.strategy", "celery.app.trace", "celery.beat", "alembic", "urllib3", "uvicorn")


def begin(found: "Logging", *, service: bool) -> bool:
    """Log as the settings say; whether anything is logged.

    A command that serves logs from `info` on; another only where a level or a file is set: its messages are for people. StorageError
    where the file cannot be opened.
    """
    if not (service or found.level or found.file):
        return False
    handler = _handler(found)
    handler.setFormatter(JsonLines() if found.format == "json" else TextLines())
    level = (found.level or "info").upper()
    logging.basicConfig(level="INFO" if level == "DEBUG" else level, handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    return True


def _handler(found: "Logging") -> logging.Handler:
    if found.file is None:
        return logging.StreamHandler(sys.stderr)
    try:
        return WatchedFileHandler(found.file, encoding="utf-8")
    except OSError as error:
        raise StorageError("log_file", file=str(found.file), why=error.strerror or str(error)) from error


def _keys(record: logging.LogRecord) -> Iterator[tuple[str, str | int | float]]:
    """The keys of a record that may be shown and say something."""
    for name in KEYS:
        value = getattr(record, name, None)
        if value is not None and value != "":
            yield name, round(value, 3) if isinstance(value, float) else value if isinstance(value, int) else str(value)


def _at(record: logging.LogRecord) -> str:
    return dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")


class JsonLines(logging.Formatter):
    """A JSON object a line: time (UTC), level, logger, event, the keys, and an exception's trace."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        at, level = _at(record), record.levelname.lower()
        line: dict[str, str | int | float] = {"time": at, "level": level, "logger": record.name, "event": record.getMessage()}
        line |= dict(_keys(record))
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return visible(json.dumps(line, ensure_ascii=False))


class TextLines(logging.Formatter):
    """A line for people: time (UTC), level, logger, event, key=value."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; line feeds are escaped."""
        keys = "".join(f" {name}={_quoted(str(value))}" for name, value in _keys(record))
        trace = f" {self.formatException(record.exc_info)}" if record.exc_info else ""
        line = f"{_at(record)} {record.levelname} {record.name}: {record.getMessage()}{keys}{trace}"
        return visible(line.replace("\r", "\\r").replace("\n", "\\n"))


def _quoted(value: str) -> str:
    """A value with quotes where it has spaces in it."""
    return json.dumps(value, ensure_ascii=False) if any(mark in value for mark in ' ="\n') else value
