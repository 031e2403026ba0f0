"""The files of deploy/, and what they name."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from deploy.unit import PROGRAM, parsed

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
PAGES = (ROOT / "docs" / "operating.md", DEPLOY / "README.md")


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return found


def settings_named() -> Iterator[tuple[str, str]]:
    """Every `ZONGSHU_…` in a file of deploy/ or the page on operating, with the file."""
    for path in (*sorted(DEPLOY.rglob("*")), *PAGES):
        if path.is_file():
            text = path.read_text("utf-8")
            secrets = re.findall(r"(?:secrets/zongshu/|LoadCredential=)(zongshu_[a-z_]+)", text)
            for name in (*re.findall(r"\bZONGSHU_[A-Z0-9_]+", text), *secrets):
                yield path.name, name.upper()


def commands() -> Iterator[list[str]]:
    """Every command line of Zongshu that a file of deploy/ or the page on operating gives."""
    for unit in UNITS:
        for _, key, value in parsed(unit.read_text()):
            if key == "ExecStart":
                assert value.startswith(f"{PROGRAM} "), unit
                yield value.split()[1:]
    for service in compose()["services"].values():
        if service["image"] == "zongshu":
            yield service["command"]
            if (test := service["healthcheck"].get("test", []))[:2] == ["CMD", "zongshu"]:
                yield test[2:]
    (entry,) = re.findall(r"^CMD (\[.*\])$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    yield yaml.safe_load(entry)
    for page in PAGES:
        text = page.read_text("utf-8")
        for line in re.findall(r"(?:^(?:sudo -u zongshu )?|`)zongshu ([a-z][^`\n#]*)", text, re.MULTILINE):
            yield line.split()
        for line in re.findall(r"docker compose (?:-f \S+ )?run --rm \w+ ([a-z][^`\n#]*)", text):
            yield line.split()
