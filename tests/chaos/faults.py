"""What is done to a home while it works. Each fault strikes once and says in a few words what it did; all chance comes from the seed."""

import json
import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import redis
from servers import Postgres, Redis
from servers.process import Server
from tasks.farm import family

from chaos.scene import Scene, frozen
from worker.tasks import QUEUES, Broker

Strike = Callable[[Scene, random.Random], str]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, how often it is drawn beside others, and what it does."""

    name: str
    weight: float
    strike: Strike


def _killed(name: str, scene: Scene, draw: random.Random) -> str:
    tree = draw.random() < 0.5
    scene.kill(name, tree=tree)
    return f"{name} killed" + (" with its children" if tree else "")


def _frozen(name: str, scene: Scene, draw: random.Random) -> str:
    seconds = draw.uniform(0.5, 2.0)
    scene.freeze(name, seconds)
    return f"{name} frozen {seconds:.1f} s"


def _child_killed(name: str, scene: Scene, draw: random.Random) -> str:
    children = scene.tree(name)[1:]
    if not children:
        return f"no child of {name} to kill"
    draw.choice(children).kill()
    return f"a child of {name} killed"


def _second(like: str, scene: Scene, draw: random.Random) -> str:
    del draw
    name = f"{like}, another"
    if name not in scene.services:
        scene.add(name, like)
    return f"one more {like}"


def _full(fault: str, scene: Scene, draw: random.Random) -> str:
    seconds = draw.uniform(0.5, 2.0)
    scene.control.set(fault)
    scene.hold(seconds)
    scene.control.clear(fault)
    return f"{fault} {seconds:.1f} s"


def _cramped(names: Sequence[str], scene: Scene, draw: random.Random) -> str:
    """Whatever these processes write: the ledger's file and log, segments of the index, records."""
    size, name = draw.choice((4, 64, 512)), draw.choice(names)
    scene.cramp(scene.tree(name), size << 10, draw.uniform(0.5, 1.5))
    return f"no file of {name} beyond {size} KiB"


def _clock(scene: Scene, draw: random.Random) -> str:
    seconds = draw.choice((-5, -1, 70, 3_600, 40 * 3_600))
    scene.shift += seconds
    scene.control.set("clock", seconds=scene.shift)
    return f"clock {seconds:+} s"


def _names(port: int, scene: Scene, draw: random.Random) -> str:
    kind, times = draw.choice(("slow", "none", "private", "stranger")), draw.randrange(1, 5)
    scene.control.set("names", kind=kind, times=times, seconds=draw.uniform(0.2, 1.0), port=port)
    scene.wait(lambda: not (scene.control.get("names") or {}).get("times"), 2.0)
    scene.control.clear("names")
    return f"{times} names found: {kind}"


def _poison(scene: Scene, draw: random.Random) -> str:
    times, key = draw.randrange(1, 5), draw.choice(scene.keys)
    scene.control.set("poison", key=key, times=times)
    return f"{key} kills {times} readers"


def _server_killed(name: str, scene: Scene, draw: random.Random) -> str:
    server = _server(scene, name)
    server.kill9()
    lost = isinstance(server, Redis) and draw.random() < 0.5
    if isinstance(server, Redis) and lost:
        server.lose_data()
    scene.hold(draw.uniform(0.0, 1.0))
    server.start()
    return f"{name} killed" + (", its data lost" if lost else "")


def _server_frozen(name: str, scene: Scene, draw: random.Random) -> str:
    seconds = draw.uniform(0.5, 3.0)
    frozen(family(_server(scene, name).pid), lambda: scene.hold(seconds))
    return f"{name} frozen {seconds:.1f} s"


def _mute(name: str, scene: Scene, draw: random.Random) -> str:
    assert scene.stage
    seconds = draw.uniform(0.5, 3.0)
    scene.stage.ways[name].hush()
    scene.hold(seconds)
    scene.stage.ways[name].speak()
    return f"connections to {name} mute {seconds:.1f} s, then cut"


def _database_full(scene: Scene, draw: random.Random) -> str:
    assert scene.stage
    server = scene.stage.postgres
    scene.cramp(family(server.pid), draw.choice((8, 256)) << 10, draw.uniform(0.5, 1.5))
    if not _answers(server):
        server.kill9()
        server.start()
        return "postgres full, and down"
    return "postgres full"


def _cluster_full(scene: Scene, draw: random.Random) -> str:
    """The block a cluster sets when its disk is full."""
    assert scene.stage
    with scene.stage.client() as client:
        if not (held := list(client.indices.get_alias(index=f"{scene.stage.prefix}-*"))):
            return "no index to be full"
        for value in (True, None):
            client.indices.put_settings(index=held, settings={"index.blocks.read_only_allow_delete": value})
            scene.hold(draw.uniform(0.5, 1.5) if value else 0.0)
    return "elasticsearch full"


def _doubled(scene: Scene, draw: random.Random) -> str:
    """Messages again, and messages nobody sent."""
    assert scene.stage
    sent = 0
    with redis.Redis.from_url(scene.stage.redis.url) as client:
        for queue in QUEUES:
            for message in client.lrange(queue, 0, -1):
                copy = json.loads(message)
                copy["properties"]["delivery_tag"] = str(uuid.UUID(int=draw.getrandbits(128)))
                client.lpush(queue, json.dumps(copy))
                sent += 1
    broker = Broker(scene.farm.settings.model_copy(update={"broker": scene.stage.redis.url}))
    for key in draw.sample(scene.keys, min(5, len(scene.keys))):
        broker.send("read", key)
    for step in ("index", "index", "sweep", "plan"):
        broker.send(step)
    broker.close()
    return f"{sent} messages doubled, 9 that nobody sent"


def _shuffled(scene: Scene, draw: random.Random) -> str:
    assert scene.stage
    with redis.Redis.from_url(scene.stage.redis.url) as client:
        for queue in QUEUES:
            messages = client.lrange(queue, 0, -1)
            draw.shuffle(messages)
            if messages:
                client.pipeline().delete(queue).rpush(queue, *messages).execute()
    return "messages in another order"


def _server(scene: Scene, name: str) -> Server:
    assert scene.stage
    found: Server | None = {"redis": scene.stage.redis, "postgres": scene.stage.postgres, "elasticsearch": scene.stage.cluster}[name]
    assert found
    return found


def _answers(server: Postgres) -> bool:
    try:
        return server.answers()
    except OSError:
        return False


def _anywhere(stranger: int) -> list[Fault]:
    """Faults of the machine, in every form."""
    disks = [Fault(name, 0.7, partial(_full, name)) for name in ("archive-full", "articles-full")]
    return [*disks, Fault("clock", 1, _clock), Fault("names", 2, partial(_names, stranger)), Fault("poison", 1, _poison)]


def embedded(stranger: int) -> list[Fault]:
    """Of one process that does everything; at `stranger` (a port) another site answers."""
    return [
        Fault("owner killed", 3, partial(_killed, "up")),
        Fault("owner frozen", 1, partial(_frozen, "up")),
        Fault("child killed", 1, partial(_child_killed, "up")),
        Fault("two owners", 1, partial(_second, "up")),
        Fault("index-full", 1, partial(_full, "index-full")),
        Fault("disk full", 1.5, partial(_cramped, ("up",))),
        *_anywhere(stranger),
    ]


def servers(stranger: int, *, cluster: bool) -> list[Fault]:
    """Of workers and servers; without `cluster` Elasticsearch itself is left alone."""
    workers = ("worker-1", "worker-2")
    killed = [Fault(f"{name} killed", 1, partial(_killed, name)) for name in (*workers, "beat", "web")]
    stopped = [Fault(f"{name} frozen", 0.5, partial(_frozen, name)) for name in (*workers, "beat", "web")]
    hit = [("redis", 1.5), ("postgres", 1), *([("elasticsearch", 0.5)] if cluster else [])]
    return [
        *killed,
        *stopped,
        *(Fault(f"{name} killed", weight, partial(_server_killed, name)) for name, weight in hit),
        *(Fault(f"{name} frozen", 0.7, partial(_server_frozen, name)) for name, _ in hit),
        *(Fault(f"{name} mute", 0.7, partial(_mute, name)) for name in ("redis", "postgres", "elasticsearch")),
        Fault("child killed", 1, partial(_child_killed, "worker-1")),
        Fault("two beats", 0.5, partial(_second, "beat")),
        Fault("one more worker", 0.5, partial(_second, "worker-1")),
        Fault("postgres full", 0.7, _database_full),
        Fault("elasticsearch full", 0.7, _cluster_full),
        Fault("messages doubled", 1, _doubled),
        Fault("messages shuffled", 1, _shuffled),
        *_anywhere(stranger),
    ]
