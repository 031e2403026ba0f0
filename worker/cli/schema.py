"""`schema article`."""

import json

from worker.cli.face import Face
from worker.cli.framework import argument, command
from worker.cli.kinds import OneOf


@command("schema", argument("what", "article", type=OneOf("article", ("article",))))
def schema(face: Face, what: str) -> None:
    """The JSON Schema of articles: readable, or one line with --json."""
    from articles.exchange import schema as article_schema

    if face.json:
        face.line({"$id": what, **article_schema()})
    else:
        face.result(json.dumps(article_schema(), ensure_ascii=False, indent=2))
