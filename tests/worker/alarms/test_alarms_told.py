"""Where alarms and redesigns are told: the commands, the API, `/health`, and what workers that a broker wakes are asked."""

import datetime as dt
import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from steps.conftest import page_path

from scrapers.sample import Fault, Redesign, calendar
from tests.search.search_kit import served
from tests.worker.alarms.conftest import Watched
from tests.worker.alarms.receivers import Postbox, Receiver
from worker.alarms import STEP, Watch
from worker.cli.face import Face
from worker.cli.page import Opening, Woken, app_of, idle_of
from worker.cli.program import ended
from worker.cli.rooms import opened
from worker.home import Home
from worker.inbox import Inbox
from worker.runner.pulse import Pulse
from worker.settings import load
from worker.steps import plan
from worker.tally import Tally
from worker.tasks import Broker, work
from worker.tasks.tools import Tools

ALL = calendar("ljrb")
Make = Callable[..., Watched]


@pytest.fixture
def blocked(watched: Make) -> Watched:
    """A home with a host that refuses us, looked at once."""
    site = watched({page_path("ljrb", ALL[-1]): Fault("error", status=403)})
    site.here.clock.now = dt.datetime.combine(ALL[-1], dt.time(4), dt.UTC)
    site.here.crawl("ljrb", ALL[-1])
    site.look()
    return site


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """`program(site, "alarms", …)`: a command line over a home, in this process; its exit code and what it printed."""

    def run(site: Watched, *args: str, **environment: str) -> tuple[int, str]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        code = ended(Face(lang="en"), ["--home", str(site.settings.home), "--lang", "en", *args])
        return code, capsys.readouterr().out

    return run


Program = Callable[..., tuple[int, str]]


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_alarms_are_listed(blocked: Watched, program: Program) -> None:
    code, out = program(blocked, "alarms", "--json")
    [line] = lines(out)
    assert (code, line["key"], line["recovered"]) == (0, "blocked:epaper.lanjiang.example", None)
    assert {(one["way"], one["event"]) for one in line["told"]} == {("log", "raised"), ("webhook", "raised"), ("mail", "raised")}
    assert all(one["told"] for one in line["told"])
    assert "refuses us" in program(blocked, "alarms")[1]
    blocked.here.kit.ledger.issues.delete(blocked.here.issue("ljrb", ALL[-1]).key)
    blocked.calm()
    assert program(blocked, "alarms") == (0, "")
    [line] = lines(program(blocked, "alarms", "--all", "--json")[1])
    assert line["recovered"]
    assert "recovered" in program(blocked, "alarms", "--all")[1]
    assert program(blocked, "alarms", "test", "--all")[0] == 2


def test_a_test_is_sent_by_every_way(blocked: Watched, program: Program, hook: Receiver, box: Postbox) -> None:
    given = {"ZONGSHU_ALARMS__WEBHOOK": hook.address, "ZONGSHU_ALARMS__ALLOW": "127.0.0.1", "ZONGSHU_ALARMS__MAIL__HOST": "127.0.0.1"}
    given |= {
        "ZONGSHU_ALARMS__MAIL__PORT": str(box.port),
        "ZONGSHU_ALARMS__MAIL__SECURITY": "none",
        "ZONGSHU_ALARMS__MAIL__TO": "a@x.example",
    }
    code, out = program(blocked, "alarms", "test", "--json", **given)
    assert (code, [(line["way"], line["told"]) for line in lines(out)]) == (0, [("log", True), ("webhook", True), ("mail", True)])
    assert hook.events[-1] == ("test", "test:home")
    assert str(box.letters[-1]["Subject"]) == "[Zongshu] 测试 · test"
    hook.status, box.refusing = 500, "550 no"
    code, out = program(blocked, "alarms", "test", "--json")
    assert (code, [(line["way"], line["told"]) for line in lines(out)]) == (1, [("log", True), ("webhook", False), ("mail", False)])
    assert "550 no" in lines(out)[2]["reason"]


def test_a_crawl_that_nobody_watches_looks_once_at_its_end(watched: Make, program: Program, hook: Receiver) -> None:
    site = watched({})
    given = {"ZONGSHU_ALARMS__DISK_GIGABYTES": "1000000", "ZONGSHU_SAMPLE_PORT": str(site.here.site.port)}
    line = ("crawl", "ljrb", "--date", str(ALL[-1]))
    assert program(site, *line, **given)[0] == 0
    assert hook.events == []  # nobody is to be told
    given = {"ZONGSHU_ALARMS__WEBHOOK": hook.address, "ZONGSHU_ALARMS__ALLOW": "127.0.0.1"}
    assert program(site, *line, **given)[0] == 0
    assert hook.events == [("raised", "disk:home")]


def test_a_redesign_is_told_with_the_entry_to_add(watched: Make, program: Program, tmp_path: Path) -> None:
    site = watched({}, redesigns=[Redesign("ljrb", ALL[-2], "classic", "/")])
    site.here.crawl("ljrb", *ALL[-3:])
    [newest, first] = lines(program(site, "failures", "--json")[1])
    assert (first["date"], first["layout"]["platform"], first["layout"]["first_page"]) == (str(ALL[-2]), "founder.classic", "2")
    assert newest["layout"]["entry"] != first["layout"]["entry"]
    code, out = program(site, "failures", "ljrb")
    assert code == 0
    assert f"looks like founder.classic since {ALL[-2]}" in out
    entry = "\n".join(line.removeprefix("    ") for line in out.partition("    [[layouts]]")[2].splitlines() if line.startswith("    "))
    paper = Path("scrapers/papers/ljrb.toml").read_text("utf-8").replace('"ljrb"', '"ljrz"')
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "ljrz.toml").write_text(f"{paper}\n[[layouts]]\n{entry}\n", "utf-8")
    from scrapers import papers

    layout = papers([tmp_path / "papers"])["ljrz"].layouts[-1]
    assert (layout.from_, layout.platform, layout.prefix) == (ALL[-2], "founder.classic", "http://epaper.lanjiang.example/")
    status = lines(program(site, "status", "--json")[1])
    [trouble] = next(line for line in status if line.get("paper") == "ljrb")["troubles"]
    assert (trouble["first_day"], trouble["issues"], trouble["cause"]) == (str(ALL[-2]), 2, "layout_looks_like")
    found = {line["check"]: line for line in lines(program(site, "doctor", "--json")[1])}
    assert found["papers.layouts"]["state"] == "warn"
    assert "founder.classic" in found["papers.layouts"]["mend"]
    assert str(ALL[-2]) in program(site, "status")[1]


def test_the_api_tells_alarms_and_health(blocked: Watched) -> None:
    face = Face(home=blocked.settings.home)
    with opened(face) as rooms:
        kit = blocked.here.kit
        idle = idle_of(kit, blocked.settings)
        app = app_of(rooms, Woken(idle=idle), Opening(alone=True, reading=False, writing=False))
        with served(app) as address, httpx.Client(base_url=address) as client:
            [alarm] = client.get("/api/v1/status").json()["alarms"]
            assert (alarm["key"], set(alarm["message"])) == ("blocked:epaper.lanjiang.example", {"zh", "en"})
            assert client.get("/health").status_code == 200
            plan(kit, "cpwb", [calendar("cpwb")[-1]])
            assert client.get("/health").status_code == 200
            blocked.here.clock.forward(minutes=16)
            answer = client.get("/health")
            assert (answer.status_code, answer.json()["code"]) == (503, "alarm_idle")
            Pulse(kit).beat("fetch")
            assert client.get("/health").status_code == 200


def test_a_pulse_is_marked_now_and_then(blocked: Watched) -> None:
    kit, ticks = blocked.here.kit, [0.0]
    pulse = Pulse(kit, lambda: ticks[0])
    pulse.beat("fetch")
    first = kit.ledger.marks.latest(STEP)
    blocked.here.clock.forward(seconds=3)
    ticks[0] = 3.0
    pulse.beat("fetch")
    assert kit.ledger.marks.latest(STEP) == first
    ticks[0] = 6.0
    pulse.beat("fetch")
    assert kit.ledger.marks.latest(STEP) == {"fetch": blocked.here.clock()}


def test_workers_are_watched_through_their_broker(watched: Make, hook: Receiver, start_redis: Callable[..., Any]) -> None:
    """A queue in trouble, steps that nobody does, and a Redis that goes away: the evaluator is a task like others."""
    server = start_redis()
    site = watched({})
    settings = replace_broker(site, server.url)
    with closing(Broker(settings, tries=1)) as broker:
        kit, home = site.here.kit, settings.home
        tools = Tools(settings, kit, broker, Home(home), Inbox(kit, home / "inbox", "en"), Tally())
        work.watch(tools)
        assert site.open == []
        broker.stamps.troubled("index", {"error": "EngineUnavailable", "key": "engine_busy", "path": "x"})
        work.watch(tools)
        assert site.open == ["queue:index"]
        server.kill9()
        work.watch(tools)
        assert site.open == ["queue:index", "broker:redis"]  # what cannot be seen stays as it is
    assert hook.events == [("raised", "queue:index"), ("raised", "broker:redis")]


def replace_broker(site: Watched, url: str) -> Any:
    given = site.settings.model_dump()
    given["alarms"] |= {"webhook": site.settings.alarms.webhook, "webhook_key": None}
    return load(home=site.settings.home, broker=url, alarms=given["alarms"])


def test_the_stamps_of_workers_are_their_pulse(watched: Make, redis_url: str) -> None:
    site = watched({})
    with closing(Broker(replace_broker(site, redis_url))) as broker:
        now = dt.datetime.now(dt.UTC)
        kit = replace(site.here.kit, clock=lambda: now + dt.timedelta(minutes=20))
        watch = Watch(replace(kit, clock=lambda: now - dt.timedelta(days=1)), site.settings, broker)
        watch._kit = kit
        plan(kit, "ljrb", [ALL[-1]])
        broker.stamps.ran("fetch")
        watch.once()
        assert site.open == ["idle:fetch"]
        watch._kit = replace(kit, clock=lambda: now + dt.timedelta(minutes=10))
        watch.once()
        assert [row.clear is not None for row in kit.ledger.alarms.open()] == [True]
