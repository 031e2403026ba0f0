"""The single machine by its systemd unit, run for real: it works, comes back when killed, and ends in order."""

import json
import sys
from pathlib import Path
from urllib.request import urlopen

import psutil
import sqlalchemy as sa
from servers.process import free_port

from deploy.unit import Unit, until
from scrapers.sample import calendar, serve
from storage.ledger import Ledger
from storage.ledger.tables import hosts, issues
from worker.home import Home
from worker.runner import open_kit
from worker.settings import load
from worker.steps import plan

ROOT = Path(__file__).resolve().parents[2]
DAYS = calendar("ljrb")[-10:-2]


def _leases(ledger: Ledger) -> list[str]:
    with ledger.database.read() as connection:
        return [owner for table in (issues, hosts) for owner in connection.scalars(sa.select(table.c.owner)) if owner]


def test_the_unit_of_one_machine(tmp_path: Path) -> None:
    program, port = Path(sys.executable).with_name("zongshu"), free_port()
    with serve() as sites:
        settings = load(home=tmp_path / "home", sample_port=sites.port)
        given = {"ZONGSHU_SAMPLE_PORT": str(sites.port), "ZONGSHU_WEB__PORT": str(port)}
        unit = Unit(ROOT / "deploy" / "systemd" / "zongshu.service", program, tmp_path, {"RestartSec": "100ms"}, given)
        with unit, Ledger(Home(settings.home).ledger) as ledger:
            with open_kit(settings) as kit:
                plan(kit, "ljrb", DAYS)
            until(lambda: ledger.reports.progress().articles > 0)
            unit.kill()
            unit.wait_ready()
            until(lambda: ledger.reports.progress().outcomes.get("indexed", 0) == len(DAYS))
            until(lambda: not _leases(ledger))
            with urlopen(f"http://127.0.0.1:{port}/health") as answer:
                told = json.load(answer)
            held = ledger.reports.progress().articles
            children = psutil.Process(unit.process.pid).children(recursive=True)
            assert unit.stop() == 0
            assert _leases(ledger) == []
    assert told["articles"] == held > len(DAYS)
    assert (unit.starts, unit.exits) == (2, [-9, 0])
    assert [message for message in unit.said if message != "WATCHDOG=1"] == ["READY=1", "READY=1", "STOPPING=1"]
    assert "WATCHDOG=1" in unit.said
    assert children
    assert not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in psutil.wait_procs(children, 5)[1])
    assert Home(settings.home).owner() is None
