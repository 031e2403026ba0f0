"""New hits of saved searches over the sample newspapers: each told once, through failures, kills, back-fills, re-reads and rebuilds."""

import datetime as dt
import hashlib
import hmac
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from psutil import Process
from steps.conftest import World, article_path, clock, days, world

from scrapers.sample import Fault
from search import Question, Search
from search.saved import SavedSearch, Shelf
from tests.worker.alarms.receivers import Postbox, Receiver, postbox, receiver
from worker.alarms import SIGNATURE
from worker.alerts import Alerts, Done, ways_of
from worker.home import Home, Owner
from worker.settings import Settings, load
from worker.steps import reindex
from worker.tally import Tally
from worker.tasks import work
from worker.tasks.options import ROUTES, schedule
from worker.tasks.tools import Tools

__all__ = ["clock", "world"]
ROOT = Path(__file__).resolve().parents[3]
DAYS = days()


class Told:
    """A world, its saved searches and who is told."""

    def __init__(self, here: World, settings: Settings) -> None:
        kit = here.kit
        names = {code: paper.name for code, paper in kit.papers.items()}
        self.here, self.settings = here, settings
        self.search = Search(kit.index, kit.ledger.reports, names, kit.index.tokenizer)
        self.shelf = Shelf(kit.ledger, self.search, ways_of(settings), here.clock)
        self.alerts = Alerts(self.search, kit.ledger, settings, here.clock)

    def save(self, query: str = "", alert: str = "webhook", **asked: Any) -> SavedSearch:
        return self.shelf.add(query or "全部", Question(query, all_=True, **asked), alert)

    def crawl(self, *dates: dt.date, again: bool = False) -> list[str]:
        """The ids that a later minute brings."""
        self.here.clock.forward(minutes=1)
        self.here.crawl("ljrb", *dates, again=again)
        self.here.clock.forward(minutes=1)
        return [row.id for date in dates for row in self.here.kit.ledger.readings.articles(f"ljrb-{date:%Y%m%d}") if not row.lost]

    def look(self, **forward: float) -> Done:
        self.here.clock.forward(**forward)
        done = self.alerts.once()
        assert done is not None
        return done


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as found:
        yield found


@pytest.fixture
def told(world: Callable[..., World], hook: Receiver, box: Postbox) -> Callable[..., Told]:
    def make(faults: dict[str, Fault] | None = None, **saved: Any) -> Told:
        here = world({} if faults is None else faults)
        mail = {"host": "127.0.0.1", "port": box.port, "security": "none", "to": ["a@paper.example"]}
        alarms = {"webhook": hook.address, "webhook_key": "s3cret", "allow": ["127.0.0.1"], "mail": mail}
        return Told(here, load(home=here.kit.files.root.parent, alarms=alarms, saved=saved, web={"address": "https://z.example/"}))

    return make


def test_what_comes_in_is_told_once(told: Callable[..., Told], hook: Receiver) -> None:
    site = told()
    site.crawl(DAYS[0])
    saved = site.save()
    site.save("没有这个词语")
    site.shelf.add("不通知", Question(all_=True))
    assert site.look() == Done(2, 0, 0, 0)  # what was there is not new
    ids = site.crawl(DAYS[1])
    assert site.look() == Done(2, len(ids), 1, 0)
    [body], [headers] = hook.bodies, hook.headers
    note = json.loads(body)
    assert headers[SIGNATURE] == f"sha256={hmac.new(b's3cret', body, hashlib.sha256).hexdigest()}"
    assert headers["Idempotency-Key"] == note["id"]
    assert (note["event"], note["search"]) == ("hits", {"key": saved.key, "name": "全部", "query": ""})
    assert (note["total"], len(note["items"])) == (len(ids), min(20, len(ids)))
    assert {one["id"] for one in note["items"]} <= set(ids)
    first = note["items"][0]
    hit = site.search.ask(Question(all_=True, sort="-date", limit=1)).hits[0]
    assert (first["address"], first["citation"]) == (
        f"https://z.example/articles/{first['id']}",
        hit.citation.partition("第")[0] + first["citation"][first["citation"].index("第") :],
    )
    assert site.look(hours=1) == Done(2, 0, 0, 0)
    assert site.look(days=30) == Done(2, 0, 0, 0)


def test_revisions_readings_and_rebuilds_bring_nothing_new(told: Callable[..., Told], hook: Receiver) -> None:
    faults: dict[str, Fault] = {}
    site = told(faults)
    site.crawl(DAYS[0])
    site.save()
    site.crawl(DAYS[1])
    site.look()
    for date in DAYS[:2]:
        faults[article_path("ljrb", date)] = Fault("reskinned", old="，", new="；")
    changed = {id_ for id_ in site.crawl(*DAYS[:2], again=True) if site.here.kit.ledger.readings.article(id_).revision > 1}  # type: ignore[union-attr]
    assert changed
    kit = site.here.kit
    kit.ledger.issues.reread(None, site.here.clock())
    site.here.work()
    reindex(kit, lambda done, total: None)
    kit.ledger.indexing.again([f"ljrb-{date:%Y%m%d}" for date in DAYS[:2]], site.here.clock())
    site.here.work()
    assert site.look(minutes=1).hits == 0
    assert len(hook.bodies) == 1
    news = kit.ledger.arrivals.newest(len(changed))
    assert {one.id for one in news} == changed  # though a feed says that they were revised


def test_a_back_fill_is_one_message(told: Callable[..., Told], hook: Receiver, box: Postbox) -> None:
    site = told(most=3)
    site.crawl(DAYS[0])
    site.save()
    site.save("政协", "mail")
    ids = site.crawl(*DAYS[1:5])
    done = site.look()
    assert (done.told, len(hook.bodies), len(box.letters)) == (2, 1, 1)
    [note], [letter] = hook.notes, box.letters
    assert (note["total"], len(note["items"])) == (len(ids), 3)
    newest = [f"{DAYS[4]:%Y%m%d}"] * 3
    assert [one["id"].split("-")[1] for one in note["items"]] == newest
    hits = done.hits - len(ids)
    text = letter.get_content()
    assert f"新 {hits} 篇" in str(letter["Subject"])
    assert (f"另有 {hits - 3} 篇" in text, text.count("https://z.example/articles/")) == (True, 3)


def test_what_cannot_be_told_waits_and_keeps_its_order(told: Callable[..., Told], hook: Receiver, box: Postbox) -> None:
    site = told()
    saved, mailed = site.save(), site.save("政协", "mail")
    hook.status, box.refusing = 500, "451 later"
    first = len(site.crawl(DAYS[0]))
    assert site.look().failed == 2
    second = len(site.crawl(DAYS[1]))
    assert site.look().failed in (0, 2)  # it is not tried at once
    notes = site.here.kit.ledger.saved.notes(saved.key)
    assert [(one.told, bool(one.reason)) for one in notes] == [(None, True), (None, False)]
    hook.status, box.refusing = 204, None
    site.look(hours=2)
    site.look(hours=2)
    assert [note["total"] for note in hook.notes] == [first, second]
    assert len({note["id"] for note in hook.notes}) == 2
    assert all(one.told for one in site.here.kit.ledger.saved.notes(mailed.key))
    hook.status = 500
    site.crawl(DAYS[2])
    site.look()
    site.shelf.remove(saved.key)
    hook.status = 204
    site.look(days=1)
    assert len(hook.bodies) == 2  # a search that is forgotten is told of no more


def test_one_looks_at_a_time(told: Callable[..., Told], hook: Receiver) -> None:
    site = told()
    site.save()
    site.crawl(DAYS[0])
    now = site.here.clock()
    other = str(Owner(Owner.me().machine, os.getppid(), Process(os.getppid()).create_time()))
    site.here.kit.ledger.marks.take("alerts", other, now, now + dt.timedelta(minutes=30), lambda owner: True)
    assert site.alerts.once() is None
    site.here.kit.ledger.marks.give_back("alerts", other)
    assert hook.bodies == []
    ticks = [0.0]
    alerts = Alerts(site.search, site.here.kit.ledger, site.settings, site.here.clock, lambda: ticks[0])
    for _ in range(2):
        alerts.look()
        alerts.wait(30)
        site.crawl(DAYS[1])
        assert len(hook.bodies) == 1  # the second look came too early
    ticks[0] = 600.0
    alerts.look()
    alerts.wait(30)
    assert len(hook.bodies) == 2


_KILLED = """
import os, sys
import datetime as dt
from search import Search
from storage.ledger import Ledger
from worker.alerts import Alerts
from worker.index import open_from
from worker.settings import load

def look(at):
    settings = load()
    with Ledger(f"sqlite:///{settings.home}/ledger.sqlite3") as ledger:
        index = open_from(settings)
        alerts = Alerts(Search(index, ledger.reports, {}, index.tokenizer), ledger, settings, lambda: dt.datetime.now(dt.UTC))
        end = lambda *_: os.kill(os.getpid(), 9)
        if at == "finding":
            ledger.saved.note = end
        if at == "noted":
            alerts._told = end
        if at == "told":
            ledger.marks.give_back = end
        alerts.once()
        index.close()

for at in sys.argv[1:]:
    child = os.fork()
    if child == 0:
        look(at)
        os._exit(0)
    print(os.waitpid(child, 0)[1])
"""


def test_kill_9_loses_no_hit_and_doubles_none(told: Callable[..., Told], hook: Receiver) -> None:
    """Killed while it looks, between note and telling, and behind the entry: told once in the end."""
    site = told()
    site.save()
    ids = site.crawl(DAYS[0])
    site.here.kit.index.close()
    env = {name: value for name, value in os.environ.items() if not name.startswith("ZONGSHU_")}
    env |= {"ZONGSHU_HOME": str(site.settings.home), "ZONGSHU_ALARMS__WEBHOOK": hook.address, "ZONGSHU_ALARMS__ALLOW": "127.0.0.1"}
    times = ("finding", "noted", "told", "never")
    command = [sys.executable, "-c", _KILLED, *times]
    ended = subprocess.run(command, env={**env, "PYTHONPATH": str(ROOT)}, timeout=100, check=True, capture_output=True, text=True)
    assert ended.stdout.split() == [str(int(signal.SIGKILL))] * 3 + ["0"]
    assert [note["total"] for note in hook.notes] == [len(ids)]


def test_workers_look_too(told: Callable[..., Told], hook: Receiver) -> None:
    """The task that beat sends, with the tools of a worker."""
    site = told()
    site.save()
    site.crawl(DAYS[0])
    kit = site.here.kit
    every = schedule(site.settings)["alerts"]
    assert (every["task"], every["schedule"], ROUTES["alerts"]) == ("zongshu.alerts", 600.0, "plan")
    tools = Tools(site.settings, kit, None, Home(site.settings.home), None, Tally())  # type: ignore[arg-type] # neither is asked
    for _ in range(2):
        work.alerts(tools)
    assert len(hook.bodies) == 1


def test_ways_are_those_of_the_settings(told: Callable[..., Told], tmp_path: Path) -> None:
    assert ways_of(load(home=tmp_path)) == ()
    assert ways_of(load(home=tmp_path, saved={"webhook": "https://a.example/"})) == ("webhook",)
    assert ways_of(load(home=tmp_path, alarms={"mail": {"host": "a.example"}}, saved={"to": "b@a.example"})) == ("mail",)
    assert ways_of(told().settings) == ("webhook", "mail")
