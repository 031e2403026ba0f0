"""The program: its commands, and how each way a command can end becomes an exit code."""

import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from typing import NoReturn

import click

from articles.errors import ZongshuError
from worker.cli import usage
from worker.cli.face import Face, language, open_streams
from worker.cli.framework import Group

#: Done, named failure, wrong use, interrupted.
DONE, FAILED, WRONG, INTERRUPTED = 0, 1, 2, 130

#: Every command and the module it stands in, in the order of the help.
MODULES = {
    "demo": "worker.cli.demo",
    "up": "worker.cli.up",
    "serve": "worker.cli.serve",
    "worker": "worker.cli.worker",
    "beat": "worker.cli.beat",
    "crawl": "worker.cli.crawl",
    "ingest": "worker.cli.ingest",
    "inbox": "worker.cli.inbox",
    "read": "worker.cli.read",
    "search": "worker.cli.search",
    "export": "worker.cli.export",
    "show": "worker.cli.show",
    "cite": "worker.cli.show",
    "similar": "worker.cli.similar",
    "compare": "worker.cli.compare",
    "figures": "worker.cli.figures",
    "trends": "worker.cli.trends",
    "saved": "worker.cli.saved",
    "status": "worker.cli.status",
    "doctor": "worker.cli.doctor",
    "alarms": "worker.cli.alarms",
    "coverage": "worker.cli.coverage",
    "failures": "worker.cli.failures",
    "retry": "worker.cli.failures",
    "pause": "worker.cli.pauses",
    "resume": "worker.cli.pauses",
    "stop": "worker.cli.pauses",
    "changes": "worker.cli.changes",
    "reindex": "worker.cli.reindex",
    "reconcile": "worker.cli.reconcile",
    "diff-reading": "worker.cli.diff_reading",
    "corrections": "worker.cli.corrections",
    "remove": "worker.cli.remove",
    "archive": "worker.cli.archive",
    "backup": "worker.cli.backup",
    "restore": "worker.cli.restore",
    "papers": "worker.cli.papers",
    "tokens": "worker.cli.tokens",
    "sample": "worker.cli.sample",
    "schema": "worker.cli.schema",
}

PROGRAM = Group("zongshu", MODULES)


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run a command line and exit: 0 done, 1 named failure, 2 wrong use, 130 interrupted."""
    args = list(sys.argv[1:] if args is None else args)
    open_streams("--json" in args)
    face = Face(lang=language(args, os.environ))
    signal.signal(signal.SIGTERM, partial(_terminate, face))
    sys.exit(ended(face, args))


def _terminate(face: Face, *_: object) -> NoReturn:
    """SIGTERM ends a command as Ctrl-C does: in order."""
    face.terminated = True
    raise KeyboardInterrupt


def ended(face: Face, args: list[str]) -> int:
    """The exit code of a command line; failures are told on stderr."""
    try:
        code = PROGRAM.main(args, prog_name="zongshu", standalone_mode=False, obj=face)
        return code if isinstance(code, int) and code else (FAILED if face.failed else DONE)
    except click.UsageError as error:
        face.write(usage.told(error, face), sys.stderr)
        return WRONG
    except ZongshuError as error:
        face.fail(error)
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        if face.service and face.terminated:
            return DONE
        face.tell("told.stopped" if face.service else "told.interrupted")
        return INTERRUPTED
