"""What an entry tells, as plain text: the same in every format."""

from collections.abc import Iterator

from indexing import years
from search.cite import cite
from search.feeds.model import Entry
from search.feeds.words import WORDS
from search.safe import line


def title(entry: Entry, lang: str) -> str:
    """The headline on one line."""
    return line(entry.item.article.title or "") or WORDS.say("untitled", lang)


def summary(entry: Entry, lang: str) -> str:
    """Citation, what became of it, the piece where the search stands, whom it is of."""
    article = entry.item.article
    return "\n".join(
        filter(None, [line(cite(article, entry.item.paper_name)), *_became(entry, lang), line(entry.snippet), *_about(entry, lang)])
    )


def tags(entry: Entry) -> list[str]:
    """Organ, place and years covered."""
    article = entry.item.article
    named = [article.organ, article.place.name if article.place else None, *map(str, years(article) if article.period else ())]
    return [clean for one in named if one and (clean := line(one))]


def _became(entry: Entry, lang: str) -> Iterator[str]:
    if entry.gone:
        yield WORDS.say("gone", lang)
    if entry.item.article.revision > 1:
        yield WORDS.say("revised", lang, revision=entry.item.article.revision)


def _about(entry: Entry, lang: str) -> Iterator[str]:
    article = entry.item.article
    if article.organ:
        yield line(WORDS.say("organ", lang, value=article.organ))
    if article.place:
        yield line(WORDS.say("place", lang, value=article.place.name))
    if article.period:
        first, last = article.period.from_, article.period.to
        yield WORDS.say("years", lang, value=first if first == last else f"{first}–{last}")
