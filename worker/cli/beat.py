"""`beat`: asks now and then for what is due; the workers find out."""

from worker.cli.face import Face
from worker.cli.framework import command


@command("beat")
def beat(face: Face) -> None:
    """Run until stopped. SettingsError, BrokerUnavailable, StorageError before anything is done."""
    from worker.cli.rooms import settings
    from worker.cli.worker import told
    from worker.tasks import run_beat

    found = settings(face)
    face.service = True
    told(face, found)
    run_beat(found)
