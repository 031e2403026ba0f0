"""`serve`: the page alone, beside whatever crawls."""

from worker.cli.face import Face
from worker.cli.framework import command, flag, option
from worker.cli.kinds import PORT


@command("serve", option("--port", type=PORT), option("--host", metavar="H"), flag("--public"))
def serve(face: Face, port: int | None, host: str | None, public: bool) -> None:
    """Serve the home's page until interrupted."""
    face.service = True  # told to end while it begins, it ends well too
    from worker.cli.page import listening, serve_page
    from worker.cli.rooms import opened, told_rebuild

    with opened(face) as rooms:
        web = rooms.settings.web
        told_rebuild(face, rooms)
        with listening(web.host if host is None else host, web.port if port is None else port) as taken:
            serve_page(face, rooms, taken, public)
