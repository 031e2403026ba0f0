"""`status`: how each paper stands, who owns the home, and whether the index is up to date."""

from worker.cli.face import Face, printable
from worker.cli.framework import command


@command("status")
def status(face: Face) -> None:
    """With --json a line a paper and a last one for the home."""
    from worker.cli.rooms import home_state, opened

    with opened(face) as rooms:
        rows, home, names = rooms.ledger.reports.status(), home_state(rooms), rooms.names
    if face.json:
        for row in rows:
            face.line(
                {
                    "paper": row.paper,
                    "name": names.get(row.paper),
                    "newest": printable(row.newest) or None,
                    "oldest": printable(row.oldest) or None,
                    "articles": row.articles,
                    "outcomes": dict(row.outcomes),
                    "held": dict(row.held),
                }
            )
        face.line(home)
        return
    cells = [
        (
            row.paper,
            names.get(row.paper) or face.say("told.files"),
            printable(row.oldest),
            printable(row.newest),
            str(row.articles),
            "  ".join(f"{face.say(f'state.{outcome}')} {count}" for outcome, count in sorted(row.outcomes.items())),
        )
        for row in rows
    ]
    face.table(("code", "name", "oldest", "newest", "articles", "issues"), cells)
    for name, value in home.items():
        face.result(face.say(f"home.{name}", value=_told(face, value)))


def _told(face: Face, value: object) -> object:
    """A value for people."""
    if value is None:
        return face.say("home.none")
    return face.say("home.yes" if value else "home.no") if isinstance(value, bool) else value
