"""Text poured into columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Place = Callable[[float, float], None]


@dataclass(frozen=True, slots=True)
class Item:
    """Something of a column: its height in points, how it is drawn at (left edge, top), and whether it may end a column."""

    height: float
    place: Place
    holds: bool = False


def _fill(items: Sequence[Item], capacities: Sequence[float]) -> list[list[Item]] | None:
    """Items in columns of these heights, None where they do not fit. Nothing that `holds` ends a column."""
    columns: list[list[Item]] = [[] for _ in capacities]
    column, left = 0, capacities[0]
    at = 0
    while at < len(items):
        item = items[at]
        need = item.height + sum(following.height for following in items[at + 1 : at + 3]) if item.holds else item.height
        if need > left + 0.01:
            column += 1
            if column == len(capacities):
                return None
            left = capacities[column]
            continue
        columns[column].append(item)
        left -= item.height
        at += 1
    return columns


def pour(items: Sequence[Item], offsets: Sequence[float], step: float, limit: float) -> tuple[list[list[Item]], float] | None:
    """Items in as many columns as there are offsets (points below the top where each begins), as low as possible; None above `limit`.

    The second value is the height from the top to the foot.
    """
    height = (sum(item.height for item in items) + sum(offsets)) / len(offsets) - step
    height = max(height, max(offsets) + step)
    while height <= limit + 0.01:
        columns = _fill(items, [max(0.0, height - offset) for offset in offsets])
        if columns is not None:
            return columns, height
        height += step
    return None
