"""Help laid out by the width characters take on a terminal: a Han character is two columns and a line may break beside it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

import click

#: What stays together on a line: a run of ASCII, or one other character, with the closing marks behind it.
_PIECE = re.compile(r"[!-~]+[，。；：、）」》？！]*|[^!-~\s][，。；：、）」》？！…]*|\s+")


def width(text: str) -> int:
    """Columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrapped(text: str, room: int) -> Iterator[str]:
    """Lines of at most `room` columns (a single longer word stands alone)."""
    line = ""
    for piece in _PIECE.findall(text):
        if line and width(line) + width(piece.rstrip()) > room:
            yield line.rstrip()
            line = ""
        if line or not piece.isspace():
            line += " " if piece.isspace() else piece
    if line.strip():
        yield line.rstrip()


class HelpFormatter(click.HelpFormatter):
    """click's formatter, with wrapping and columns measured in terminal columns."""

    def write_heading(self, heading: str) -> None:
        """A section's title, the colon its own language's."""
        self.write(f"{'':>{self.current_indent}}{heading}\n")

    def write_text(self, text: str) -> None:
        """Paragraphs, each wrapped; an empty line stays."""
        room = max(self.width - self.current_indent, 20)
        for paragraph in text.split("\n"):
            for line in wrapped(paragraph, room) if paragraph.strip() else ("",):
                self.write(f"{'':>{self.current_indent}}{line}".rstrip() + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Two columns: the name, and what it does."""
        rows = list(rows)
        first = min(max((width(name) for name, _ in rows), default=0), col_max) + col_spacing
        room = max(self.width - self.current_indent - first, 20)
        margin = " " * (self.current_indent + first)
        for name, text in rows:
            lines = list(wrapped(text, room)) or [""]
            head = f"{'':>{self.current_indent}}{name}"
            if width(name) > first - col_spacing:
                self.write(f"{head}\n{margin}{lines[0]}".rstrip() + "\n")
            else:
                self.write(f"{head}{' ' * (first - width(name))}{lines[0]}".rstrip() + "\n")
            for line in lines[1:]:
                self.write(f"{margin}{line}\n")


class Context(click.Context):
    """A context whose help is laid out by `HelpFormatter`."""

    formatter_class = HelpFormatter
