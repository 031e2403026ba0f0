"""What a command talks through: results on stdout, everything else on stderr, in the language asked for."""

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from articles.errors import ZongshuError
from articles.wording import LANGUAGES, Wording
from worker.visible import visible

if TYPE_CHECKING:
    from rich.console import Console

WORDS = Wording(files("worker.cli.wording"))


def language(args: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of a command line: the last `--lang`, else `ZONGSHU_LANG`, else Chinese.

    Known before parsing, so that help and wrong use are told in it.
    """
    lang = environment.get("ZONGSHU_LANG", "zh")
    for place, word in enumerate(args):
        if word == "--":
            break
        if word == "--lang" and place + 1 < len(args):
            lang = args[place + 1]
        elif word.startswith("--lang="):
            lang = word.removeprefix("--lang=")
    return lang if lang in LANGUAGES else "zh"


@dataclass
class Face:
    """The shared options of a command line and the two streams it talks through."""

    lang: str = "zh"
    json: bool = False
    home: Path | None = None
    #: Whether `--lang` was given, which no setting overrides.
    chosen: bool = False
    #: Whether the command serves until it is stopped, so that being terminated is its proper end.
    service: bool = field(default=False, init=False)
    terminated: bool = field(default=False, init=False)
    failed: bool = field(default=False, init=False)

    def say(self, key: str, **facts: object) -> str:
        """A phrase of the command line's table."""
        return WORDS.say(key, self.lang, **facts)

    def tell(self, key: str, **facts: object) -> None:
        """A line for people, on stderr."""
        self.write(self.say(key, **facts), sys.stderr)

    def fail(self, error: ZongshuError, about: str | None = None) -> None:
        """Tell a named failure and go on: the command ends with exit code 1."""
        self.failed = True
        message = error.message(self.lang)
        self.write(self.say("told.about", about=about, message=message) if about else message, sys.stderr)

    def line(self, value: object) -> None:
        """One JSON object, a line on stdout."""
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        self.write(text, sys.stdout)

    def lines(self, values: Iterable[object]) -> None:
        """JSON objects, one a line."""
        for value in values:
            self.line(value)

    def result(self, text: str) -> None:
        """A line of a result for people, on stdout."""
        self.write(text, sys.stdout)

    def write(self, text: str, stream: TextIO) -> None:
        """A line on a stream, at once; what the stream's encoding cannot hold, or would steer a terminal, is escaped, never a crash."""
        stream.write(f"{visible(text)}\n")
        stream.flush()

    @cached_property
    def console(self) -> "Console":
        """Where results for people go; no colours where it is no terminal, and there no line is cut for want of width."""
        from worker.cli.console import Inert

        return Inert(file=sys.stdout, highlight=False, soft_wrap=not sys.stdout.isatty(), width=None if sys.stdout.isatty() else 200)

    @cached_property
    def told(self) -> "Console":
        """Where marked text for people goes, beside the messages; no colours where it is no terminal."""
        from worker.cli.console import Inert

        return Inert(file=sys.stderr, highlight=False, soft_wrap=True)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]], *, narrow: bool = False, right: Sequence[str] = ()) -> None:
        """A table for people; `columns` are names of the wording table's `column`, numbers stand `right`, a `narrow` one has slim gaps."""
        from rich import box
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None if narrow else box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0) if narrow else (0, 1))
        for name in columns:
            table.add_column(self.say(f"column.{name}"), overflow="fold", justify="right" if name in right else "left")
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        self.console.print(table)

    def pace(self, rate: float | None, remaining: float | None) -> str:
        """How fast work goes and how long it will still take; empty where neither is known."""
        parts = [self.say("progress.rate", rate=f"{rate:.1f}" if rate < 100 else f"{rate:.0f}")] if rate else []
        parts += [self.say("progress.remaining", time=clock_time(remaining))] if remaining is not None else []
        return self.say("told.and").join(parts)


def clock_time(seconds: float) -> str:
    """A span of time as h:mm:ss, or m:ss."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def open_streams(as_json: bool = False) -> None:
    """Make both streams UTF-8 where JSON is asked for, and unable to fail on a character anywhere."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", **({"encoding": "utf-8"} if as_json or _plain(stream) else {}))


def _plain(stream: TextIO) -> bool:
    """Whether the stream's encoding cannot hold Chinese at all (a C locale): then UTF-8 is the better guess."""
    return (stream.encoding or "ascii").lower().replace("-", "") in ("ascii", "usascii", "ansix3.41968", "latin1", "iso88591")


def hush() -> None:
    """Point stdout at nothing after its reader went away, so that closing it at exit is quiet too."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)


def printable(value: object) -> str:
    """A cell of a table: nothing for None."""
    return "" if value is None else str(value)
