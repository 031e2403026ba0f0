"""Workers leave in Redis which steps they ran: counted once, by all of them together."""

from worker.tally import Counted, Tally
from worker.tasks import Broker


def test_steps_of_several_processes_add_up(farm, redis_url) -> None:
    brokers = [Broker(farm(broker=redis_url).settings) for _ in range(2)]
    assert brokers[0].stamps.steps() == {}
    tallies = [Tally(), Tally()]
    for broker, tally in zip(brokers, tallies, strict=True):
        tally("fetch", "kept", 0.5)
        tally("fetch", "kept", 0.25)
        tally("read", "failed", 2.0)
        broker.stamps.counted(tally)
    assert brokers[0].stamps.steps() == {("fetch", "kept"): Counted(4, 1.5), ("read", "failed"): Counted(2, 4.0)}
    tallies[0]("index", "done", 1.0)
    brokers[0].stamps.counted(tallies[0])  # within the same second: it waits in the process
    assert ("index", "done") not in brokers[1].stamps.steps()
    assert tallies[0].all() == {("index", "done"): Counted(1, 1.0)}
    for broker in brokers:
        broker.close()
