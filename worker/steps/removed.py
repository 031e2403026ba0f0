"""What was removed on request stays away: records that were removed are not asked for, or taken in, again."""

from dataclasses import replace

from articles.errors import RemovedArticle
from storage.ledger import Found
from worker.steps.kit import Kit


def unlisted(kit: Kit, issue: str | None, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """What a page of an issue lists; addresses whose record was removed are not wanted any more."""
    gone = {one.source for one in kit.removals.of(issue) if one.record} if issue else set()
    return tuple(replace(one, skip=True) if one.address in gone else one for one in found) if gone else found


def refuse_removed(kit: Kit, key: str) -> None:
    """RemovedArticle where the record of a file given was removed."""
    for one in kit.removals.of(key):
        if one.record:
            raise RemovedArticle("article_removed", id=one.id, since=one.at.date().isoformat())
