"""Whether what was read of an issue is worth keeping: pages whose family is known, of which half is read, were redesigned. Pure."""

from collections.abc import Sequence

from articles.errors import LayoutUnknown
from articles.model import Article
from storage.ledger import Yield

#: Fewer articles say nothing; of more, at most this part may lack a title or text, or the average this part of the usual length.
_FEW, _PART, _SHORT = 4, 0.5, 0.2
#: Characters that no encoding means: what could not be decoded, and private ones; and the commonest words that wrong decoding makes.
_WRONG = ("锟斤拷", "烫烫烫", "ï¿½", "Ã¤", "Ã¥", "Ã¦", "Ã©", "â€")


def measured(articles: Sequence[Article]) -> Yield:
    """What a reading gave. Titles of what was read from a PDF are not counted as lacking: its geometry may show none."""
    printed = [one for one in articles if "read_from_pdf" not in one.flags]
    return Yield(
        articles=len(articles),
        untitled=sum(one.title is None for one in printed),
        bare=sum(not one.paragraphs for one in articles),
        characters=sum(len(one.text) for one in articles),
        garbled=sum(garbled(one.text) + garbled(one.title or "") for one in articles),
    )


def garbled(text: str) -> int:
    """How many characters of a text are garbage."""
    strange = sum("\ue000" <= one <= "\uf8ff" or one in "\ufffd\x80\x81\x8d\x8f\x90\x9d" for one in text) if not text.isascii() else 0
    return strange + sum(len(word) * text.count(word) for word in _WRONG)


def shortfall(found: Yield, usual: float | None, issue: str) -> LayoutUnknown | None:
    """Why a reading is not worth keeping; None where it is. `usual` is the characters an article of the paper has otherwise."""
    if found.articles < _FEW:
        return None
    for key, lacking in (("read_untitled", found.untitled), ("read_bare", found.bare)):
        if lacking > _PART * found.articles:
            return LayoutUnknown(key, issue=issue, lacking=lacking, articles=found.articles)
    average = found.characters / found.articles
    if usual is not None and average < _SHORT * usual:
        return LayoutUnknown("read_short", issue=issue, average=round(average), usual=round(usual))
    return None
