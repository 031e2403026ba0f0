"""`archive verify` checks every record; `archive rebuild` makes the ledger again from the archive alone."""

from worker.cli.face import Face
from worker.cli.framework import argument, command
from worker.cli.kinds import OneOf


@command("archive", argument("what", "verify|rebuild", type=OneOf("WHAT", ("verify", "rebuild"))))
def archive(face: Face, what: str) -> None:
    """What is damaged and what to do about it; or what was made again."""
    if what == "verify":
        from worker.cli.verify import verify_archive

        verify_archive(face)
    else:
        from worker.cli.rebuild import rebuild_ledger

        rebuild_ledger(face)
