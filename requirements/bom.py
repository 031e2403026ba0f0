"""What Zongshu is made of, from the pinned files: a bill of materials (CycloneDX 1.6) or the table of licences.

`./run bom` prints the bill of what is installed with Zongshu (app.txt and servers.txt); `./run bom --licences` writes docs/licences.md, of
all that is pinned. Licences are those the installed packages name; one that is not in licences.toml is refused (exit code 1).
"""

import importlib.metadata
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "licences.md"
_PIN = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass
class Pinned:
    """A dependency as it is pinned, the digests its files may have, and its licence (SPDX)."""

    name: str
    version: str
    digests: list[str]
    licence: str = ""


class UnknownLicence(Exception):
    """A package has a licence nobody accepted."""


def pinned(file: str) -> list[Pinned]:
    """The dependencies of a file of pins, in its order."""
    found: list[Pinned] = []
    for line in (HERE / file).read_text("utf-8").splitlines():
        if pin := _PIN.match(line):
            found.append(Pinned(pin["name"].lower(), pin["version"], []))
        found[-1].digests.extend(_HASH.findall(line))
    return found


def named(package: str) -> str:
    """The licence a package names itself, as it calls it; empty where it names none. PackageNotFoundError."""
    said: Any = importlib.metadata.metadata(package)
    classes = [one.split(" :: ")[-1] for one in said.get_all("Classifier", []) if one.startswith("License :: ")]
    own = sorted(one for one in classes if one != "OSI Approved")
    return said.get("License-Expression") or " AND ".join(own) or (said.get("License") or "").split("\n")[0].strip()


def licence(package: str, shipped: bool) -> str:
    """The licence of a package as SPDX. UnknownLicence."""
    table = tomllib.loads((HERE / "licences.toml").read_text("utf-8"))
    accepted: dict[str, str] = table["shipped"] | ({} if shipped else table["beside"])
    given: str | None = table["given"].get(package)
    try:
        called = named(package)
    except importlib.metadata.PackageNotFoundError:
        if given is None:
            raise UnknownLicence(f"{package} is not installed: name its licence under [given] in requirements/licences.toml") from None
        return given
    if not called and given is not None:
        return given
    if table["excepted"].get(package) == called:
        return called
    if called not in accepted:
        raise UnknownLicence(f"{package}: {called or 'no licence'} is not accepted in requirements/licences.toml")
    return accepted[called]


def materials() -> tuple[list[Pinned], list[Pinned]]:
    """What is installed with Zongshu, and what tests and benches run beside it. UnknownLicence."""
    held = {(one.name, one.version): one for file in ("app.txt", "servers.txt") for one in pinned(file)}
    shipped = sorted(held.values(), key=lambda one: (one.name, one.version))  # some twice: older Pythons take an older one
    names = {one.name for one in shipped}
    beside = [one for one in pinned("tests.txt") if one.name not in names]
    for one in (*shipped, *beside):
        one.licence = licence(one.name, one.name in names)
    return shipped, beside


def bill() -> dict[str, Any]:
    """The bill of materials, always the same for the same pins. UnknownLicence."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "zongshu", "bom-ref": "zongshu"}},
        "components": [_component(one) for one in materials()[0]],
    }


def _component(one: Pinned) -> dict[str, Any]:
    where = f"pkg:pypi/{one.name}@{one.version}"
    return {
        "type": "library",
        "bom-ref": where,
        "name": one.name,
        "version": one.version,
        "purl": where,
        "licenses": [{"expression": one.licence}],
        "properties": [{"name": "zongshu:sha256", "value": digest} for digest in one.digests],
    }


def table() -> str:
    """docs/licences.md. UnknownLicence."""
    shipped, beside = materials()
    about = "Written by `./run bom --licences` from the pinned files; which licences are accepted stands in `requirements/licences.toml`."
    parts = [f"# Licences\n\n{about}", "## Installed with Zongshu", "\n".join(_rows(shipped))]
    return "\n\n".join([*parts, "## Run by tests, benches and checks", "\n".join(_rows(beside))]) + "\n"


def _rows(found: list[Pinned]) -> Iterator[str]:
    yield from ("| package | version | licence |", "|---|---|---|")
    yield from (f"| {one.name} | {one.version} | {one.licence} |" for one in found)


def main(words: list[str]) -> int:
    """The command."""
    try:
        if words == ["--licences"]:
            PAGE.write_text(table(), "utf-8")
        else:
            print(json.dumps(bill(), indent=1))
    except UnknownLicence as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
