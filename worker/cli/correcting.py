"""The value of a correction as it is written on the command line: JSON, or the short form of its field."""

import json
import re
from collections.abc import Callable, Mapping

from pydantic import JsonValue

from articles.errors import BadCorrection

#: Fields whose value is text as it stands.
_TEXTS = frozenset({"kicker", "title", "subtitle", "dateline", "text", "kind", "organ", "date"})
_YEARS = re.compile(r"(\d{4})(?:\.\.(\d{4}))?")
_CODE = re.compile(r"\d{6}")


def value_of(field: str, text: str) -> JsonValue:
    """The value of a field. BadCorrection.

    `null`; text for fields of text; `2018..2022` for a period, a code or a name for a place, a number for a page, `记者:张三 通讯员:李四`
    for bylines; JSON for all.
    """
    if text == "null":
        return None
    if field in _TEXTS:
        return text
    short = _SHORT.get(field)
    if short and text[:1] not in _JSON:
        return short(text)
    try:
        parsed: JsonValue = json.loads(text)
    except ValueError as error:
        raise BadCorrection("correction_value", id="", field=field, why=f"JSON: {error}") from error
    return parsed


def _period(text: str) -> JsonValue:
    years = _YEARS.fullmatch(text)
    if not years:
        raise BadCorrection("correction_value", id="", field="period", why=text)
    from_, to = int(years[1]), int(years[2] or years[1])
    return {"from": from_, "to": to, "basis": "", "confidence": 1.0, "given": None, "planned": None}


def _page(text: str) -> JsonValue:
    return {"number": text, "name": None}


def _bylines(text: str) -> JsonValue:
    people = (one.replace("：", ":").partition(":") for one in text.split())
    return [{"role": role, "name": name} for role, _, name in people]


def _place(text: str) -> JsonValue:
    """The division of a code, or of a name that only one bears."""
    from scrapers import divisions

    table = divisions()
    named = {code for one in table.mentions(text) if one.end - one.start == len(text) for code in one.codes}
    codes = {text} & set(table.places) if _CODE.fullmatch(text) else named
    if len(codes) != 1:
        raise BadCorrection("correction_place", value=text)
    place = table.places[codes.pop()]
    return {"code": place.code, "name": place.name, "level": place.level}


#: Fields with a short form; what begins like JSON is JSON.
_SHORT: Mapping[str, Callable[[str], JsonValue]] = {"period": _period, "place": _place, "page": _page, "bylines": _bylines}
_JSON = frozenset("[{")
