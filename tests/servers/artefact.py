"""Elasticsearch's core distribution for tests, a Maven artefact: fetched once by the tool `maven-artifact`, checked, cached.

The cache is `$ZONGSHU_SERVERS_CACHE`, else `.cache/servers` in the checkout.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from servers.missing import Missing

_COORDINATE = "org.elasticsearch.distribution.integ-test-zip:elasticsearch:zip"
_CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Release:
    """A version of the distribution and the digests of its zip."""

    version: str
    sha1: str
    sha256: str


NINE = Release("9.1.3", "46bdc066ad115330071f9e806a99fc301c0bea53", "8e894ba93e971a74d439a50dd9b77e88f8cf65611ea1ddabfe717e483729ac13")
EIGHT = Release("8.19.3", "243e24410a9e6075a70f62e2b89a097d1a7d2665", "c4b08b70523700efde9f3e4c9287229f085c2c0db1efca5c6a7d65abbdb9f2e1")


def cache() -> Path:
    """The folder artefacts are kept in between runs."""
    return Path(os.environ.get("ZONGSHU_SERVERS_CACHE") or _CHECKOUT / ".cache" / "servers")


def zip_of(release: Release) -> Path:
    """The release's zip, fetched unless the cache holds it whole; one process fetches, the others wait."""
    folder = cache()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"elasticsearch-{release.version}.zip"
    with (folder / "fetch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (path.exists() and matches(path, release)):
            _fetch(release, path)
    return path


def matches(path: Path, release: Release) -> bool:
    """Whether a file has both digests of the release."""
    payload = path.read_bytes()
    sha1 = hashlib.sha1(payload, usedforsecurity=False).hexdigest()
    return (sha1, hashlib.sha256(payload).hexdigest()) == (release.sha1, release.sha256)


def _fetch(release: Release, path: Path) -> None:
    partial = path.with_suffix(".part")
    program = "from maven_artifact.main import main; main()"
    command = [sys.executable, "-c", program, f"{_COORDINATE}:{release.version}", str(partial)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
    if done.returncode or not partial.exists():
        raise Missing(f"Elasticsearch {release.version} cannot be fetched (set ELASTICSEARCH_URL instead): {done.stdout}{done.stderr}")
    if not matches(partial, release):
        partial.unlink()
        raise Missing(f"Elasticsearch {release.version} as fetched has other digests than those pinned; nothing of it was run")
    partial.replace(path)
