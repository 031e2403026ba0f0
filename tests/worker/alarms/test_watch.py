"""Alarms over the sample newspapers: each problem told once by each way, its end once, through failures and kill -9."""

import datetime as dt
import hashlib
import hmac
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from steps.conftest import World, days, page_path

from scrapers.fetch import Poster
from scrapers.sample import Fault, Redesign, calendar
from tests.worker.alarms.conftest import Watched
from tests.worker.alarms.receivers import Postbox, Receiver, receiver
from worker.alarms import SIGNATURE, Watch
from worker.alarms.ways import Webhook
from worker.steps import plan, retry

ALL = calendar("ljrb")
ROOT = Path(__file__).resolve().parents[3]
Make = Callable[..., Watched]


def printed_on(here: World, date: dt.date) -> None:
    """Set the clock to noon of that day: then its issue is the paper's present."""
    here.clock.now = dt.datetime.combine(date, dt.time(4), dt.UTC)


def expect(here: World, **changed: int) -> None:
    """The paper's file expects something else now."""
    paper = here.kit.papers["ljrb"]
    vars(here.kit)["papers"] = {**here.kit.papers, "ljrb": replace(paper, expect=replace(paper.expect, **changed))}


def once_and_over(site: Watched, hook: Receiver, box: Postbox, key: str) -> None:
    """The problem was told once by each way, and now that it is mended, its end is."""
    assert site.open == [key]
    site.look(minutes=5)
    assert hook.events == [("raised", key)]
    assert len(box.letters) == 1
    assert {one.way for one in site.here.kit.ledger.alarms.tellings()} == {"log", "webhook", "mail"}


def ended(site: Watched, hook: Receiver, box: Postbox, key: str) -> None:
    site.calm()
    site.look(minutes=5)
    assert hook.events == [("raised", key), ("recovered", key)]
    assert len(box.letters) == 2
    assert site.open == []


def test_a_redesign(watched: Make, hook: Receiver, box: Postbox) -> None:
    changed: list[Redesign] = []
    site = watched({}, redesigns=changed)
    printed_on(site.here, ALL[-1])
    site.here.crawl("ljrb", ALL[-2])
    site.look()
    assert hook.events == []
    changed.append(Redesign("ljrb", ALL[-1], "classic", "/"))
    site.here.clock.now += dt.timedelta(days=1)
    site.here.crawl("ljrb", ALL[-1])
    site.look()
    once_and_over(site, hook, box, "layout:ljrb")
    assert hook.notes[0]["reason"]["looks_like"] == "founder.classic"
    changed.clear()
    retry(site.here.kit, [site.here.issue("ljrb", ALL[-1]).key])
    site.here.work()
    ended(site, hook, box, "layout:ljrb")


def test_a_host_that_refuses(watched: Make, hook: Receiver, box: Postbox) -> None:
    faults = {page_path("ljrb", ALL[-1]): Fault("error", status=403)}
    site = watched(faults)
    printed_on(site.here, ALL[-1])
    site.here.crawl("ljrb", ALL[-1])
    site.look()
    once_and_over(site, hook, box, "blocked:epaper.lanjiang.example")
    faults.clear()
    retry(site.here.kit, [site.here.issue("ljrb", ALL[-1]).key])
    site.here.work()
    ended(site, hook, box, "blocked:epaper.lanjiang.example")


@pytest.mark.parametrize(
    ("key", "changed"), [("little:ljrb", {"articles_min": 390}), ("much:ljrb", {"articles_max": 8})], ids=["too little", "too much"]
)
def test_too_little_and_too_much(watched: Make, hook: Receiver, box: Postbox, key: str, changed: dict[str, int]) -> None:
    site = watched({})
    printed_on(site.here, ALL[-1])
    expect(site.here, **changed)
    site.here.crawl("ljrb", ALL[-1])
    site.look()
    once_and_over(site, hook, box, key)
    expect(site.here, articles_min=8, articles_max=400)
    site.here.crawl("ljrb", ALL[-1], again=True)
    ended(site, hook, box, key)


def test_mojibake(watched: Make, hook: Receiver, box: Postbox) -> None:
    garbage = Fault("reskinned", old="，", new="锟斤拷")
    paths = [
        f"/ljrb/pc/content/{ALL[-1]:%Y%m/%d}/content_{100_000 + (ALL[-1] - dt.date(2013, 1, 1)).days * 40 + n}.html" for n in range(40)
    ]
    faults = dict.fromkeys(paths, garbage)
    site = watched(faults)
    printed_on(site.here, ALL[-1])
    site.here.crawl("ljrb", ALL[-1])
    site.look()
    once_and_over(site, hook, box, "garbled:ljrb")
    faults.clear()
    site.here.clock.forward(hours=1)
    site.here.crawl("ljrb", ALL[-1], again=True)
    ended(site, hook, box, "garbled:ljrb")


def test_the_age_of_a_paper_that_is_followed(watched: Make, hook: Receiver, box: Postbox) -> None:
    site = watched({}, follow=("ljrb",))
    printed_on(site.here, days()[0])
    site.here.crawl("ljrb", days()[0])
    site.look(hours=60)
    assert site.open == []
    site.look(days=3)
    once_and_over(site, hook, box, "age:ljrb")
    next_ = next(day for day in ALL if day >= site.here.clock().date())
    printed_on(site.here, next_)
    site.here.crawl("ljrb", next_)
    ended(site, hook, box, "age:ljrb")


def test_older_issues_that_gave_too_much(watched: Make, hook: Receiver) -> None:
    """A back-fill of years is looked at as well as the newest issue; a first page that fails there is one of the gaps."""
    site = watched({page_path("ljrb", date): Fault("wrong_date") for date in ALL[:3]})
    site.here.crawl("ljrb", *ALL[:4])
    site.look()
    assert site.open == ["past:ljrb"]
    expect(site.here, articles_max=8)
    site.look(minutes=1)
    assert site.open == ["past:ljrb", "doubt:ljrb"]
    assert (hook.notes[1]["reason"]["first"], hook.notes[1]["reason"]["issues"]) == (str(ALL[3]), 1)


def test_what_is_told(watched: Make, hook: Receiver, box: Postbox, caplog: pytest.LogCaptureFixture) -> None:
    site = watched({page_path("ljrb", ALL[-1]): Fault("error", status=403)})
    printed_on(site.here, ALL[-1])
    site.here.crawl("ljrb", ALL[-1])
    site.look()
    [body], [headers], [letter] = hook.bodies, hook.headers, box.letters
    note = json.loads(body)
    assert headers[SIGNATURE] == f"sha256={hmac.new(b's3cret', body, hashlib.sha256).hexdigest()}"
    assert headers["Idempotency-Key"] == note["id"]
    assert (note["event"], note["key"], note["since"]) == ("raised", "blocked:epaper.lanjiang.example", site.here.clock().isoformat())
    assert letter["To"] == "a@paper.example, b@paper.example"
    assert "问题 1 · problems 1" in str(letter["Subject"])
    for text in (note["message"]["zh"], note["message"]["en"]):
        assert text in letter.get_content()
        assert text in caplog.text


def test_a_way_that_fails_is_tried_again_and_told_of_by_the_others(watched: Make, hook: Receiver, box: Postbox) -> None:
    site = watched({page_path("ljrb", ALL[-1]): Fault("error", status=403)})
    printed_on(site.here, ALL[-1])
    site.here.crawl("ljrb", ALL[-1])
    hook.status = 500
    for _ in range(4):
        site.look(minutes=10)
    assert site.open == ["blocked:epaper.lanjiang.example", "telling:webhook"]
    assert [str(letter["Subject"]) for letter in box.letters] == ["[Zongshu] 问题 1 · problems 1"] * 2
    [waiting] = [one for one in site.here.kit.ledger.alarms.tellings(untold=True) if one.event == "raised"]
    assert (waiting.way, waiting.tries >= 3, (waiting.reason or {})["status"]) == ("webhook", True, 500)
    hook.status = 204
    for _ in range(4):
        site.look(hours=2)
    assert hook.events == [("raised", "blocked:epaper.lanjiang.example")]
    assert site.open == ["blocked:epaper.lanjiang.example"]
    assert "恢复 1" in str(box.letters[-1]["Subject"])


def test_a_mail_server_that_refuses_is_tried_again(watched: Make, hook: Receiver, box: Postbox) -> None:
    site = watched({page_path("ljrb", ALL[-1]): Fault("error", status=403)})
    printed_on(site.here, ALL[-1])
    site.here.crawl("ljrb", ALL[-1])
    box.refusing = "451 later"
    site.look()
    [waiting] = site.here.kit.ledger.alarms.tellings(untold=True)
    assert (waiting.way, "451 later" in str((waiting.reason or {})["why"])) == ("mail", True)
    box.refusing = None
    site.look(minutes=3)
    assert len(box.letters) == len(hook.bodies) == 1


@pytest.mark.parametrize(("allow", "status", "key"), [((), 204, "fetch_peer"), (("127.0.0.1",), 302, "post_status")])
def test_no_private_machine_and_no_redirect(hook: Receiver, allow: tuple[str, ...], status: int, key: str) -> None:
    from articles.errors import FetchError
    from scrapers.fetch import Allowed

    hook.status = status
    with pytest.raises(FetchError) as raised:
        Poster("test", Allowed.of(allow)).post(hook.address.replace("127.0.0.1", "localhost"), b"{}", {}, "there")
    assert raised.value.key == key
    assert hook.bodies == []


def test_one_watch_at_a_time(watched: Make, hook: Receiver) -> None:
    site = watched({page_path("ljrb", ALL[-1]): Fault("error", status=403)})
    printed_on(site.here, ALL[-1])
    site.here.crawl("ljrb", ALL[-1])
    other = Watch(replace(site.here.kit, owner=f"elsewhere/{os.getpid()}@1.00"), site.settings)
    now = site.here.clock()
    site.here.kit.ledger.marks.take("alarms", site.here.kit.owner, now, now + dt.timedelta(minutes=1), lambda owner: True)
    assert not other.once()
    assert hook.events == []
    assert site.watch.once()
    assert other.once()
    assert len(hook.events) == 1


def test_a_dead_man_s_switch_hears_of_work(watched: Make, hook: Receiver) -> None:
    site = watched({}, heartbeat_url=f"http://127.0.0.1:{hook.port}/beat")
    site.look()
    assert hook.asked == []
    for _ in range(2):
        site.here.kit.ledger.marks.done("step:fetch", site.here.clock())
        site.look(minutes=1)
        site.look(minutes=1)
    assert hook.asked == ["/beat", "/beat"]
    hook.status = 500
    site.here.kit.ledger.marks.done("step:fetch", site.here.clock())
    site.look(minutes=1)
    hook.status = 204
    site.look(minutes=1)
    assert hook.asked == ["/beat"] * 4  # the one that failed was asked again


def test_work_that_nobody_does(watched: Make, hook: Receiver) -> None:
    site = watched({})
    plan(site.here.kit, "ljrb", [ALL[-1]])
    site.look()
    site.look(minutes=14)
    assert site.open == []
    site.look(minutes=2)
    assert site.open == ["idle:fetch"]
    site.here.work()
    site.calm()
    assert hook.events == [("raised", "idle:fetch"), ("recovered", "idle:fetch")]


def test_a_ledger_that_is_away_is_told_all_the_same(watched: Make, hook: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    from articles.errors import StorageError

    site = watched({})

    def away(*_: object, **__: object) -> bool:
        raise StorageError("ledger_unreachable", why="?")

    with monkeypatch.context() as patched:
        patched.setattr(type(site.here.kit.ledger.marks), "take", away)
        site.watch.once()
        site.watch.once()
    assert hook.events == [("raised", "ledger:home")]
    site.watch.once()
    assert hook.events == [("raised", "ledger:home"), ("recovered", "ledger:home")]


_KILLED = """
import os, sys
from worker.alarms import Watch
from worker.runner import open_kit
from worker.settings import load
settings = load()
with open_kit(settings) as kit:
    watch = Watch(kit, settings)
    at = sys.argv[1]
    if at == "before":
        watch._tell = lambda: os.kill(os.getpid(), 9)
    if at == "after":
        watch._ping = lambda: os.kill(os.getpid(), 9)
    watch.once()
"""


def test_kill_9_loses_no_telling_and_doubles_none(tmp_path: Path) -> None:
    """Killed between raising and telling, then behind the acknowledgement: it is told once in the end."""
    with receiver() as hook:
        env = {name: value for name, value in os.environ.items() if not name.startswith("ZONGSHU_")}
        env |= {"ZONGSHU_HOME": str(tmp_path / "home"), "ZONGSHU_ALARMS__WEBHOOK": hook.address, "ZONGSHU_ALARMS__ALLOW": "127.0.0.1"}
        env |= {"ZONGSHU_ALARMS__DISK_GIGABYTES": "1000000", "PYTHONPATH": str(ROOT)}
        seen = []
        for at in ("before", "after", "never"):
            ended = subprocess.run([sys.executable, "-c", _KILLED, at], env=env, cwd=tmp_path, timeout=60, check=False)
            seen.append((ended.returncode, len(hook.bodies)))
        assert seen == [(-signal.SIGKILL, 0), (-signal.SIGKILL, 1), (0, 1)]
        assert hook.events == [("raised", "disk:home")]


def test_looks_are_apart_and_do_not_hold_up_the_runner(watched: Make, hook: Receiver) -> None:
    site = watched({page_path("ljrb", ALL[-1]): Fault("error", status=403)})
    printed_on(site.here, ALL[-1])
    site.here.crawl("ljrb", ALL[-1])
    ticks = [0.0]
    watch = Watch(site.here.kit, site.settings, ticks=lambda: ticks[0])
    began = time.monotonic()
    watch.look()
    assert time.monotonic() - began < 1.0
    watch.wait()
    assert len(hook.events) == 1
    watch.look()
    watch.wait()
    assert [row.seen for row in site.here.kit.ledger.alarms.open()] == [site.here.clock()]


def test_the_log_is_a_way_and_the_others_are_named_by_settings(watched: Make) -> None:
    from worker.alarms import ways

    site = watched({})
    assert [way.name for way in ways(site.settings)] == ["log", "webhook", "mail"]
    assert [way.name for way in ways(site.settings.model_copy(update={"alarms": type(site.settings.alarms)()}))] == ["log"]
    assert "s3cret" not in repr(site.settings) + repr(site.settings.redacted())
    assert Webhook.most == 1
