"""Backup and restore: what is kept is what comes back, whatever was under way, on both databases."""

import json
import shutil
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from elasticsearch import Elasticsearch

from articles.corrections import Correction, printed
from indexing import Request
from indexing.engines.protocol import Everything
from scrapers.sample import Fault, serve
from steps.conftest import Clock, World, article_path, days
from storage.backup import opened
from storage.ledger import Ledger
from worker.cli.face import Face
from worker.cli.program import ended
from worker.home import Home
from worker.runner import open_kit
from worker.settings import load
from worker.steps import Kit, fetch, ingest, open_generations, plan
from worker.tokens import Tokens

DAY, LATER, LAST = days()[:3]
Say = Callable[..., tuple[int, list[dict[str, object]], str]]


@pytest.fixture
def say(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """A command line in this process, over a home: its exit code, JSON lines and messages."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZONGSHU_READ__PROCESSES", "1")

    def run(home: Path, *args: object) -> tuple[int, list[dict[str, object]], str]:
        capsys.readouterr()
        code = ended(Face("en"), ["--json", "--lang", "en", "--home", str(home), *map(str, args)])
        told = capsys.readouterr()
        return code, [json.loads(line) for line in told.out.splitlines()], told.err

    return run


@pytest.fixture
def restored(tmp_path: Path, clock: Clock, world: Callable[..., World]) -> Iterator[Callable[..., World]]:
    """`restored(home, site)`: the world over a restored home, closed at the end."""
    with ExitStack() as stack:

        def make(home: Path, before: World, **settings: object) -> World:
            made = load(home=home, sample_port=before.site.port, fetch={"retry_wait": 0.0}, **settings)
            kit = stack.enter_context(open_kit(made, clock))
            open_generations(kit)
            return World(kit, clock, before.site)

        yield make


def _rows(ledger: Ledger) -> dict[str, object]:
    """What a ledger holds of issues at rest, their articles, revisions and addresses."""
    issues = [issue for paper in ("ljrb", "cpwb", "files") for issue in ledger.reports.coverage(paper)]
    names = ("outcome", "held", "attempt", "listed", "archive_end", "articles", "digest", "articles_held", "reason", "reader")
    rows = {issue.key: ledger.readings.articles(issue.key) for issue in issues}
    return {
        "issues": {issue.key: tuple(getattr(issue, name) for name in names) for issue in issues if issue.outcome == "indexed"},
        "articles": rows,
        "revisions": {row.id: ledger.revisions.of(row.id) for held in rows.values() for row in held},
        "addresses": {issue.key: ledger.issues.addresses(issue.key) for issue in issues},
        "changes": ledger.revisions.changes(),
        "robots": ledger.robots.get("http://lj.sample.test"),
    }


def _files(kit: Kit) -> dict[str, bytes]:
    return {key: kit.files.path(key).read_bytes() for key in list(kit.files.keys())}


def _indexed(kit: Kit) -> dict[str, int]:
    ids = dict(kit.ledger.readings.ids())
    return dict(kit.index.engine(kit.index.generations.live() or "").revisions(ids))


def _crawled(world: Callable[..., World], clock: Clock) -> World:
    """An issue fetched twice (an article edited, one withdrawn), a file, a correction, a token; another issue being fetched."""
    faults = {
        article_path("ljrb", DAY, 0, 0): Fault("edited", old="，", new="，据了解，"),
        article_path("ljrb", DAY, 1, 1): Fault("withdrawn", times=2),
    }
    here = world(faults)
    here.crawl("ljrb", DAY)
    ingest(here.kit, "报告.txt", "政协澄浦市委员会2023年工作综述\n2023年，市政协召开全体会议1次。\n".encode())
    here.work()
    clock.forward(hours=1)
    here.crawl("ljrb", DAY, again=True)
    article = here.kit.files.read(f"ljrb-{DAY:%Y%m%d}")[0]
    here.kit.corrections.write(f"ljrb-{DAY:%Y%m%d}", Correction(article.id, printed(article), {"organ": "政协"}, None))
    here.kit.ledger.issues.reread([f"ljrb-{DAY:%Y%m%d}"], clock())
    here.work()
    here.kit.ledger.runs.start("crawl", {"paper": "ljrb"}, clock())
    Tokens(Home(here.kit.files.root.parent).tokens).add("reader", False, clock())
    plan(here.kit, "ljrb", [LATER])
    for host in here.kit.ledger.lanes.ready(clock()):
        for _ in range(4):
            fetch(here.kit, host)
    return here


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str | None:
    """Where the ledger is restored to; None is a file in the home."""
    return None if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


def test_all_that_was_held_comes_back(
    world: Callable[..., World], clock: Clock, say: Say, restored: Callable[..., World], tmp_path: Path, database: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    here = _crawled(world, clock)
    kit, home, copies = here.kit, here.kit.files.root.parent, tmp_path / "copies"
    (home / "zongshu.toml").write_text('contact = "https://example.org"\n')
    rows, files, index = _rows(kit.ledger), _files(kit), _indexed(kit)
    assert any(home.joinpath("archive").rglob("*.part"))
    code, lines, _ = say(home, "backup", copies)
    assert code == 0
    assert lines[0]["articles"] == len(index)
    plan(kit, "ljrb", [LAST])
    here.work()
    whole, every = _files(kit), _indexed(kit)
    shutil.rmtree(home)
    if database:
        monkeypatch.setenv("ZONGSHU_LEDGER", database)
    code, lines, told = say(tmp_path / "new", "restore", copies)
    assert (code, lines[-1]["articles"]) == (0, len(index)), told
    again = restored(tmp_path / "new", here)
    assert _files(again.kit) == files
    assert _indexed(again.kit) == index
    assert _rows(again.kit.ledger) == rows
    assert say(tmp_path / "new", "archive", "verify")[0] == 0
    assert (tmp_path / "new" / "tokens.json").stat().st_mode & 0o777 == 0o600
    assert Tokens(tmp_path / "new" / "tokens.json").all()[0].name == "reader"
    assert "example.org" in (tmp_path / "new" / "zongshu.toml").read_text()
    plan(again.kit, "ljrb", [LAST])
    again.work()
    assert (_files(again.kit), _indexed(again.kit)) == (whole, every)


def test_backups_taken_while_work_goes_on_agree_with_themselves(world: Callable[..., World], say: Say, tmp_path: Path) -> None:
    here = world()
    home = here.kit.files.root.parent
    here.crawl("ljrb", DAY)
    plan(here.kit, "ljrb", days()[1:4])
    with ThreadPoolExecutor(1) as pool:
        crawling = pool.submit(here.work)
        taken = [Path(str(say(home, "backup", tmp_path / "copies")[1][0]["backup"])) for _ in range(3)]
        crawling.result()
    held = [opened(path).head.articles for path in taken]
    assert held == sorted(held)
    for number, path in enumerate(taken):
        assert say(tmp_path / f"new{number}", "restore", "--no-read", path)[0] == 0
        code, lines, _ = say(tmp_path / f"new{number}", "archive", "verify")
        assert (code, lines[-1]["summary"]["missing"]) == (0, 0)


@pytest.mark.parametrize(("ledger", "engine"), [("sqlite", "elasticsearch"), ("postgresql", "tantivy")])
def test_after_all_is_destroyed_a_restore_and_a_rebuild_give_the_same(
    world: Callable[..., World], say: Say, restored: Callable[..., World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest, ledger: str, engine: str,
) -> None:  # fmt: skip
    servers: dict[str, object] = {}
    if ledger == "postgresql":
        servers["ledger"] = request.getfixturevalue("postgres_url")
        monkeypatch.setenv("ZONGSHU_LEDGER", str(servers["ledger"]))
    if engine == "elasticsearch":
        servers |= {
            "index": request.getfixturevalue("elasticsearch_server").url,
            "elasticsearch": {"prefix": f"drill-{uuid.uuid4().hex[:8]}"},
        }
        monkeypatch.setenv("ZONGSHU_INDEX", str(servers["index"]))
        monkeypatch.setenv("ZONGSHU_ELASTICSEARCH__PREFIX", servers["elasticsearch"]["prefix"])  # type: ignore[index]
    here = world(**servers)
    kit, home = here.kit, here.kit.files.root.parent
    here.crawl("ljrb", DAY)
    before = (_files(kit), _rows(kit.ledger), _answers(kit))
    assert say(home, "backup", tmp_path / "copies")[0] == 0
    _destroyed(kit, home, servers)
    code, _, told = say(tmp_path / "new", "restore", tmp_path / "copies")
    assert code == 0, told
    assert say(tmp_path / "new", "reindex")[0] == 0
    again = restored(tmp_path / "new", here, **servers)
    assert (_files(again.kit), _rows(again.kit.ledger), _answers(again.kit)) == before


def _answers(kit: Kit) -> dict[str, bytes]:
    """All an index answers with, in its order."""
    found = kit.index.ask(Request(Everything(), sort="date", limit=1000, facets=("paper", "kind")))
    assert found.facets["paper"]
    return {hit.id: hit.article for hit in found.hits}


def _destroyed(kit: Kit, home: Path, servers: dict[str, object]) -> None:
    """Home, database and indices gone."""
    shutil.rmtree(home)
    if "ledger" in servers:
        kit.ledger.close()
        with psycopg.connect(str(servers["ledger"]), autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
    if "index" in servers:
        names = kit.index.generations.names()
        prefix = servers["elasticsearch"]["prefix"]  # type: ignore[index]
        with Elasticsearch(str(servers["index"])) as client:
            client.indices.delete(index=[f"{prefix}-{name}" for name in names])


@pytest.fixture(scope="module")
def _crawled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds two issues."""
    home = tmp_path_factory.mktemp("once") / "home"
    with serve() as site, open_kit(load(home=home, sample_port=site.port), Clock()) as kit:
        open_generations(kit)
        World(kit, Clock(), site).crawl("ljrb", DAY, LATER)
    return home


@pytest.fixture
def home(_crawled_once: Path, tmp_path: Path) -> Path:
    """The test's own copy of it."""
    return Path(shutil.copytree(_crawled_once, tmp_path / "home"))


def _state(home: Path) -> tuple[dict[str, bytes], dict[str, object], dict[str, int]]:
    with open_kit(load(home=home, ledger=Home(home).ledger, index=str(home / "index"))) as kit:
        return _files(kit), _rows(kit.ledger), _indexed(kit)


def test_backups_share_what_did_not_change(home: Path, say: Say, tmp_path: Path) -> None:
    copies, name = tmp_path / "copies", f"ljrb/{DAY.year}/ljrb-{DAY:%Y%m%d}-1.warc.gz"
    other = Path(shutil.move(home / "archive" / "ljrb" / f"{LATER.year}" / f"ljrb-{LATER:%Y%m%d}-1.warc.gz", tmp_path / "later"))
    _, first, _ = say(home, "backup", copies)
    other.rename(home / "archive" / "ljrb" / f"{LATER.year}" / f"ljrb-{LATER:%Y%m%d}-1.warc.gz")
    _, second, _ = say(home, "backup", copies, "--with-files")
    assert {Path(str(lines[0]["backup"]), "home/archive", name).stat().st_nlink for lines in (first, second)} == {2}
    _, third, _ = say(home, "backup", copies, "--full", "--keep", 2)
    assert [lines[0]["copied"] for lines in (first, second, third)] == [2, 4, 3]
    assert [one for one in (first, second) if not Path(str(one[0]["backup"])).exists()] == [first]
    assert {Path(str(lines[0]["backup"]), "home/archive", name).stat().st_nlink for lines in (second, third)} == {1}


def test_an_interrupted_backup_is_none_and_is_gone_on_with(home: Path, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = tmp_path / "copies"
    with monkeypatch.context() as patch:
        patch.setattr("storage.backup.taking.Taking.finish", _killed)
        assert say(home, "backup", copies)[0] == 130
    assert say(tmp_path / "new", "restore", copies)[0] == 1
    code, lines, _ = say(home, "backup", copies)
    assert (code, lines[0]["copied"]) == (0, 1)
    assert [path.name for path in copies.iterdir() if path.suffix == ".part"] == []
    assert say(home, "backup", "verify", copies)[1] == [{"summary": {"backup": lines[0]["backup"], "files": 3, "damaged": 0}}]


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_an_interrupted_restore_goes_on(home: Path, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, copies, state = tmp_path / "new", tmp_path / "copies", _state(home)
    backup = Path(str(say(home, "backup", copies, "--with-files")[1][0]["backup"]))
    say(home, "backup", copies)
    for step in ("storage.backup.putting._put", "worker.restoring.load", "worker.restoring.Restoring.settle", "worker.runner.run_here"):
        with monkeypatch.context() as patch:
            patch.setattr(step, _killed)
            assert say(new, "restore", backup)[0] == 130, step
        code, _, told = say(new, "restore", copies)  # another backup, the newest
        assert code == 1
        assert backup.name in told or step.endswith("_put")
    assert say(new, "restore", backup)[0] == 0
    assert _state(new) == state


def test_a_home_not_read_yet_is_read_when_its_index_is_built(home: Path, say: Say, tmp_path: Path) -> None:
    say(home, "backup", tmp_path / "copies")
    assert say(tmp_path / "new", "restore", "--no-read", tmp_path / "copies")[0] == 0
    code, lines, told = say(tmp_path / "new", "reindex")
    assert code == 0, told
    assert lines[-1]["articles"] == len(_state(home)[2])
    assert _state(tmp_path / "new") == _state(home)


def test_a_flipped_bit_is_found_and_named(home: Path, say: Say, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    backup = Path(str(say(home, "backup", copies)[1][0]["backup"]))
    warc = min(backup.rglob("*.warc.gz"))
    payload = bytearray(warc.read_bytes())
    payload[len(payload) // 2] ^= 4
    warc.write_bytes(payload)
    code, lines, _ = say(home, "backup", "verify", copies)
    assert (code, lines[0]) == (1, {"file": str(warc), "why": "digest"})
    assert lines[-1]["summary"] == {"backup": str(backup), "files": 3, "damaged": 1}
    code, _, told = say(tmp_path / "new", "restore", copies)
    assert code == 1
    assert warc.name in told
    (backup / "ledger.jsonl.gz").write_bytes(b"")
    assert "archive rebuild" in say(tmp_path / "newer", "restore", copies)[2]
    assert say(home, "backup", "--full", copies)[0] == say(home, "backup", "verify", copies)[0] == 0


def test_what_cannot_be_restored_is_refused(home: Path, say: Say, tmp_path: Path) -> None:
    head = Path(str(say(home, "backup", tmp_path / "copies")[1][0]["backup"])) / "backup.json"
    whole = json.loads(head.read_text())
    newer: list[dict[str, object]] = [{"format": 2}, {"ledger": "9999"}]
    broken: list[dict[str, object]] = [{"sha256": "0" * 64}, {"issues": "x"}]
    for change, word in (*((one, "newer") for one in newer), *((one, "older") for one in broken)):
        head.write_text(json.dumps(whole | change))
        code, _, told = say(tmp_path / "new", "restore", tmp_path / "copies")
        assert code == 1
        assert word in told
        assert not (tmp_path / "new" / "archive").exists()


def test_a_home_in_use_is_left_alone(home: Path, say: Say, tmp_path: Path) -> None:
    say(home, "backup", tmp_path / "copies")
    for args, word in ((["restore", tmp_path / "copies"], "not empty"), (["restore", "--ledger-only", tmp_path / "copies"], "already")):
        code, _, told = say(home, *args)
        assert code == 1
        assert word in told
    assert "inside the home" in say(home, "backup", home / "copies")[2]
    assert "no ledger" in say(tmp_path / "nothing", "backup", tmp_path / "more")[2]
    assert "no backup" in say(tmp_path / "new", "restore", tmp_path)[2]
    assert say(home, "backup", "verify")[0] == say(home, "backup", tmp_path, tmp_path)[0] == 2


def test_a_drill_leaves_what_is_in_use_alone(home: Path, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "zongshu.toml").write_text(f'ledger = "{Home(home).ledger}"\nindex = "{home}/index"\n')
    say(home, "backup", tmp_path / "copies")
    state, generations = _state(home), sorted(path.name for path in (home / "index").iterdir())
    assert say(tmp_path / "new", "restore", tmp_path / "copies")[0] == 1  # the settings of the backup name the ledger in use
    monkeypatch.setenv("ZONGSHU_LEDGER", Home(home).ledger)
    assert say(tmp_path / "drill", "restore", "--drill", tmp_path / "copies")[0] == 0
    assert (_state(home), sorted(path.name for path in (home / "index").iterdir())) == (state, generations)
    assert _state(tmp_path / "drill")[0] == state[0]


def test_a_ledger_moves_to_postgresql_and_back(
    world: Callable[..., World], clock: Clock, say: Say, tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = _crawled(world, clock)
    home, rows = here.kit.files.root.parent, _rows(here.kit.ledger)
    refused = here.kit.ledger.indexing.generations()
    say(home, "backup", tmp_path / "there")
    for number, ledger in enumerate((postgres_url, f"sqlite:///{tmp_path}/other.sqlite3"), 2):
        monkeypatch.setenv("ZONGSHU_LEDGER", ledger)
        code, _, told = say(home, "restore", "--ledger-only", tmp_path / "there")
        assert code == 0, told
        with Ledger(ledger) as moved:
            assert _rows(moved) == rows
            assert moved.indexing.generations() == refused
            assert moved.runs.start("crawl", None, clock()) == number
        shutil.rmtree(tmp_path / "there")
        say(home, "backup", tmp_path / "there")
