"""Whether a title in a page's list promises a yearly account, before the article is at hand: wide, so that few are missed."""

import re

from articles.reading.rules import pattern

_KINDS = ("report", "committee", "line_of_work", "account", "account_weak", "year_told", "headed", "plain_account", "telling")
_WIDER = ("bodies", "years", "mottos")
#: Five or seven characters, as a line of verse has: 山水岚江入画来.
_VERSE = re.compile(r"[\u4e00-\u9fff]{5}(?:[\u4e00-\u9fff]{2})?")
#: Two halves of about one length with a space between: 凝心聚力 履职为民.
_COUPLET = re.compile(r"\s*(\S{3,10})\s+(\S{3,10})\s*")


def promises(title: str | None) -> bool:
    """Whether an article may be a yearly account by its title alone; one without a title may be anything."""
    bare = re.sub(r"\s", "", title or "")
    if not bare or any(pattern("kinds", key).search(bare) for key in _KINDS):
        return True
    if _VERSE.fullmatch(bare) or any(pattern("promises", key).search(bare) for key in _WIDER):
        return True
    halves = _COUPLET.fullmatch(title or "")
    return halves is not None and abs(len(halves[1]) - len(halves[2])) <= 1
