"""The search page (and API) of a home, served until the process is told to stop."""

import logging
import socket
from typing import TYPE_CHECKING

from articles.errors import SettingsError
from worker.cli.face import Face
from worker.cli.rooms import Rooms

if TYPE_CHECKING:
    from fastapi import FastAPI

    from search.api import Submit


def listening(host: str, port: int) -> socket.socket:
    """A socket to listen on, taken before anything long is done. SettingsError where the address or the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        raise SettingsError("settings_port", host=host, port=port, why=error.strerror or str(error)) from error


def address(taken: socket.socket) -> str:
    """The page's address."""
    host, port = taken.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def app_of(rooms: Rooms, submit: "Submit | None" = None) -> "FastAPI":
    """The app over a home."""
    from search.api import WebSettings, create_app
    from zongshu import __version__

    return create_app(rooms.search, rooms.holdings, WebSettings(language=rooms.settings.lang, version=__version__), submit)


def serve_page(face: Face, rooms: Rooms, taken: socket.socket, submit: "Submit | None" = None) -> None:
    """Serve until SIGINT or SIGTERM; the address is told first (and is a line with --json)."""
    import uvicorn

    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    server = uvicorn.Server(uvicorn.Config(app_of(rooms, submit), log_level="warning", access_log=False, timeout_graceful_shutdown=5))
    face.service = True
    if face.json:
        face.line({"address": address(taken)})
    face.tell("told.page", address=address(taken))
    server.run(sockets=[taken])
