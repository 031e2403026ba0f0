"""Opens the rooms a command reads from, by the settings in force. Commands that write go through `worker.cli.work`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from articles.errors import UnknownArticle, UnknownPaper
from worker.cli.face import Face

if TYPE_CHECKING:
    from articles.model import Article
    from indexing import Index, Tokenizer
    from scrapers import Paper
    from search import Holdings, Search
    from search.watch import HomeState, PastRun, RunState
    from storage import Archive, ArticleFiles
    from storage.ledger import Ledger
    from worker.facsimile import Facsimiles
    from worker.home import Home
    from worker.settings import Settings


def settings(face: Face) -> "Settings":
    """The settings; `--home` is one of them. A language set in a file holds where the command line names none. SettingsError."""
    from worker.settings import load

    found = load(home=face.home, lang=face.lang if face.chosen else None)
    face.lang = found.lang
    return found


def papers_of(found: "Settings") -> Mapping[str, "Paper"]:
    """Every paper by code, ours and the user's. SettingsError."""
    from scrapers import papers

    return papers([found.papers_folder] if found.papers_folder else [])


def tokenizer_of(face: Face) -> "Tokenizer":
    """What cuts texts by the settings in force. SettingsError."""
    from indexing import Tokenizer, load_words

    dictionary = settings(face).dictionary
    return Tokenizer(load_words((dictionary,) if dictionary else ()))


def known_papers(face: Face) -> Mapping[str, "Paper"]:
    """Every paper by code, by the settings in force."""
    return papers_of(settings(face))


def one_paper(face: Face, code: str) -> "Paper":
    """A paper by its code or name. UnknownPaper names the codes that look like it."""
    from difflib import get_close_matches

    known = known_papers(face)
    by_name = {paper.name: paper for paper in known.values()}
    found = known.get(code) or by_name.get(code.strip("《》"))
    if found is None:
        raise UnknownPaper("paper_unknown", paper=code, known=", ".join(get_close_matches(code, known) or sorted(known)))
    return found


@dataclass
class Rooms:
    """What is kept, opened for reading."""

    settings: "Settings"
    home: "Home"
    ledger: "Ledger"

    @cached_property
    def archive(self) -> "Archive":
        """Raw records."""
        from storage import Archive

        return Archive(self.home.archive)

    @cached_property
    def files(self) -> "ArticleFiles":
        """Articles."""
        from storage import ArticleFiles

        return ArticleFiles(self.home.articles)

    @cached_property
    def papers(self) -> Mapping[str, "Paper"]:
        """Papers by code."""
        return papers_of(self.settings)

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of papers by code."""
        return {code: paper.name for code, paper in self.papers.items()}

    @cached_property
    def holdings(self) -> "Holdings":
        """What is kept, as the page tells it."""
        from search import Holdings
        from storage import Removals

        return Holdings(self.ledger, self.archive, self.files, self.papers, removals=Removals(self.home.removals))

    @cached_property
    def facsimiles(self) -> "Facsimiles":
        """Printed pages, from the archive."""
        from worker.facsimile import Facsimiles

        return Facsimiles(self.ledger, self.archive, self.papers)

    def past(self, id_: str, number: int) -> "Article":
        """A revision of an article. UnknownArticle, DamagedArchive."""
        from worker.steps.history import History

        version = History(self.ledger, self.archive, self.files, self.papers).version(id_, number)
        if version.article is None:
            raise version.trouble or UnknownArticle("revision_unreadable", id=id_, revision=number)
        return version.article

    def state(self) -> "HomeState":
        """How the home stands."""
        from worker.watching import home_state as state_of

        return state_of(self.home, self.ledger, self.index, self.holdings.clock())

    @cached_property
    def index(self) -> "Index":
        """The index, its live generation for reading."""
        from worker.index import open_from

        return open_from(self.settings)

    @cached_property
    def search(self) -> "Search":
        """Answers questions."""
        from search import Search
        from worker.lexicon import lexicon

        known = lexicon(self.settings.synonyms, self.settings.dictionary)
        return Search(self.index, self.holdings, self.names, self.index.tokenizer, known)


@contextmanager
def opened(face: Face) -> Iterator[Rooms]:
    """The rooms of the home in force, closed at the end. StorageError where the home cannot be made."""
    from storage.ledger import Ledger
    from worker.home import Home

    found = settings(face)
    home = Home(found.home)
    home.make()
    with Ledger(found.ledger or home.ledger) as ledger:
        yield Rooms(found, home, ledger)


@contextmanager
def opened_ledger(face: Face) -> Iterator["Ledger"]:
    """The ledger alone."""
    with opened(face) as rooms:
        yield rooms.ledger


def home_state(rooms: Rooms) -> dict[str, object]:
    """The home for people and machines: where it is, who owns it, how its index, disk and runs are."""
    from scrapers import reader_version
    from worker.cli.corrections import standings

    owner, state = rooms.home.owner(), rooms.state()
    corrections = list(standings(rooms))
    return {
        "home": str(rooms.home.path),
        "owner": owner.pid if owner else None,
        "generation": state.generation,
        "indexed": state.articles,
        "rebuild_needed": state.rebuild_needed,
        "behind": state.behind,
        "unburied": state.unburied,
        "older_readings": rooms.ledger.reports.older(reader_version()),
        "corrections": len(corrections),
        "corrections_idle": sum(one.why is not None for one in corrections),
        "archive_bytes": state.archive_bytes,
        "disk_free": state.disk_free,
        "disk_total": state.disk_total,
        "worked": state.worked.isoformat(timespec="seconds") if state.worked else None,
        "runs": [run_line(run) for run in state.runs],
        "past": [past_line(run) for run in state.past],
    }


def told_rebuild(face: Face, rooms: Rooms) -> None:
    """Say at the start that the index was built by another recipe, where it was: it serves on until it is rebuilt."""
    if rooms.state().rebuild_needed:
        face.tell("told.rebuild_needed")


def past_line(run: "PastRun") -> dict[str, object]:
    """A run that is over as JSON; `ended` is null where it broke off."""
    ended = run.ended.isoformat(timespec="seconds") if run.ended else None
    return {
        "run": run.id,
        "kind": run.kind,
        "started": run.started.isoformat(timespec="seconds"),
        "ended": ended,
        "counts": dict(run.counts),
    }


def run_line(run: "RunState") -> dict[str, object]:
    """A run under way as JSON."""
    return {
        "run": run.id,
        "kind": run.kind,
        "started": run.started.isoformat(timespec="seconds"),
        "done": run.done,
        "total": run.total,
        "rate": round(run.rate, 3) if run.rate else None,
        "remaining": round(run.remaining) if run.remaining is not None else None,
    }
