"""Pages that only lead on to another: `<meta http-equiv=refresh>` and a bare script's `window.location` (reference, B.2).

Only the beginning of a page is looked at, as a tree: what stands in a comment, or waits for minutes, leads nowhere.
"""

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml.html import HtmlElement

from scrapers.platforms.markup import at, parse

#: Code points within which a page says that it only forwards.
_HEAD = 20_000
#: A page whose script alone forwards is short; a script that mentions an address on a real page is no forwarding.
_SHORT = 2000
#: Seconds after which a page that reloads is one to be read.
_SOON = 30
_REFRESH = re.compile(r"\s{0,9}(\d{0,6})[\d.]{0,9}\s{0,9}[;,]?\s{0,9}url\s{0,9}=\s{0,9}[\"']?\s{0,9}([^\"'>\s]{1,2000})", re.IGNORECASE)
_SCRIPT = re.compile(
    r"\blocation(?:\s{0,9}\.\s{0,9}href)?\s{0,9}(?:=\s{0,9}|\.\s{0,9}(?:replace|assign)\s{0,9}\(\s{0,9})"
    r"(?P<quote>[\"'])(?P<target>[^\"'\s<>]{1,2000})(?P=quote)(?!\s{0,9}\+)"
)


def forwarded(text: str, address: str) -> str | None:
    """Where a page that only forwards leads, relative addresses resolved; None for a page that is what it is, or leads to itself."""
    head = text[:_HEAD]
    if "refresh" not in head.lower() and (len(text) > _SHORT or "location" not in head):
        return None
    root = parse(head, address)
    target = _refresh(root) or (_script(root) if len(text) <= _SHORT else None)
    leads = _led(address, target) if target else None
    return None if leads == _led(address, "") else leads


def _refresh(root: HtmlElement) -> str | None:
    for meta in at(root, "//meta[@content][@http-equiv]"):
        found = _REFRESH.match(meta.get("content")[:4000]) if meta.get("http-equiv").strip().lower() == "refresh" else None
        if found and int(found[1] or 0) <= _SOON:
            return str(found[2])
    return None


def _script(root: HtmlElement) -> str | None:
    found = (_SCRIPT.search(script.text or "") for script in at(root, "//script"))
    return next((hit["target"] for hit in found if hit), None)


def _led(base: str, target: str) -> str | None:
    """The absolute address without query and fragment; what was asked for over TLS stays so."""
    try:
        parts = urlsplit(urljoin(base, target.strip()))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        scheme = "https" if urlsplit(base).scheme == "https" else parts.scheme
        return urlunsplit((scheme, parts.netloc, parts.path, "", ""))
    except ValueError:
        return None
