"""Every figure we claim, as a command: `./run bench NAME` measures, prints, and keeps the figures in docs/benchmarks.md.

A bench is a module here with `main() -> Figures`: a figure by name, or a table (rows by name, each a figure by column name).
"""

from collections.abc import Mapping

Figure = str | int | float
Figures = Mapping[str, Figure | Mapping[str, Figure]]
