"""An article that was removed on request: the API and the page say since when, and nothing else."""

import datetime as dt
from collections.abc import Iterator

import httpx
import pytest
from search_kit import served
from test_search_trends import ARTICLES

from articles.errors import RemovedArticle
from articles.removals import Removal
from search import Holdings
from search.api import WebSettings, create_app
from search.export.gathering import chosen
from storage import Removals
from worker.cli.face import Face
from worker.cli.rooms import Rooms, opened

GONE = Removal(
    "xnwb-20230105-9", "xnwb-20230105", "http://invented.example/9", 1, dt.datetime(2026, 3, 4, 20, tzinfo=dt.UTC), "秘密的理由", ()
)


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    home = tmp_path_factory.mktemp("removed") / "home"
    Removals(home / "removals").write(GONE)
    with opened(Face(home=home)) as found:
        found.index.create()
        found.index.write(ARTICLES[:2])
        yield found
        found.index.close()


@pytest.fixture(scope="module")
def holdings(rooms: Rooms) -> Holdings:
    return Holdings(rooms.ledger, rooms.archive, removals=Removals(rooms.home.removals))


@pytest.mark.parametrize("path", ["/api/v1/articles/{}", "/api/v1/articles/{}/raw", "/api/v1/articles/{}/facsimile", "/articles/{}"])
def test_it_is_gone_since_a_day(rooms: Rooms, holdings: Holdings, path: str) -> None:
    with served(create_app(rooms.search, holdings, WebSettings())) as address:
        answer = httpx.get(address + path.format(GONE.id))
        other = httpx.get(address + path.format("xnwb-20230105-8"))
    assert answer.status_code == 410
    assert "2026-03-05" in answer.text  # the day in China
    assert GONE.reason not in answer.text
    assert other.status_code == 404


def test_it_cannot_be_exported(rooms: Rooms, holdings: Holdings) -> None:
    with pytest.raises(RemovedArticle):
        list(chosen(rooms.search, holdings, [ARTICLES[0].id, GONE.id]))
