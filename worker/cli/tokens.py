"""`tokens`: who may read and write through the web server."""

import datetime as dt
from typing import TYPE_CHECKING

from worker.cli.face import Face
from worker.cli.framework import WrongUse, argument, command, flag
from worker.cli.kinds import OneOf

if TYPE_CHECKING:
    from worker.tokens import Tokens

_DOES = ("add", "list", "revoke")


@command(
    "tokens",
    argument("does", "add|list|revoke", type=OneOf("add|list|revoke", _DOES)),
    argument("name", "[NAME]", required=False),
    flag("--write"),
)
def tokens(face: Face, does: str, name: str | None, write: bool) -> None:
    """Give out, list and take back tokens. SettingsError, StorageError."""
    from worker.cli.rooms import settings
    from worker.home import Home
    from worker.tokens import Tokens

    if (does == "list") == (name is not None) or (write and does != "add"):
        raise WrongUse("tokens")
    kept = Tokens(Home(settings(face).home).tokens)
    if does == "list":
        _list(face, kept)
    elif does == "revoke":
        kept.revoke(str(name))
        face.tell("told.token_revoked", name=name)
    else:
        _add(face, kept, str(name), write)


def _add(face: Face, kept: "Tokens", name: str, write: bool) -> None:
    token = kept.add(name, write, dt.datetime.now(dt.UTC))
    if face.json:
        face.line({"name": name, "write": write, "token": token})
    else:
        face.result(token)
    face.tell("told.token_added", name=name, may=face.say("told.token_writes" if write else "told.token_reads"))


def _list(face: Face, kept: "Tokens") -> None:
    found = kept.all()
    if face.json:
        face.lines({"name": one.name, "write": one.write, "added": one.added} for one in found)
    elif found:
        rows = [(one.name, face.say("told.token_writes" if one.write else "told.token_reads"), one.added) for one in found]
        face.table(("token", "may", "added"), rows)
    else:
        face.tell("told.no_tokens")
