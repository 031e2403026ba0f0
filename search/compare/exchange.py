"""A comparison as it is sent."""

from typing import Any

from pydantic import TypeAdapter

from search.compare.model import Comparison

_COMPARISON: TypeAdapter[Comparison] = TypeAdapter(Comparison)


def comparison_data(one: Comparison) -> dict[str, Any]:
    """A comparison as JSON."""
    data: dict[str, Any] = _COMPARISON.dump_python(one, mode="json", by_alias=True)
    return data
