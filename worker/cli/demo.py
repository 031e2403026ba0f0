"""`demo`: the whole way with the sample newspapers, served inside this process."""

from typing import TYPE_CHECKING

from articles.errors import HomeInUse
from worker.cli.face import Face
from worker.cli.framework import command, flag, option
from worker.cli.kinds import PORT

if TYPE_CHECKING:
    from worker.cli.rooms import Rooms
    from worker.cli.work import Working

#: What `--once` asks: words in any article, a phrase, a filter by years.
QUERIES = ("政协 提案", '"办复率"', "年份:2018..2020 民生")


@command("demo", flag("--once"), option("--port", type=PORT), option("--host", metavar="H"), flag("--public"))
def demo(face: Face, once: bool, port: int | None, host: str | None, public: bool) -> None:
    """Crawl, read and index all sample issues, then search three times or serve the page."""
    from scrapers.sample import serve
    from worker.cli.page import listening, serve_page
    from worker.cli.rooms import opened, settings
    from worker.cli.work import working

    if once:
        with serve() as running, working(face, sample_port=running.port, broker=None) as work:
            _crawl(face, work)
        with opened(face) as rooms:
            _ask(face, rooms)
        return
    web = settings(face).web
    with listening(web.host if host is None else host, web.port if port is None else port) as taken:
        with serve() as running, working(face, sample_port=running.port, broker=None) as work:
            _crawl(face, work)
        with opened(face) as rooms:
            serve_page(face, rooms, taken, public)


def _crawl(face: Face, work: "Working") -> None:
    """Every issue of the sample. HomeInUse: its owner could not reach the sites, which only this process serves."""
    from scrapers.sample import PAPERS, calendar
    from storage.ledger import issue_key
    from worker.steps import plan

    owner = work.home.owner()
    if owner:
        raise HomeInUse("home_in_use", home=str(work.home.path), pid=owner.pid)
    face.tell("told.demo", home=work.home.path)
    keys = []
    for code in PAPERS:
        days = calendar(code)
        plan(work.kit, code, days)
        keys += [issue_key(code, day) for day in days]
    work.through("demo", keys, about={"papers": list(PAPERS)})
    done = work.kit.ledger.reports.progress(keys)
    face.tell("told.demo_done", issues=done.outcomes.get("indexed", 0), articles=done.articles)


def _ask(face: Face, rooms: "Rooms") -> None:
    """Three searches, the best hits of each."""
    from search import Question, hit_json
    from worker.cli.search import show_hit, told_summary

    for query in QUERIES:
        answer = rooms.search.ask(Question(query, all_=True, limit=3))
        if face.json:
            face.lines(hit_json(hit) for hit in answer.hits)
            continue
        face.result(face.say("told.asked", query=query, total=answer.total))
        for place, hit in enumerate(answer.hits, 1):
            show_hit(face, place, hit)
        told_summary(face, answer, rooms.names)
