"""Templates filled: everything is escaped, marks are the only markup made from an article."""

import datetime as dt
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from articles.wording import Wording
from search.api.language import language
from search.highlight import Mark, Snippet
from search.web.address import Address
from storage.ledger import SHANGHAI

WORDING = Wording(files("search.web") / "wording")
_FOLDER = Path(str(files("search.web") / "templates"))


class Pages:
    """The templates of the page; made once an app."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._templates.filters |= {"marked": marked, "number": number, "local": local, "size": size}

    def show(self, request: Request, name: str, code: int = 200, headers: Mapping[str, str] | None = None, **facts: object) -> HTMLResponse:
        """A page in the language of the request."""
        lang = language(request)

        def say(key: str, **more: object) -> str:
            return WORDING.say(key, lang, **more)

        here = Address.of(request.query_params.multi_items(), request.url.path)
        chosen = {"lang": lang} if "lang" in request.query_params else {}
        context = {
            "say": say,
            "lang": lang,
            "at": request.url.path,
            "home": Address.of(chosen.items()),
            "switch": here.with_("lang", "en" if lang == "zh" else "zh"),
            "chosen": chosen,
            "link": lambda path, **more: Address.of([*chosen.items(), *((name, str(value)) for name, value in more.items())], path),
        }
        text = self._templates.get_template(name).render(context | facts)
        return HTMLResponse(text, code, {"Content-Language": lang, **(headers or {})})

    def error(
        self, request: Request, status: int, message: str, facts: Mapping[str, object], headers: Mapping[str, str] | None = None
    ) -> HTMLResponse:
        """A page that says what is wrong, what to do, and (for a query) where."""
        query = request.query_params.get("q", "")
        at = facts.get("at")
        where = pointed(query, at) if isinstance(at, int) and query else None
        return self.show(request, "error.html", status, headers, message=message, status=status, query=query, where=where)


def marked(snippet: Snippet) -> Markup:
    """A snippet with its marks; … where the field goes on."""
    before = "…" if snippet.start else ""
    return Markup("{}{}{}").format(before, with_marks(snippet.text, snippet.marks), "…" if snippet.more else "")


def with_marks(text: str, marks: Iterable[Mark]) -> Markup:
    """A text, escaped, with `<mark>` around each span; line feeds become spaces."""
    parts, last = [], 0
    for start, end in marks:
        parts += [escape(text[last:start].replace("\n", " ")), Markup("<mark>{}</mark>").format(text[start:end].replace("\n", ""))]
        last = end
    parts.append(escape(text[last:].replace("\n", " ")))
    return Markup("").join(parts)


def pointed(query: str, at: int) -> Markup:
    """A query with the wrong character marked."""
    if at >= len(query):
        return Markup("{}<mark>␣</mark>").format(query)
    return Markup("{}<mark>{}</mark>{}").format(query[:at], query[at], query[at + 1 :])


def number(value: int) -> str:
    """12,345."""
    return f"{value:,}"


def local(instant: dt.datetime | None) -> str:
    """An instant to the minute, where newspapers are printed."""
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if instant else ""


def size(number: int) -> str:
    """Bytes as people say them."""
    return f"{number / 10**9:.1f} GB" if number >= 10**8 else f"{number / 10**6:.1f} MB"
