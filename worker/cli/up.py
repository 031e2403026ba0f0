"""`up`: owner, schedule and page in one process."""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from articles.errors import ZongshuError
from worker.cli.face import Face
from worker.cli.framework import command, flag, option
from worker.cli.kinds import PORT

if TYPE_CHECKING:
    from worker.home import Home
    from worker.runner import Runner
    from worker.steps import Kit

#: Seconds between two looks at what is to be read before it can be indexed.
_LOOK = 0.5


@command("up", option("--port", type=PORT), option("--host", metavar="H"), flag("--public"))
def up(face: Face, port: int | None, host: str | None, public: bool) -> None:
    """Work and serve until stopped. HomeInUse where another process owns the home."""
    face.service = True
    from worker.alarms import Watch
    from worker.alerts import Alerts
    from worker.building import Pace
    from worker.cli.inbox import Watching
    from worker.cli.page import listening, served
    from worker.cli.rooms import opened, told_rebuild
    from worker.cli.work import working
    from worker.inbox import Inbox, folder_of
    from worker.logs import begin as begin_log
    from worker.reconciling import Beside, Reconciling
    from worker.runner import Runner, processes
    from worker.schedule import schedule
    from worker.steps import Asked
    from worker.supervisor import READY, STOPPING, Watchdog, tell
    from worker.tally import Tally

    with working(face) as work, work.home.own(), opened(face) as rooms:
        web, follow = work.settings.web, work.settings.follow
        begin_log(work.settings.log, service=True)
        tally = Tally()
        calendar = schedule(work.kit, work.settings)
        asked = Asked(work.kit.ledger, work.kit.clock)
        runner = Runner(replace(work.kit, noted=tally, asked=asked), processes(work.settings))
        box = Inbox(runner.kit, folder_of(work.settings), face.lang)
        box.make()
        beside = (
            Builds(face, work.home, runner.kit, Pace(work.settings.rebuild.share)),
            Watch(work.kit, work.settings),
            Beside(Reconciling(runner.kit, work.settings.reconcile.every), lambda error: face.write(error.message(face.lang), sys.stderr)),
            Alerts(rooms.search, work.kit.ledger, work.settings, work.kit.clock),
            Watching(face, box),
        )
        looking = (Watchdog(), calendar, *beside)

        def look() -> None:
            for one in looking:
                one.look()

        with (
            listening(web.host if host is None else host, web.port if port is None else port) as taken,
            served(face, rooms, taken, work.kit, tally.all, public),
            _signals(face, runner) as stopped,
        ):
            _told_follow(face, follow.papers)
            told_rebuild(face, rooms)
            face.tell("inbox.watching", folder=box.folder)
            tell(READY)
            runner.run(lambda: False, look)
            tell(STOPPING)
            for one in beside:
                one.wait()
        if stopped.is_set():
            raise KeyboardInterrupt


@contextmanager
def _signals(face: Face, runner: "Runner") -> Iterator[threading.Event]:
    """SIGINT and SIGTERM stop the runner and set the event; SIGTERM is the proper end."""
    stopped = threading.Event()

    def stop(number: int, _: object) -> None:
        face.terminated = number == signal.SIGTERM
        stopped.set()
        runner.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _told_follow(face: Face, codes: tuple[str, ...]) -> None:
    if codes:
        face.tell("told.follow", papers=face.say("told.and").join(codes))
    else:
        face.tell("told.follow_nothing")


class Builds:
    """Generations that other processes ask for: built here, because only the home's owner writes the index."""

    def __init__(self, face: Face, home: "Home", kit: "Kit", rest: Callable[[], None]) -> None:
        self._face, self._home, self._kit, self._rest = face, home, kit, rest
        self._thread: threading.Thread | None = None

    def look(self) -> None:
        """Begin a build where one is asked for, unless one is under way."""
        from worker.steps import BUILD

        if self._thread and self._thread.is_alive():
            return
        if self._kit.ledger.runs.open(BUILD):
            self._thread = threading.Thread(target=self._build, name="build", daemon=True)
            self._thread.start()

    def wait(self, seconds: float = 5.0) -> None:
        """Give a build under way a moment to end; the next owner goes on with it."""
        if self._thread:
            self._thread.join(seconds)

    def _wait(self) -> bool:
        """The runner beside us reads what is to be read."""
        time.sleep(_LOOK)
        return True

    def _build(self) -> None:
        from worker.building import build_asked
        from worker.steps import left_out

        try:
            with self._home.generations_locked(wait=True):
                if build_asked(self._kit, unread=self._wait, rest=self._rest) and (lacking := left_out(self._kit)):
                    self._face.write(lacking.message(self._face.lang), sys.stderr)
        except ZongshuError as error:
            self._face.write(error.message(self._face.lang), sys.stderr)
