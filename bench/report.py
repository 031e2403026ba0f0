"""Figures as Markdown: one section a bench, replaced where it stands."""

import datetime as dt
import re
from collections.abc import Mapping

from bench import Figure, Figures

_HEAD = "# Benchmarks\n\nWritten by `./run bench NAME`. Compare figures inside a section only: they come from one run on one machine.\n"


def _told(value: Figure) -> str:
    return (
        f"{value:,.4g}" if isinstance(value, float) and abs(value) < 1000 else f"{value:,.0f}" if isinstance(value, int | float) else value
    )


def _table(rows: Mapping[str, Mapping[str, Figure]]) -> list[str]:
    columns = list(dict.fromkeys(column for row in rows.values() for column in row))
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    return lines + [f"| {name} | " + " | ".join(_told(row[c]) if c in row else "" for c in columns) + " |" for name, row in rows.items()]


def section(name: str, figures: Figures, machine: str, day: dt.date) -> str:
    """The section of a bench: the machine, single figures as a list, rows as one table."""
    single = [f"- {key}: {_told(value)}" for key, value in figures.items() if not isinstance(value, Mapping)]
    rows = {key: value for key, value in figures.items() if isinstance(value, Mapping)}
    parts = [f"## {name}", "", f"{day.isoformat()} · {machine}", "", *single]
    if rows:
        parts += ([""] if single else []) + _table(rows)
    return "\n".join(parts) + "\n"


def replaced(page: str, name: str, text: str) -> str:
    """The page with the section `name` replaced by `text`, or put at its end."""
    page = page or _HEAD
    found = re.compile(rf"^## {re.escape(name)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if found.search(page):
        return found.sub(lambda _: text + "\n", page).rstrip() + "\n"
    return f"{page.rstrip()}\n\n{text}"
