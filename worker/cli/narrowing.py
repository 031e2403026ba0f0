"""The options that narrow a search, the same wherever one is asked."""

from typing import Any

from worker.cli.framework import flag, option
from worker.cli.kinds import YEARS, OneOf


def narrowing() -> tuple[Any, ...]:
    """Years, organ, place, paper, kind, scope and order; made anew for each command, whose help they are told by."""
    return (
        option("--years", type=YEARS),
        option("--printed", type=YEARS),
        option("--organ", multiple=True, metavar="NAME"),
        option("--place", multiple=True, metavar="NAME"),
        option("--paper", multiple=True, metavar="CODE"),
        option("--kind", multiple=True, metavar="KIND"),
        flag("--all"),
        option("--sort", type=OneOf("relevance|date|-date", ("relevance", "date", "-date"))),
    )


def worded() -> tuple[Any, ...]:
    """How the words of a query are taken; made anew for each command."""
    return flag("--words"), flag("--no-synonyms"), flag("--no-names")
