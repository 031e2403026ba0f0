"""The files of deploy/ under the checkers of their formats; every checker is seen to fail on a broken copy."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from deploy.files import DEPLOY, UNITS
from deploy.unit import PROGRAM

#: The exposure that systemd counts, from 0 (nothing) to 10.
EXPOSED = 2.0
BIN = Path(sys.executable).parent
Check = Callable[[Path], subprocess.CompletedProcess[str]]


def _run(*line: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in line], cwd=folder, capture_output=True, encoding="utf-8", check=False)


def _found(name: str) -> str:
    """A program of the system, found as the marker `system` finds it."""
    found = os.environ.get(name.upper().replace("-", "_")) or shutil.which(name)
    assert found, f"{name} is not here: .ci/run gets it"
    return found


def _compose(folder: Path) -> subprocess.CompletedProcess[str]:
    return _run(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", folder / "compose.yaml")


def _dockerfile(folder: Path) -> subprocess.CompletedProcess[str]:
    return _run(BIN / "hadolint", "--no-color", folder / "Dockerfile")


def _units(folder: Path) -> subprocess.CompletedProcess[str]:
    """Every unit, timers and services; what is said is a fault, whatever the exit code is."""
    for unit in (folder / "systemd").glob("*.service"):
        unit.write_text(unit.read_text().replace(PROGRAM, sys.executable))
    names = sorted(path for path in (folder / "systemd").iterdir() if path.suffix in (".service", ".timer"))
    ended = _run(_found("systemd-analyze"), "verify", "--man=no", *names)
    said = [line for line in ended.stderr.splitlines() if str(folder) in line or line.startswith("zongshu")]
    return subprocess.CompletedProcess(ended.args, ended.returncode or len(said), ended.stdout, "\n".join(said) or ended.stderr)


def _rules(folder: Path) -> subprocess.CompletedProcess[str]:
    """The rules, and what they fire on."""
    shutil.copy(Path(__file__).with_name("alerts.yml"), folder / "prometheus")
    checked = _run(_found("promtool"), "check", "rules", folder / "prometheus" / "zongshu.rules.yml")
    return checked if checked.returncode else _run(_found("promtool"), "test", "rules", "alerts.yml", folder=folder / "prometheus")


def _proxy(folder: Path) -> subprocess.CompletedProcess[str]:
    certificate = [folder / "chain.pem", folder / "key.pem"]
    subject = ["-subj", "/CN=zongshu.example.org", "-keyout", certificate[1], "-out", certificate[0]]
    assert _run(_found("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *subject).returncode == 0
    conf = folder / "nginx" / "zongshu.conf"
    text = conf.read_text().replace("/etc/zongshu/tls/fullchain.pem", str(certificate[0]))
    conf.write_text(text.replace("/etc/zongshu/tls/privkey.pem", str(certificate[1])))
    paths = "".join(f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "all.conf").write_text(f"pid {folder}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}include {conf};\n}}\n")
    return _run(_found("nginx"), "-t", "-e", "stderr", "-p", folder, "-c", folder / "all.conf")


CHECKS = {
    "compose": (_compose, "compose.yaml", ("restart: unless-stopped", "restarts: unless-stopped"), ()),
    "Dockerfile": (_dockerfile, "Dockerfile", ("FROM python:3.12-slim-bookworm AS made", "FROM python AS made"), ()),
    "units": (_units, "systemd/zongshu.service", ("WatchdogSec=", "WatchdogSecs="), ("systemd-analyze",)),
    "timers": (_units, "systemd/zongshu-backup.timer", ("03:30:00", "33:30:00"), ("systemd-analyze",)),
    "rules": (_rules, "prometheus/zongshu.rules.yml", ("zongshu_index_up == 0", "zongshu_index_up = 0"), ("promtool",)),
    "alerts": (_rules, "prometheus/zongshu.rules.yml", ("zongshu_index_up == 0", "zongshu_index_up == 2"), ("promtool",)),
    "proxy": (_proxy, "nginx/zongshu.conf", ("proxy_pass http", "proxy_passes http"), ("nginx", "openssl")),
}
_PARAMS = [pytest.param(*one[:3], id=name, marks=[pytest.mark.system(*one[3])] if one[3] else []) for name, one in CHECKS.items()]


@pytest.mark.parametrize(("check", "name", "damage"), _PARAMS)
def test_the_checker_passes_ours_and_no_broken_one(check: Check, name: str, damage: tuple[str, str], tmp_path: Path) -> None:
    shutil.copytree(DEPLOY, tmp_path / "good")
    ended = check(tmp_path / "good")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    shutil.copytree(DEPLOY, tmp_path / "broken")
    broken = tmp_path / "broken" / name
    assert damage[0] in broken.read_text()
    broken.write_text(broken.read_text().replace(*damage))
    assert check(tmp_path / "broken").returncode != 0


@pytest.mark.system("systemd-analyze")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_units_expose_little(unit: Path) -> None:
    ended = _run(_found("systemd-analyze"), "security", "--offline=true", "--no-pager", unit)
    found = re.search(r"Overall exposure level for .*: ([\d.]+)", ended.stdout)
    assert found, ended.stderr
    assert float(found[1]) <= EXPOSED


def test_scripts_of_containers_are_right() -> None:
    scripts = sorted((DEPLOY / "elasticsearch").glob("*.sh"))
    assert all(_run("bash", "-n", script).returncode == 0 for script in scripts)
    mounted = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert {volume.partition(":")[0] for service in mounted.values() for volume in service["volumes"] if volume.startswith("./")} == {
        f"./elasticsearch/{script.name}" for script in scripts
    }
