"""The form that takes a token in a browser, and keeps it as a cookie that can only read."""

import time
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from articles.errors import QueryError, TooLarge
from search.api.access import COOKIE, LONGEST_TOKEN, SESSION, session
from search.api.given import Given, given
from search.api.ingest import body, own_origin
from search.web.render import Pages

router = APIRouter()
#: Bytes of the form, and the longest address it leads back to (percent signs triple it).
_LONGEST_FORM, _LONGEST_ADDRESS = 16_384, 3_000
_FORM = "login.html"


def asks_for_token(request: Request) -> Response | None:
    """The form, for a person whose page needs a token; None for a program."""
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return None
    address = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    return _form(request, address, wrong=False)


@router.get("/login")
def form(request: Request) -> Response:
    """The form."""
    return _form(request, request.query_params.get("next", "/"), wrong=False)


@router.post("/login")
async def login(request: Request, rooms: Annotated[Given, Depends(given)]) -> Response:
    """Take a token and lead back to the page that asked for it. A form of another site is refused."""
    own_origin(request)
    try:
        fields = parse_qs((await body(request, _LONGEST_FORM)).decode("utf-8", "replace"), max_num_fields=10)
    except (QueryError, TooLarge, ValueError):
        fields = {}
    token, address = (fields.get(name, [""])[0] for name in ("token", "next"))
    grant = rooms.access.granted(token.strip()) if 0 < len(token) <= LONGEST_TOKEN else None
    if grant is None:
        return _form(request, address, wrong=True)
    answer = RedirectResponse(_ours(address), status_code=303)
    answer.set_cookie(
        COOKIE,
        session(grant, rooms.settings.secret, time.time()),
        max_age=SESSION,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return answer


@router.post("/logout")
def logout(request: Request) -> Response:
    """Forget the token."""
    own_origin(request)
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


def _form(request: Request, address: str, *, wrong: bool) -> Response:
    pages: Pages = request.app.state.pages
    headers = {"WWW-Authenticate": 'Bearer realm="zongshu"', "Cache-Control": "no-store"}
    return pages.show(request, _FORM, 401, headers, next=_ours(address), wrong=wrong)


def _ours(address: str) -> str:
    """A page of ours that may be led to: another site's address becomes the start page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    safe = address.startswith("/") and address[1:2] not in ("/", "\\") and not parts.netloc and address.isprintable()
    return address if safe and len(address) <= _LONGEST_ADDRESS else "/"
