"""The settings, the program and what it runs on."""

import platform
import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from scrapers import papers
from worker.doctor.finding import Facts, Finding, bad, ok, warn
from worker.release import VERSION
from worker.settings import Settings

#: The Pythons the tests run on.
OLDEST, NEWEST = (3, 11), (3, 13)
#: Packages whose versions decide what we can talk to.
_PACKAGES = ("tantivy", "sqlalchemy", "psycopg", "celery", "redis", "elasticsearch")


def check_settings(settings: Settings) -> Iterator[Finding]:
    """Their findings. SettingsError where a paper file is wrong."""
    yield versions()
    yield contact(settings)
    known = papers([settings.papers_folder] if settings.papers_folder else [])
    yield ok("settings.papers", "papers", papers=len(known))
    yield followed(settings, set(known))


def versions() -> Finding:
    """Of Python and of the packages that are installed."""
    facts: Facts = {"zongshu": VERSION, "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    facts |= {name: found for name in _PACKAGES if (found := _installed(name))}
    tested = OLDEST <= sys.version_info[:2] <= NEWEST
    return ok("settings.versions", "versions", **facts) if tested else warn("settings.versions", "versions_untested", **facts)


def contact(settings: Settings) -> Finding:
    """How a newspaper can reach us."""
    if settings.contact:
        return ok("settings.contact", "contact", contact=settings.contact)
    return warn("settings.contact", "contact_none")


def followed(settings: Settings, known: set[str]) -> Finding:
    """Whether all that is crawled by itself is known."""
    codes = settings.follow.papers
    unknown = ", ".join(code for code in codes if code not in known)
    if unknown:
        return bad("settings.follow", "follow_unknown", unknown=unknown)
    return ok("settings.follow", "follow", papers=", ".join(codes)) if codes else ok("settings.follow", "follow_nothing")


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
