"""The sample's sites, and what one process makes of them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from scrapers.sample import Running, serve
from tasks.farm import Farm, undisturbed

#: Issues of the sample that are crawled.
COUNT = 30


@pytest.fixture(scope="session")
def site() -> Iterator[Running]:
    with serve() as running:
        yield running


@pytest.fixture(scope="session")
def expected(tmp_path_factory: pytest.TempPathFactory, site: Running) -> dict[str, object]:
    """What an undisturbed, embedded run makes of the issues."""
    return undisturbed(tmp_path_factory.mktemp("embedded") / "home", site.port, COUNT)


@pytest.fixture
def farm(tmp_path: Path, site: Running) -> Iterator[Callable[..., Farm]]:
    """`farm(broker=…, ledger=…)`: a home with its servers."""
    with ExitStack() as stack:
        yield lambda **servers: stack.enter_context(Farm(tmp_path / "home", site.port, **servers))
