"""`papers`: the papers known, ours and the user's; `papers probe` looks at a site nobody knows."""

import datetime as dt
from pathlib import Path
from typing import Any

from scrapers import Paper
from worker.cli.face import Face
from worker.cli.framework import WrongUse, argument, command, option
from worker.cli.kinds import DAY, OneOf


def described(paper: Paper) -> dict[str, Any]:
    """A paper as JSON; `source` is where its newest layout was read."""
    layouts = [
        {
            "from": layout.from_.isoformat(),
            "platform": layout.platform,
            "prefix": layout.prefix,
            "source": layout.source,
            "confidence": layout.confidence,
        }
        for layout in paper.layouts
    ]
    return {
        "code": paper.code,
        "name": paper.name,
        "place": paper.place,
        "sample": paper.sample,
        "first_issue": paper.first_issue.isoformat(),
        "weekdays": list(paper.weekdays),
        "time_of_day": paper.time_of_day.strftime("%H:%M"),
        "wait": paper.wait,
        "per_day": paper.per_day,
        "plain_http": paper.plain_http,
        "archive_days": paper.archive_days,
        "source": paper.layouts[-1].source,
        "layouts": layouts,
    }


@command(
    "papers",
    argument("does", "[probe]", type=OneOf("[probe]", ("probe",)), required=False),
    argument("url", "[URL]", required=False),
    option("--date", type=DAY),
    option("--write", metavar="FILE"),
)
def papers(face: Face, does: str | None, url: str | None, date: dt.date | None, write: str | None) -> None:
    """One paper a line; or what a site is, with a draft of its paper's file."""
    if (does is None) != (url is None) or (does is None and (date or write)):
        raise WrongUse("papers")
    if url is not None:
        from worker.cli.probe import probe_site

        probe_site(face, url, date, Path(write) if write else None)
        return
    _list(face)


def _list(face: Face) -> None:
    from worker.cli.rooms import known_papers

    known = sorted(known_papers(face).values(), key=lambda paper: (paper.sample, paper.code))
    if face.json:
        face.lines(described(paper) for paper in known)
        return
    rows = [(paper.code, paper.name, paper.layouts[-1].platform, str(paper.first_issue), paper.layouts[-1].prefix) for paper in known]
    face.table(("code", "name", "platform", "first_issue", "address"), rows)
