"""What deploy/ and the page on operating name is there: settings, commands, services, metrics."""

import re

import click
import pytest

from deploy.files import DEPLOY, PAGES, ROOT, UNITS, commands, compose, settings_named
from deploy.unit import parsed
from worker.cli.face import Face
from worker.cli.program import PROGRAM
from worker.cli.worker import QUEUES
from worker.settings import Settings, names


def test_every_setting_named_is_one() -> None:
    known = {f"ZONGSHU_{name.replace('.', '__')}".upper() for name in (*(name for name, _ in names()), *Settings.model_fields)}
    named = set(settings_named())
    assert {"ZONGSHU_BROKER", "ZONGSHU_LEDGER", "ZONGSHU_ELASTICSEARCH__PASSWORD"} <= {name for _, name in named}
    known |= {"ZONGSHU_OWNER"}  # a variable of setup.sh
    assert {(file, name) for file, name in named if name not in known} == set()


def test_every_setting_the_page_on_operating_speaks_of_is_one() -> None:
    known = {name for name, _ in names()}
    parts = {name.partition(".")[0] for name in known if "." in name}
    spoken = set(re.findall(r"`([a-z]+\.[a-z_]+)`", PAGES[0].read_text("utf-8")))
    asked = {name for name in spoken if name.partition(".")[0] in parts}
    assert {"web.guarded", "fetch.per_day", "follow.papers"} <= asked
    assert asked <= known


@pytest.mark.parametrize("line", list(commands()), ids=" ".join)
def test_every_command_line_is_right_use(line: list[str]) -> None:
    filled = [re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", word).replace("%i", "fetch") for word in line]
    name, command, rest = PROGRAM.resolve_command(click.Context(PROGRAM, obj=Face()), filled)
    assert command is not None
    if "…" not in filled:
        command.make_context(name, [re.sub(r"^files?.*", ".", word) if name == "ingest" else word for word in rest])


def test_somebody_works_for_every_queue() -> None:
    services = [service["command"] for service in compose()["services"].values() if service.get("command", [])[:1] == ["worker"]]
    asked = [queue for line in services for queue in line[line.index("--queues") + 1].split(",")]
    assert sorted(asked) == sorted(QUEUES)
    page = PAGES[0].read_text("utf-8")
    assert all(f"zongshu-worker@{queue}" in page for queue in QUEUES)


def test_workers_are_well_by_the_queues_they_work_for() -> None:
    for name, service in compose()["services"].items():
        if service.get("command", [])[:1] == ["worker"]:
            assert service["healthcheck"]["test"] == ["CMD", "zongshu", "worker", "--check", *service["command"][1:3]], name


def test_the_inbox_is_mounted_where_the_sweeps_are_done() -> None:
    for name, service in compose()["services"].items():
        taken = "plan" in ",".join(service.get("command", []))
        assert taken == ("ZONGSHU_INBOX" in service.get("environment", {})), name
        assert taken == any(volume.endswith(":" + "/inbox") for volume in service.get("volumes", [])), name


def test_services_of_containers_are_bound() -> None:
    for name, service in compose()["services"].items():
        if name == "setup":
            continue
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"]
        assert service.get("read_only") or name == "elasticsearch"
        assert service["image"] == "zongshu" or re.search(r":\d", service["image"])
        assert "healthcheck" in service
        assert "deploy" in service or "profiles" in service
        ports = service.get("ports", [])
        assert all(port.startswith("${PAGE:-127.0.0.1:") for port in ports)


def test_volumes_and_files_of_containers_are_there() -> None:
    made, named = set(compose()["volumes"]), set()
    for service in compose()["services"].values():
        for volume in service["volumes"]:
            source = volume.partition(":")[0]
            if source.startswith("./"):
                assert (DEPLOY / source).exists()
            elif not source.startswith("$"):
                named.add(source)
    assert named == made
    variables = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text()))
    told = set(re.findall(r"^(\w+)=", (DEPLOY / ".env.example").read_text(), re.MULTILINE))
    assert variables == told


def test_units_share_their_hardening() -> None:
    hardening = []
    for unit in UNITS:
        keys = [(key, value) for section, key, value in parsed(unit.read_text()) if section == "Service"]
        start = next(number for number, (key, _) in enumerate(keys) if key == "User")
        hardening.append(keys[start:])
    assert all(one == hardening[0] for one in hardening)
    timers = {path.stem for path in (DEPLOY / "systemd").glob("*.timer")}
    assert timers < {path.stem for path in UNITS}


def test_alerts_ask_for_what_is_measured() -> None:
    code = "\n".join(path.read_text("utf-8") for room in ("search", "worker") for path in (ROOT / room).rglob("*.py"))
    asked = set(re.findall(r"zongshu_\w+", (DEPLOY / "prometheus" / "zongshu.rules.yml").read_text()))
    assert asked
    assert {name for name in asked if not re.search(rf"\b{name.removesuffix('_total')}(_total)?\b", code)} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page) -> None:
    links = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
    assert links
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []
