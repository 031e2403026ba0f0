"""`/feed.atom` and `/feed.json`: what came in of a search in an address, or of a saved one (`saved=KEY`)."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response

from articles.errors import QueryError
from search.api.cached import kept, tagged
from search.api.given import Given, given
from search.api.language import language
from search.api.parameters import question
from search.feeds import Entry, Head, atom, json_feed, newest
from search.feeds.atom import MEDIA as ATOM
from search.feeds.jsonfeed import MEDIA as JSON_FEED
from search.feeds.model import NEVER, URN
from search.feeds.words import WORDS
from search.question import Question
from search.saved import SavedSearch, asked_data, pairs_of

router = APIRouter(tags=["search"])
#: Entries of a feed, where nothing is said and at the most.
MOST, LARGEST = 50, 200
#: News as old as that is all there is of its second (RFC 9110, 8.8.2.2): before, nothing is said of when it was.
_SETTLED = dt.timedelta(minutes=1)
Saved = Annotated[str, Query(max_length=100)]


@router.get("/feed.atom")
def atom_feed(
    request: Request, asked: Annotated[Question, Depends(question)], rooms: Annotated[Given, Depends(given)], saved: Saved = ""
) -> Response:
    """Atom."""
    return _feed(request, asked, rooms, saved, atom, ATOM)


@router.get("/feed.json")
def feed_json(
    request: Request, asked: Annotated[Question, Depends(question)], rooms: Annotated[Given, Depends(given)], saved: Saved = ""
) -> Response:
    """JSON Feed."""
    return _feed(request, asked, rooms, saved, json_feed, JSON_FEED)


def _feed(
    request: Request, asked: Question, rooms: Given, saved: str, written: Callable[[Head, Sequence[Entry]], bytes], media: str
) -> Response:
    """The feed; nothing in it is of the request's time: asked again it is the same, until there is news."""
    kept_search = rooms.shelf.one(saved) if saved else None
    head = _saved(request, kept_search) if kept_search else _asked(request, asked)
    most = asked.limit if "limit" in request.query_params else MOST
    if most > LARGEST:
        raise QueryError("query_bounds", field="limit", value=most, expected=LARGEST)
    wanted = kept_search.question if kept_search else asked
    entries = newest(rooms.search, rooms.holdings.ledger.arrivals, wanted, most)
    updated = max((one.updated for one in entries), default=NEVER).astimezone(dt.UTC).replace(microsecond=0)
    content = written(replace(head, updated=updated), entries)
    headers = {"Last-Modified": format_datetime(updated, usegmt=True)} if rooms.holdings.clock() - updated > _SETTLED else {}
    if headers and "if-none-match" not in request.headers and _known(request, updated):
        return Response(status_code=304, headers={**headers, "Cache-Control": kept(rooms)})
    return tagged(request, rooms, content, media, headers)


def _asked(request: Request, asked: Question) -> Head:
    """The head of a search in the address; its name is what is asked."""
    lang = language(request)
    data = json.dumps(asked_data(asked), ensure_ascii=False, sort_keys=True)
    name = f"{URN}search:{hashlib.sha256(data.encode()).hexdigest()[:32]}"
    title = WORDS.say("title", lang, query=asked.query) if asked.query.strip() else WORDS.say("title_all", lang)
    return _head(request, name, title, asked)


def _saved(request: Request, found: SavedSearch) -> Head:
    return _head(request, f"{URN}saved:{found.key}", WORDS.say("title_saved", language(request), name=found.name), found.question)


def _head(request: Request, name: str, title: str, asked: Question) -> Head:
    root = str(request.base_url)
    return Head(name, title, str(request.url), f"{root}?{urlencode(pairs_of(asked))}", root, language(request), NEVER)


def _known(request: Request, updated: dt.datetime) -> bool:
    """Whether who asks has all there is (RFC 9110, 13.1.3)."""
    try:
        return parsedate_to_datetime(request.headers.get("if-modified-since", "")) >= updated
    except (TypeError, ValueError):
        return False
