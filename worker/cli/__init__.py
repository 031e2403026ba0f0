"""The command line: `zongshu COMMAND …`. Front door: `main`."""

from worker.cli.program import main as main

__all__ = ["main"]
