"""What an operator alerts on, read when Prometheus asks: papers, hosts, index, disk, queues, steps. docs/api.md names it all."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from search.api.given import Given
from search.api.settings import Counted, Waiting
from search.api.watching import StatusAnswer, state
from search.watch import HomeState, HostState, PaperState

#: Hosts told of at the most: redirects lead to many.
_HOSTS = 500


class Gauges(Collector):
    """Reads the rooms once, at `collect`."""

    def __init__(self, rooms: Given) -> None:
        self._rooms = rooms

    def collect(self) -> Iterator[Metric]:
        """Every family."""
        found, rooms = state(self._rooms), self._rooms
        yield _gauge("zongshu_build_info", "The version that runs.", {(rooms.settings.version,): 1}, ("version",))
        yield from _index(found)
        yield from _papers(found.papers)
        yield from _hosts({host.host: host for paper in found.papers for host in paper.hosts})
        yield from _home(found.home) if found.home else ()
        queues = rooms.queues() if rooms.queues else None
        yield from _queues(queues) if queues else ()
        yield from _steps(rooms.watched.steps()) if rooms.watched.steps else ()


def _gauge(name: str, about: str, values: Mapping[Any, float], labels: Sequence[str]) -> Metric:
    family = GaugeMetricFamily(name, about, labels=labels)
    for given, value in values.items():
        family.add_metric(given, value)
    return family


def _one(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value=value)


def _index(found: StatusAnswer) -> Iterator[Metric]:
    yield _one("zongshu_index_up", "Whether the index answers.", found.articles is not None)
    if found.articles is not None:
        yield _one("zongshu_index_articles", "Articles in the live index.", found.articles)
    yield _one("zongshu_issues_open", "Issues with work left that waits for nobody.", found.open)


def _papers(papers: Sequence[PaperState]) -> Iterator[Metric]:
    outcomes = {(paper.paper, outcome): number for paper in papers for outcome, number in paper.outcomes.items()}
    held = {(paper.paper, kind): number for paper in papers for kind, number in paper.held.items()}
    ages = {(paper.paper,): paper.age_days for paper in papers if paper.age_days is not None}
    old = {(paper.paper,): int(paper.old) for paper in papers if paper.old is not None}
    last = {(paper.paper,): paper.last_success.timestamp() for paper in papers if paper.last_success}
    yield _gauge("zongshu_issues", "Issues by outcome.", outcomes, ("paper", "outcome"))
    yield _gauge("zongshu_issues_held", "Issues by what is held of them: none, partial, whole.", held, ("paper", "held"))
    yield _gauge("zongshu_articles", "Articles read.", {(paper.paper,): paper.articles for paper in papers}, ("paper",))
    yield _gauge("zongshu_newest_issue_age_days", "Days since the newest issue held.", ages, ("paper",))
    yield _gauge("zongshu_newest_issue_late", "Whether the newest issue is too old by the paper's calendar.", old, ("paper",))
    yield _gauge("zongshu_last_success_timestamp_seconds", "When an issue was last read or indexed.", last, ("paper",))


def _hosts(hosts: Mapping[str, HostState]) -> Iterator[Metric]:
    told = dict(sorted(hosts.items())[:_HOSTS])
    budgets = {(name,): host.per_day for name, host in told.items() if host.per_day}
    yield _gauge("zongshu_host_addresses_due", "Addresses that may be asked for now.", {(n,): h.due for n, h in told.items()}, ("host",))
    yield _gauge("zongshu_host_requests_today", "Requests made today (in Beijing).", {(n,): h.asked for n, h in told.items()}, ("host",))
    yield _gauge("zongshu_host_requests_allowed", "Requests allowed a day.", budgets, ("host",))
    yield _gauge("zongshu_host_failures", "Failures in a row.", {(n,): h.failures for n, h in told.items()}, ("host",))
    resting = {(n,): int(h.rests_until is not None) for n, h in told.items()}
    yield _gauge("zongshu_host_resting", "Whether the host is left alone for a while.", resting, ("host",))


def _home(home: HomeState) -> Iterator[Metric]:
    yield _one("zongshu_home_owned", "Whether a process owns the home.", home.owned)
    yield _one("zongshu_index_behind_issues", "Issues read and not yet in the live index.", home.behind)
    if home.rebuild_needed is not None:
        yield _one(
            "zongshu_index_rebuild_needed",
            "Whether dictionary or fields are others than those the index was built with.",
            home.rebuild_needed,
        )
    yield _one("zongshu_archive_bytes", "Bytes of the newest attempt of each issue in the archive.", home.archive_bytes)
    yield _one("zongshu_disk_free_bytes", "Bytes free on the home's disk.", home.disk_free)
    yield _one("zongshu_disk_bytes", "Bytes of the home's disk.", home.disk_total)
    if home.worked:
        yield _one("zongshu_last_work_timestamp_seconds", "When something was last done with an issue.", home.worked.timestamp())
    yield _one("zongshu_runs_open", "Runs of commands under way.", len(home.runs))


def _queues(queues: Mapping[str, Waiting]) -> Iterator[Metric]:
    """What waits for workers, and when they did something last."""
    ran = {(name,): queue.ran.timestamp() for name, queue in queues.items() if queue.ran}
    waiting = {(name,): queue.waiting for name, queue in queues.items()}
    yield _gauge("zongshu_queue_waiting", "Messages that wait for workers.", waiting, ("queue",))
    yield _gauge("zongshu_queue_ran_seconds", "When a task ran last.", ran, ("queue",))


def _steps(steps: Mapping[tuple[str, str], Counted]) -> Iterator[Metric]:
    number = CounterMetricFamily("zongshu_steps", "Steps run, by kind and outcome.", labels=("step", "outcome"))
    seconds = CounterMetricFamily("zongshu_step_seconds", "Seconds that steps took.", labels=("step", "outcome"))
    for kind, one in steps.items():
        number.add_metric(kind, one.count)
        seconds.add_metric(kind, one.seconds)
    yield from (number, seconds)
