"""`sample`: the sample newspapers' sites on this machine, until interrupted."""

import threading

from articles.errors import SettingsError
from worker.cli.face import Face
from worker.cli.framework import command, option
from worker.cli.kinds import PORT


@command("sample", option("--port", type=PORT))
def sample(face: Face, port: int | None) -> None:
    """Serve, and say how to crawl; with --json a line with the port."""
    from scrapers.sample import serve
    from worker.cli.rooms import settings

    face.service = True
    wanted = settings(face).sample_port if port is None else port
    try:
        with serve(wanted) as running:
            if face.json:
                face.line({"port": running.port})
            face.tell("told.sample", port=running.port)
            threading.Event().wait()
    except OSError as error:
        raise SettingsError("settings_port", host="127.0.0.1", port=wanted, why=error.strerror or str(error)) from error
