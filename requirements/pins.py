"""The pinned dependencies, as `requirements/lock.sh` writes them."""

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

FOLDER = Path(__file__).resolve().parent
#: From what every user installs to what who works on it installs; each holds the one before.
SETS = ("app", "servers", "tests")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})\b")


@dataclass(frozen=True, slots=True)
class Pin:
    """A package in a version, where it is installed (a marker or nothing), and the SHA-256 of each file it may come in."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def address(self) -> str:
        """The package URL (purl)."""
        return f"pkg:pypi/{self.name}@{self.version}"


def read_pins(text: str) -> tuple[Pin, ...]:
    """The pins of a requirements file in its order. ValueError where an entry is no exact version or carries no hash."""
    entries = re.sub(r"\\\n\s*", " ", text).splitlines()
    return tuple(_pin(entry) for entry in entries if entry.strip() and not entry.startswith("#"))


def pins_of(name: str) -> tuple[Pin, ...]:
    """The pins of `requirements/<name>.txt`."""
    return read_pins((FOLDER / f"{name}.txt").read_text("utf-8"))


def _pin(entry: str) -> Pin:
    said = Requirement(entry.partition(" --hash")[0])
    exact = [part.version for part in said.specifier if part.operator == "=="]
    hashes = tuple(_HASH.findall(entry))
    if len(exact) != 1 or not hashes:
        raise ValueError(f"not pinned by version and hash: {entry[:80]}; run requirements/lock.sh")
    return Pin(said.name, exact[0], str(said.marker or ""), hashes)
