"""The world of the steps, watched: receivers on loopback, and looks at the instants a test sets."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from steps.conftest import World, clock, world

from tests.worker.alarms.receivers import Postbox, Receiver, postbox, receiver
from worker.alarms import Watch
from worker.settings import Settings, load

__all__ = ["Watched", "clock", "world"]


class Watched:
    """A world with a watch over it."""

    def __init__(self, here: World, settings: Settings) -> None:
        self.here, self.settings = here, settings
        self.watch = Watch(here.kit, settings)

    def look(self, **forward: float) -> None:
        """Look, after some time."""
        self.here.clock.forward(**forward)
        assert self.watch.once()

    def calm(self) -> None:
        """Look twice, as far apart as a problem must be gone to be over."""
        self.look(minutes=1)
        self.look(minutes=31)

    @property
    def open(self) -> list[str]:
        return [row.key for row in self.here.kit.ledger.alarms.open()]


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as found:
        yield found


@pytest.fixture
def watched(world: Callable[..., World], hook: Receiver, box: Postbox) -> Iterator[Callable[..., Watched]]:
    """`watched(faults, redesigns=…, follow=…, alarms=…)`: a world that is told of by webhook and mail."""
    with ExitStack():

        def make(*faults: object, redesigns: object = (), follow: tuple[str, ...] = (), **alarms: object) -> Watched:
            here = world(*faults, redesigns=redesigns)
            mail = {"host": "127.0.0.1", "port": box.port, "security": "none", "to": ["a@paper.example", "b@paper.example"]}
            told = {"webhook": hook.address, "webhook_key": "s3cret", "allow": ["127.0.0.1"], "mail": mail, "disk_gigabytes": 0, **alarms}
            settings = load(home=here.kit.files.root.parent, follow={"papers": follow}, alarms=told)
            return Watched(here, settings)

        yield make
