"""The Redis of compose.yaml, as its command line and its secret make it: it asks for the password, keeps a file, and evicts nothing."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import redis
from servers.fixtures import had
from servers.redis import Redis

from deploy.files import compose


class _Composed(Redis):
    """Redis by the command of compose.yaml, its paths in the test's folder."""

    def command(self) -> Sequence[str | Path]:
        given = {"redis-server": self.binary, "/data": self.folder, "/run/secrets/redis/redis.conf": self.folder / "redis.conf"}
        (self.folder / "redis.conf").write_text(f"requirepass {self.password}")
        line = [given.get(word, word) for word in compose()["services"]["redis"]["command"]]
        return [*line, "--bind", "127.0.0.1", "--port", str(self.port)]


def test_the_redis_of_containers_can_be_trusted_with_queues() -> None:
    with had(_Composed, password="hush") as server:
        with redis.Redis(port=server.port) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
        with redis.Redis.from_url(server.url) as client:
            kept = {name: client.config_get(name)[name] for name in ("appendonly", "maxmemory-policy", "maxmemory")}
    assert kept == {"appendonly": "yes", "maxmemory-policy": "noeviction", "maxmemory": "419430400"}
