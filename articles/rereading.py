"""What two readings of an issue say otherwise: article by article, field by field, each side as a short text. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass

from articles.corrections import FIELDS
from articles.differences import spans
from articles.model import Article, Figure

#: What is told of an article that only one of the readings has.
ARTICLE = "article"
#: Every field two readings may differ in, in the order they are told.
COMPARED = (ARTICLE, *FIELDS, "repairs", "corrected")
#: Characters of one side, and of what is shown around a change of the text.
_LONGEST, _AROUND = 200, 12
#: Figures told of one side.
_FEW = 5


@dataclass(frozen=True, slots=True)
class Differs:
    """A field of an article that differs; None where that side has none."""

    id: str
    field: str
    old: str | None
    new: str | None


def differences(old: Sequence[Article], new: Sequence[Article]) -> Iterator[Differs]:
    """In what a new reading of an issue differs from the old one, by the order of the old."""
    later = {one.id: one for one in new}
    for one in old:
        if one.id in later:
            yield from of_article(one, later[one.id])
        else:
            yield Differs(one.id, ARTICLE, _short(one.title or one.text), None)
    known = {one.id for one in old}
    yield from (Differs(one.id, ARTICLE, None, _short(one.title or one.text)) for one in new if one.id not in known)


def of_article(old: Article, new: Article) -> Iterator[Differs]:
    """The fields in which two readings of one article differ."""
    for name in COMPARED[1:]:
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if name == "text":
            yield Differs(old.id, name, *_texts(before, after))
        elif name == "figures":
            yield Differs(old.id, name, *_figures(before, after))
        elif name in ("paragraphs", "repairs"):
            yield Differs(old.id, name, str(len(before)), str(len(after)))
        else:
            yield Differs(old.id, name, told(before), told(after))


def told(value: object) -> str | None:
    """A value as people write it: parts of a thing with spaces between, several things with 、."""
    if value is None or value == ():
        return None
    if isinstance(value, tuple):
        return _short("、".join(told(one) or "" for one in value))
    if is_dataclass(value):
        parts = (getattr(value, part.name) for part in fields(value))
        return _short(" ".join(str(part) for part in parts if part not in (None, "")))
    return _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _texts(old: str, new: str) -> tuple[str, str]:
    """Where two texts first part, with a little of what stands around."""
    first = next((one for one in spans(old, new) if one.action != "same"), None)
    at = first.start if first else 0
    start = max(0, at - _AROUND)
    end = at + len(first.text) + _AROUND if first else _AROUND
    return _short(old[start:end]), _short(new[start:end])


def _figures(old: Sequence[Figure], new: Sequence[Figure]) -> tuple[str | None, str | None]:
    """The figures only one side has."""
    left, right = {_key(one): one for one in old}, {_key(one): one for one in new}
    gone = [one for key, one in left.items() if key not in right]
    come = [one for key, one in right.items() if key not in left]
    return _listed(gone), _listed(come)


def _key(one: Figure) -> tuple[object, ...]:
    return tuple(getattr(one, part.name) for part in fields(one) if part.name != "same_as")


def _listed(figures: Sequence[Figure]) -> str | None:
    told = [f"{one.what} {one.value} {one.unit} {one.status}" for one in figures[:_FEW]]
    more = [f"… {len(figures) - _FEW}"] if len(figures) > _FEW else []
    return "；".join([*told, *more]) or None
