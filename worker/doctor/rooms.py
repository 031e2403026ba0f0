"""What is looked at, by the settings in force."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

from articles.errors import SettingsError, StorageError
from indexing import ElasticsearchOptions, Index, Tokenizer, load_words, open_index
from worker.doctor.broker import check_broker
from worker.doctor.clocks import Clock
from worker.doctor.cluster import check_cluster
from worker.doctor.finding import Finding, guarded, ok, warn
from worker.doctor.home import check_home
from worker.doctor.index import check_against, check_folder, check_generations
from worker.doctor.ledger import check_ledger
from worker.doctor.redesigns import check_papers
from worker.doctor.settings import check_settings
from worker.home import Home
from worker.index import place
from worker.runner import utc_now
from worker.settings import Settings

Findings = Callable[[], Iterator[Finding]]

#: What a room's check is called that could not be begun, where it is not reaching it.
_FIRST = {"settings": "settings.load", "home": "home.folder"}
#: Seconds a question to Elasticsearch may take here.
_WAIT = 5.0


def rooms(settings: Settings, clock: Clock = utc_now) -> dict[str, Findings]:
    """By name, in the order they are told in. What cannot be looked at is a finding too."""
    home = Home(settings.home)
    checks: dict[str, Findings] = {
        "settings": lambda: check_settings(settings),
        "home": lambda: check_home(home),
        "ledger": lambda: check_ledger(settings.ledger or home.ledger, clock),
        "broker": lambda: _broker(settings, clock),
        "index": lambda: _index(settings, home, clock),
        "papers": lambda: _papers(settings.ledger or home.ledger),
    }
    return {name: _guarded(name, findings) for name, findings in checks.items()}


def _guarded(name: str, findings: Findings) -> Findings:
    return lambda: guarded(_FIRST.get(name, f"{name}.reach"), findings)


def _broker(settings: Settings, clock: Clock) -> Iterator[Finding]:
    from worker.tasks.broker import Broker

    if not settings.broker:
        yield ok("broker.reach", "broker_none")
        return
    with closing(Broker(settings, tries=1)) as broker:
        yield from check_broker(broker, clock)


def _papers(url: str) -> Iterator[Finding]:
    try:
        yield from check_papers(url)
    except (StorageError, SettingsError):  # told by the ledger's own check
        return


def _index(settings: Settings, home: Home, clock: Clock) -> Iterator[Finding]:
    where = place(settings)
    words = load_words((settings.dictionary,) if settings.dictionary else ())
    if isinstance(where, ElasticsearchOptions):
        where = replace(where, timeout=min(where.timeout, _WAIT))
    with closing(open_index(where, Tokenizer(words))) as index:
        if isinstance(where, ElasticsearchOptions):
            yield from _cluster(index, clock)
        else:
            yield from check_folder(home, where)
        yield from check_generations(index)
        try:
            yield from check_against(index, settings.ledger or home.ledger)
        except (StorageError, SettingsError):  # told by the ledger's own check
            yield warn("index.count", "index_uncounted")


def _cluster(index: Index, clock: Clock) -> Iterator[Finding]:
    from indexing.engines.elasticsearch import ElasticsearchGenerations

    if isinstance(index.generations, ElasticsearchGenerations):
        yield from check_cluster(index.generations.connection, clock)
