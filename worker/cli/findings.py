"""What was read out of an article, told with the words each finding rests on."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from articles.model import Article, Corrected, Neighbour, Years
from worker.cli.face import Face
from worker.cli.series import rule_named

if TYPE_CHECKING:
    from articles.reading import Basis, Finding
    from articles.reading.series import Keyed

_PARTS = {
    "kicker": "told.part_kicker",
    "title": "told.part_title",
    "subtitle": "told.part_subtitle",
    "text": "told.part_text",
    "date": "told.part_date",
    "home": "told.part_home",
}
#: Headings told of an article; the level of those without a number.
_HEADS, _BARE = 12, 4
_STATUS = {"achieved": "told.achieved", "planned": "told.planned"}


def findings(face: Face, article: Article, home: str | None) -> list[str]:
    """Kind, organ, place, years and figures, a line each; `home` is the division of the paper's home."""
    from articles.reading.series import keyed
    from scrapers import says

    found = says(article, home)
    period, place = found.period.value, found.place.value
    years = f"{period.from_}" if period and period.from_ == period.to else f"{period.from_}–{period.to}" if period else None
    lines = [
        _finding(face, "kind", found.kind, found.kind.value),
        _finding(face, "organ", found.organ, found.organ.value),
        _finding(face, "place", found.place, f"{place.name} {place.code}" if place else None),
        _finding(face, "years", found.period, years),
    ]
    read = replace(article, organ=found.organ.value, place=place, figures=found.figures)
    lines += [_corrected(face, article, one) for one in article.corrected]
    return [*lines, *(line for one in keyed(read) for line in _figure(face, one, read))]


def said(face: Face, article: Article) -> list[str]:
    """Sections, the part that plans, key terms, the accounts of the years before and after; `article` is as the API gives it."""
    plan = next((one for one in article.parts if one.part == "plan"), None)
    heads = "　".join(f"{'　' * (one.level - 1) if one.level < _BARE else ''}{one.heading}" for one in article.sections[:_HEADS])
    words = "、".join(one.words for one in article.terms if one.sort == "word")
    slogans = "、".join(one.words for one in article.terms if one.sort == "slogan")
    years = {"previous": _beside(article.previous), "next": _beside(article.next)}
    told_ = {"sections": heads, "plan": plan and f"{plan.start}–{plan.end}", "terms": words, "slogans": slogans, **years}
    return [face.say(f"said.{name}", value=value) for name, value in told_.items() if value]


def _beside(one: Neighbour | None) -> str | None:
    """The account of another year of the body: its years, title and id."""
    if one is None:
        return None
    years = f"{one.period.from_}–{one.period.to}" if one.period and one.period.from_ != one.period.to else one.period and one.period.to
    return f"{years or ''} {one.title or ''} {one.id}".strip()


def _corrected(face: Face, article: Article, one: Corrected) -> str:
    """A field that is an editor's, and what the reader had read."""
    from articles.rereading import told

    value = told(getattr(article, one.field)) or face.say("told.nothing")
    read = face.say("told.nothing") if one.read is None else json.dumps(one.read, ensure_ascii=False)
    return face.say("told.corrected_field", field=face.say(f"read_field.{one.field}"), value=value, read=read)


def _finding(face: Face, field: str, found: "Finding[Any]", value: str | None) -> str:
    basis = "、".join(_basis(face, one) for one in found.basis) or face.say("told.nothing")
    shown = value or face.say("told.unknown")
    return face.say("told.finding", field=face.say(f"facet.{field}"), value=shown, basis=basis, confidence=found.confidence)


def _basis(face: Face, one: "Basis") -> str:
    at = f" {one.start}–{one.end}" if one.end else ""
    return f"{face.say(_PARTS[one.part])}“{one.words}”{at}"


def _figure(face: Face, keyed: "Keyed", article: Article) -> list[str]:
    """A figure, the fact it repeats, the series it is of and by what, and its sentence."""
    one = keyed.figure
    told = face.say(
        "told.figure",
        value=one.value,
        unit=one.unit,
        what=one.what or face.say("told.unknown"),
        status=face.say(_STATUS[one.status]),
        years=_years(one.period) or face.say("told.unknown"),
        start=one.start,
        printed=article.text[one.start : one.end] + one.unit_printed,
    )
    again = [face.say("told.repeated", start=article.figures[one.same_as].start)] if one.same_as is not None else []
    return [told, *again, _series(face, keyed), face.say("told.sentence", sentence=one.sentence)]


def _series(face: Face, keyed: "Keyed") -> str:
    if keyed.key and keyed.rule:
        return face.say("told.of_series", what=keyed.key.what, unit=keyed.key.unit, rule=rule_named(face, keyed.rule))
    return face.say("told.of_none", why=face.say(f"loose.{keyed.why.value}") if keyed.why else "")


def _years(years: Years | None) -> str | None:
    if years is None:
        return None
    return str(years.from_) if years.from_ == years.to else f"{years.from_}–{years.to}"
