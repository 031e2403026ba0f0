"""The search page (and API) of a home, served until the process is told to stop."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import TYPE_CHECKING

from articles.errors import BrokerUnavailable, SettingsError
from worker.cli.face import Face
from worker.cli.rooms import Rooms
from worker.logs import begin as begin_log

if TYPE_CHECKING:
    from fastapi import FastAPI
    from uvicorn import Server

    from search.api import Facsimiles, Idle, Queues, Steps, Submit, Upload
    from worker.settings import Settings, Web
    from worker.steps import Kit
    from worker.tally import Counted
    from worker.tasks import Broker


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


@dataclass(frozen=True, slots=True)
class Woken:
    """What the page hands over to those who work: files sent in, and the questions how they are and what they did."""

    submit: "Submit | None" = None
    queues: "Queues | None" = None
    idle: "Idle | None" = None
    steps: "Steps | None" = None


@dataclass(frozen=True, slots=True)
class Opening:
    """To whom the page is open: to this machine alone, where nobody is asked who he is, or to others, who need tokens to read or write."""

    alone: bool
    reading: bool
    writing: bool

    @classmethod
    def of(cls, host: str, web: "Web", public: bool) -> "Opening":
        """By the address listened on and the settings."""
        alone = ip_address(host).is_loopback and not web.guarded
        return cls(alone, reading=not alone and not (public or web.public), writing=not alone)


def app_of(rooms: Rooms, woken: Woken, opening: Opening) -> "FastAPI":
    """The app over a home."""
    from search.api import Access, Operating, WebSettings, create_app
    from worker.alerts import ways_of
    from worker.release import VERSION
    from worker.tokens import Tokens
    from worker.watching import retry_in

    web, tokens = rooms.settings.web, Tokens(rooms.home.tokens)
    options = WebSettings(
        language=rooms.settings.lang,
        version=VERSION,
        upload=web.upload,
        rate=0.0 if opening.alone else web.rate,
        burst=web.burst,
        at_once=web.at_once,
        seconds=web.seconds,
        alerts=ways_of(rooms.settings),
        secret=tokens.secret(),
    )
    access = Access(opening.reading, opening.writing, opening.alone, tokens.granted, tokens.named)
    watched = Operating(rooms.state, retry_in(rooms.settings), woken.steps)
    given = (rooms.search, rooms.holdings, options, woken.submit, woken.queues, access)
    return create_app(*given, idle=woken.idle, watched=watched, facsimiles=_facsimiles(rooms), past=rooms.past)


def _facsimiles(rooms: Rooms) -> "Facsimiles":
    """Printed pages, from the archive."""
    from search.api import Facsimiles

    pages = rooms.facsimiles
    return Facsimiles(pages.place, lambda article: pages.drawn(pages.place(article)).payload)


def submit_to(kit: "Kit") -> "Submit":
    """What keeps a file sent to the page; the home's owner reads and indexes it."""
    from scrapers import Beside
    from search.api import Taken
    from worker.steps import take

    def submit(upload: "Upload") -> Taken:
        receipt = take(kit, upload.name, upload.payload, Beside(upload.paper, upload.date))
        return Taken(receipt.key, receipt.known)

    return submit


@contextmanager
def workers(rooms: Rooms) -> Iterator[Woken]:
    """Workers that a broker wakes, where one is set; it need not answer now."""
    if not rooms.settings.broker:
        yield Woken()
        return
    from worker.runner import open_kit
    from worker.tasks import Broker

    broker = Broker(rooms.settings)
    with closing(broker), open_kit(rooms.settings) as kit:
        idle = idle_of(kit, rooms.settings, broker)
        yield Woken(submit_to(replace(kit, wake=broker.wake)), queues_of(broker), idle, steps_of(broker))


def idle_of(kit: "Kit", found: "Settings", broker: "Broker | None" = None) -> "Idle":
    """What the page tells where steps are due and nobody does them."""
    from worker.alarms import idle

    begun = kit.clock()
    return lambda: idle(kit.ledger, broker, begun, kit.clock(), found.alarms.idle_minutes * 60)


def queues_of(broker: "Broker") -> "Queues":
    """What the page tells of the workers; None while the broker does not answer."""
    from search.api import Waiting

    def queues() -> dict[str, Waiting] | None:
        try:
            return {name: Waiting(queue.waiting, queue.ran) for name, queue in broker.stamps.queues().items()}
        except BrokerUnavailable:
            return None

    return queues


def steps_of(broker: "Broker") -> "Steps":
    """The steps that workers ran; none while the broker does not answer."""

    def steps() -> "Mapping[tuple[str, str], Counted]":
        try:
            return broker.stamps.steps()
        except BrokerUnavailable:
            return {}

    return steps


def serve_page(face: Face, rooms: Rooms, taken: socket.socket, public: bool = False) -> None:
    """Serve until SIGINT or SIGTERM."""
    from worker.supervisor import READY, tell

    begin_log(rooms.settings.log, service=True)
    with workers(rooms) as woken:
        server = _server(face, rooms, taken, woken, public)
        face.service = True
        tell(READY)
        server.run(sockets=[taken])


@contextmanager
def served(face: Face, rooms: Rooms, taken: socket.socket, kit: "Kit", steps: "Steps", public: bool = False) -> Iterator[None]:
    """The page in a thread of its own, as long as the context lasts; whoever runs it works on what it takes in and counts its `steps`."""
    with workers(rooms) as woken:
        here = replace(woken, submit=submit_to(kit), idle=idle_of(kit, rooms.settings), steps=woken.steps or steps)
        server = _server(face, rooms, taken, here, public)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, name="page", daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            thread.join()


def _server(face: Face, rooms: Rooms, taken: socket.socket, woken: Woken, public: bool) -> "Server":
    """The server, its address told (and a line with --json), and what is open to whom."""
    from uvicorn import Config, Server

    from worker.cli.patience import Patient

    opening = Opening.of(taken.getsockname()[0], rooms.settings.web, public)
    app = app_of(rooms, woken, opening)
    config = Config(app, http=Patient, log_config=None, access_log=False, timeout_graceful_shutdown=5)
    if face.json:
        face.line({"address": address(taken)})
    face.tell("told.page", address=address(taken))
    _told_open(face, rooms, opening)
    return Server(config)


def _told_open(face: Face, rooms: Rooms, opening: Opening) -> None:
    """Who may read and who may write, and how one gets to."""
    from worker.tokens import Tokens

    if opening.alone:
        face.tell("told.open_alone")
        return
    face.tell("told.open_tokens" if opening.reading else "told.open_public")
    known = Tokens(rooms.home.tokens).all()
    if opening.reading and not known:
        face.tell("told.open_nobody")
    elif not any(one.write for one in known):
        face.tell("told.open_no_writer")
