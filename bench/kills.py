"""kill -9 at calls of the system drawn at random, over archive, ledger, article files, generations and their pointer; a table by place.

`./run bench kills [--kills 500] [--seed N]`; needs `strace`.
"""

from bench import Figures
from bench.chaos import played


def main(*options: str) -> Figures:
    """Where the kills fell, and how many homes lost anything: none."""
    return played("chaos.kills", options)
