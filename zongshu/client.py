"""A typed client of the API: answers are the same dataclasses that the server sends, errors those of our tree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urljoin, urlsplit

import requests
from pydantic import TypeAdapter

from articles.exchange import from_json
from articles.model import Article
from search.api.figures import FiguresAnswer
from search.api.held import CoverageAnswer
from search.api.ingest import FileAnswer, Receipt
from search.api.saved import SavedAnswer, SavedItem
from search.api.search import SearchAnswer, Summary
from search.api.suggest import Suggestions
from search.api.trends import TrendsAnswer
from search.api.watching import StatusAnswer
from search.compare import Comparison
from search.export import Format, in_place
from search.question import Found
from search.suggest import Suggestion
from zongshu.failures import failure, unreachable

_SEARCH: TypeAdapter[SearchAnswer] = TypeAdapter(SearchAnswer)
_COVERAGE: TypeAdapter[CoverageAnswer] = TypeAdapter(CoverageAnswer)
_STATUS: TypeAdapter[StatusAnswer] = TypeAdapter(StatusAnswer)
_SUGGESTIONS: TypeAdapter[Suggestions] = TypeAdapter(Suggestions)
_RECEIPT: TypeAdapter[Receipt] = TypeAdapter(Receipt)
_FILE: TypeAdapter[FileAnswer] = TypeAdapter(FileAnswer)
_FIGURES: TypeAdapter[FiguresAnswer] = TypeAdapter(FiguresAnswer)
_SAVED: TypeAdapter[SavedAnswer] = TypeAdapter(SavedAnswer)
_SAVED_ITEM: TypeAdapter[SavedItem] = TypeAdapter(SavedItem)
_TRENDS: TypeAdapter[TrendsAnswer] = TypeAdapter(TrendsAnswer)
_COMPARISON: TypeAdapter[Comparison] = TypeAdapter(Comparison)
Values = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of hits, what stands beside them, and the address of the next page (None on the last one)."""

    hits: Sequence[Found]
    summary: Summary
    next: str | None


class Client:
    """Asks a server of Zongshu. Raises our errors: QueryError, UnknownArticle, UnknownPaper, Blocked, Unreachable and others."""

    def __init__(self, address: str, token: str | None = None, *, lang: str = "zh", timeout: float = 60.0) -> None:
        """`address` as `serve` tells it; `token` as `zongshu tokens add` gave it out; `timeout` in seconds for each request."""
        self._root = address.rstrip("/") + "/"
        self._lang = lang
        self._timeout = timeout
        self._session = requests.Session()
        self._session.headers["Accept"] = "application/json"
        if token:
            self._session.headers["Authorization"] = f"Bearer {token}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give up the connections."""
        self._session.close()

    def page(  # noqa: PLR0913 - the parameters of a search
        self,
        query: str = "",
        *,
        years: str = "",
        printed: str = "",
        organ: Values = (),
        place: Values = (),
        paper: Values = (),
        kind: Values = (),
        all: bool = False,  # noqa: A002 - the parameter's name
        sort: str | None = None,
        limit: int = 10,
        offset: int = 0,
        facets: bool = False,
        timeline: bool = False,
        words: bool = False,
        synonyms: bool = True,
        names: bool = True,
        nearby: bool = True,
    ) -> Page:
        """One page of an answer. Parameters are those of `/api/v1/search`. QueryError says where a query cannot be understood."""
        wanted = {
            "q": query,
            "years": years,
            "printed": printed,
            "organ": organ,
            "place": place,
            "paper": paper,
            "kind": kind,
            "sort": sort,
        }
        on = {"all": all, "facets": facets, "timeline": timeline, "words": words}
        off = {"synonyms": synonyms, "names": names, "nearby": nearby}
        switches = {name: "true" for name, value in on.items() if value} | {name: "false" for name, value in off.items() if not value}
        params = {**wanted, "limit": limit, "offset": offset or None, **switches}
        return self._page("api/v1/search", params)

    def behind(self, page: Page) -> Page | None:
        """The next page, None behind the last one. QueryError where the server let the answer go (some minutes after its last page)."""
        return self._page(page.next, {}) if page.next else None

    def search(self, query: str = "", *, limit: int = 100, **asked: Any) -> Iterator[Found]:  # noqa: ANN401 - as for page
        """All hits, `limit` a request; none comes twice or is left out while articles arrive."""
        page: Page | None = self.page(query, limit=limit, nearby=False, **asked)
        while page:
            yield from page.hits
            page = self.behind(page)

    def export(
        self,
        query: str = "",
        *,
        file: Path | str,
        format: Format = "csv",  # noqa: A002 - the parameter's name
        ids: Values = (),
        figures: str | None = None,
        most: int | None = None,
        bom: bool = False,
        **asked: Any,  # noqa: ANN401 - as for page
    ) -> Path:
        """Write all hits (the articles of `ids`, series of `figures`) to `file`, which is whole or not there. Filters: those of `page`.

        QueryError, UnknownArticle; Unreachable where the answer breaks off; StorageError where the file cannot be written.
        """
        switches = {name: str(value).lower() if isinstance(value, bool) else value for name, value in asked.items()}
        params = {"q": query, "format": format, "id": ids, "figures": figures, "most": most, "bom": "true" if bom else None, **switches}
        with self._asked("GET", "api/v1/export", params, stream=True) as answer, in_place(Path(file)) as out:
            try:
                for piece in answer.iter_content(1 << 16):
                    out.write(piece)
            except requests.RequestException as error:
                raise unreachable(error, self._root) from error
        return Path(file)

    def figures(  # noqa: PLR0913 - the parameters of the question
        self,
        what: str = "",
        *,
        organ: Values = (),
        place: Values = (),
        paper: Values = (),
        years: str = "",
        unit: str = "",
        planned: bool = False,
        below: bool = False,
        limit: int = 20,
    ) -> FiguresAnswer:
        """What bodies said of a quantity, year by year. Parameters are those of `/api/v1/figures`. QueryError."""
        wanted = {"q": what, "organ": organ, "place": place, "paper": paper, "years": years, "unit": unit, "limit": limit}
        switches = {name: "true" for name, on in {"planned": planned, "below": below}.items() if on}
        return _FIGURES.validate_json(self._get("api/v1/figures", {**wanted, **switches}).content)

    def figures_csv(self, what: str = "", **asked: Any) -> str:  # noqa: ANN401 - those of `/api/v1/figures`
        """The same as a table that spreadsheets open."""
        switches = {name: str(value).lower() if isinstance(value, bool) else value for name, value in asked.items()}
        return self._get("api/v1/figures", {"q": what, "format": "csv", **switches}).content.decode()

    def trends(self, phrases: Values, **asked: Any) -> TrendsAnswer:  # noqa: ANN401 - those of `/api/v1/trends`
        """Phrases over the years, with `years`, `by`, `organ`, `place`, `paper`, `all` and `limit` of `/api/v1/trends`. QueryError."""
        return _TRENDS.validate_json(self._get("api/v1/trends", {"q": phrases, **asked}).content)

    def trends_csv(self, phrases: Values, **asked: Any) -> str:  # noqa: ANN401 - as for trends
        """The same as a table that spreadsheets open."""
        return self._get("api/v1/trends", {"q": phrases, "format": "csv", **asked}).content.decode()

    def compare(self, a: str | int, b: str | int, **asked: Any) -> Comparison:  # noqa: ANN401 - those of `/api/v1/compare`
        """Two accounts side by side: ids, years or places, with `by`, `organ`, `place`, `paper`, `kind`, `years`, `id` as in the API.

        QueryError where several bodies are meant or none is; UnknownArticle.
        """
        return _COMPARISON.validate_json(self._get("api/v1/compare", {"a": a, "b": b, **asked}).content)

    def saved(self) -> list[SavedItem]:
        """The saved searches, in the order they were saved."""
        return _SAVED.validate_json(self._get("api/v1/saved").content).saved

    def save(self, name: str, query: str = "", *, alert: str = "none", **asked: Any) -> SavedItem:  # noqa: ANN401 - as for page
        """Save a search under a name; `alert` is how new hits are told: `webhook` or `mail`.

        QueryError; Blocked where the token may not write.
        """
        switches = {name: str(value).lower() if isinstance(value, bool) else value for name, value in asked.items()}
        params = {"name": name, "q": query, "alert": alert, **switches}
        return _SAVED_ITEM.validate_json(self._asked("POST", "api/v1/saved", params).content)

    def forget(self, name: str) -> None:
        """Forget a saved search, by its key or name. UnknownArticle; Blocked as above."""
        self._asked("DELETE", f"api/v1/saved/{quote(name, safe='')}", {})

    def article(self, id_: str) -> Article:
        """An article; an id that has moved is followed. UnknownArticle."""
        return from_json(self._get(f"api/v1/articles/{id_}").content)

    def raw(self, id_: str) -> bytes:
        """The bytes an article was read from. UnknownArticle."""
        return self._get(f"api/v1/articles/{id_}/raw", {"download": "true"}).content

    def coverage(self, paper: str, first: date | None = None, last: date | None = None) -> CoverageAnswer:
        """The issues of a paper by date, held or not, and why. UnknownPaper."""
        return _COVERAGE.validate_json(self._get("api/v1/coverage", {"paper": paper, "from": first, "to": last}).content)

    def status(self) -> StatusAnswer:
        """What is held."""
        return _STATUS.validate_json(self._get("api/v1/status").content)

    def suggest(self, prefix: str, limit: int = 10) -> list[Suggestion]:
        """Queries that somebody who typed `prefix` may want."""
        return _SUGGESTIONS.validate_json(self._get("api/v1/suggest", {"q": prefix, "limit": limit}).content).suggestions

    def ingest(self, name: str, payload: bytes, *, paper: str | None = None, date: date | None = None) -> str:
        """Send a file in; the key of its issue. Errors as of `submit`."""
        return self.submit(name, payload, paper=paper, date=date).key

    def submit(self, name: str, payload: bytes, *, paper: str | None = None, date: date | None = None) -> Receipt:
        """Send a file in, with its paper's code and printed date where they are known; its receipt.

        TooLarge, UnknownPaper, Blocked where the token may not write.
        """
        params = {"name": name, "paper": paper, "date": date}
        return _RECEIPT.validate_json(self._asked("POST", "api/v1/ingest", params, payload).content)

    def file(self, key: str) -> FileAnswer:
        """What became of a file that was sent in. UnknownArticle."""
        return _FILE.validate_json(self._get(f"api/v1/ingest/{key}").content)

    def _page(self, path: str, params: dict[str, Any]) -> Page:
        answer = self._get(path, params)
        found = _SEARCH.validate_json(answer.content)
        return Page(found.hits, found.summary, answer.links.get("next", {}).get("url"))

    def _get(self, path: str, params: dict[str, Any] | None = None) -> requests.Response:
        return self._asked("GET", path, params or {})

    def _asked(
        self, method: str, path: str, params: dict[str, Any], payload: bytes | None = None, *, stream: bool = False
    ) -> requests.Response:
        address = self._address(path)
        given = {name: value for name, value in params.items() if value not in (None, "", ())}
        if "lang=" not in urlsplit(address).query:
            given["lang"] = self._lang
        try:
            answer = self._session.request(method, address, params=given, data=payload, timeout=self._timeout, stream=stream)
        except requests.RequestException as error:
            raise unreachable(error, self._root) from error
        if not answer.ok:
            raise failure(answer.status_code, answer.headers, answer.content, self._root)
        return answer

    def _address(self, path: str) -> str:
        """The address of a path of the API, below whatever path the server is reached under."""
        return urljoin(self._root, path.lstrip("/"))
