"""What the files of the archive are called, and what their names say."""

import datetime as dt
import re
from dataclasses import dataclass

SUFFIX, PART = ".warc.gz", ".part"
_ISSUE = re.compile(r"(?P<paper>[a-z][a-z0-9_-]*)/(?P<year>\d{4})/(?P<key>(?P=paper)-(?P<day>(?P=year)\d{4}))-(?P<attempt>\d+)\.warc\.gz")
_DROPPED = re.compile(r"(?P<paper>files)/(?P<folder>[0-9a-f]{2})/(?P<key>files-(?P=folder)[0-9a-f]{10})-(?P<attempt>\d+)\.warc\.gz")


@dataclass(frozen=True, slots=True)
class Named:
    """What a file's name says: the issue (or the file given to us: `date` None) and the attempt at it."""

    key: str
    paper: str
    date: dt.date | None
    attempt: int


def archive_name(paper: str, date: dt.date | None, attempt: int, key: str) -> str:
    """The final name of the file that keeps an attempt at an issue; without a date, at the dropped file `key` (`files-<digest>`)."""
    if date is None:
        return f"files/{key.rpartition('-')[2][:2]}/{key}-{attempt}{SUFFIX}"
    return f"{paper}/{date:%Y}/{paper}-{date:%Y%m%d}-{attempt}{SUFFIX}"


def parsed_name(name: str) -> Named | None:
    """What the final name of a file says; None where it is no name we give."""
    found = _DROPPED.fullmatch(name) or _ISSUE.fullmatch(name)
    if found is None:
        return None
    day = found.groupdict().get("day")
    try:
        date = dt.date(int(day[:4]), int(day[4:6]), int(day[6:])) if day else None
    except ValueError:
        return None
    return Named(found["key"], found["paper"], date, int(found["attempt"]))
