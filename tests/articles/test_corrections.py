"""Corrections: what an editor may say, when it applies, and that what was read comes back without it."""

import json
from dataclasses import replace

import pytest

from articles.corrections import FIELDS, Correction, applies, as_read, correct, printed
from articles.errors import BadCorrection
from articles.exchange import from_json, to_json
from articles.model import Article, Byline, Figure, Place, Source

TEXT = "2022年，澄浦市政协立案提案171件。\n召开协商会6次。"
FIGURE = Figure("171", "件", "件", "提案", None, None, "achieved", None, None, TEXT.split("\n", maxsplit=1)[0], 18, 21)
PLAIN = Article(
    id="cpwb-20230105-1",
    revision=3,
    paper="cpwb",
    date=None,
    page=None,
    kicker=None,
    title="同心同向",
    subtitle=None,
    bylines=(Byline("记者", "王静"),),
    dateline=None,
    text=TEXT,
    paragraphs=(),
    kind="news",
    organ=None,
    place=None,
    period=None,
    figures=(),
    repairs=(),
    flags=(),
    cluster=None,
    source=Source("a", "d"),
)


def made(**fields):
    return Correction(PLAIN.id, printed(PLAIN), fields)


def test_what_is_corrected_is_marked_and_what_was_read_comes_back():
    place = {"code": "990100", "name": "澄浦市", "level": "prefecture"}
    found = correct(PLAIN, made(organ="政协", kind="summary.account", place=place, title="同心同向", bylines=[]))
    assert (found.organ, found.kind, found.place, found.bylines) == ("政协", "summary.account", Place(**place), ())
    assert [(one.field, one.read) for one in found.corrected] == [
        ("bylines", [{"role": "记者", "name": "王静"}]),
        ("kind", "news"),
        ("organ", None),
        ("place", None),
    ]
    assert from_json(to_json(found)) == found
    assert as_read(found) == PLAIN
    assert "corrected" not in json.loads(to_json(PLAIN))


def test_a_correction_of_a_corrected_article_begins_with_what_was_read():
    once = correct(PLAIN, made(organ="政协"))
    assert correct(once, made(kind="other")) == correct(PLAIN, made(kind="other"))
    assert printed(correct(PLAIN, made(title="改了", text="改了。"))) == printed(PLAIN)


def test_it_applies_while_title_and_text_are_the_same():
    one = made(organ="政协")
    assert applies(one, PLAIN)
    assert applies(one, replace(PLAIN, revision=9, kind="other", organ="人大"))
    assert applies(one, correct(PLAIN, made(title="改了")))
    assert not applies(one, replace(PLAIN, text=TEXT + "完"))
    assert not applies(one, replace(PLAIN, id="cpwb-20230105-2"))


def test_a_text_brings_its_paragraphs():
    found = correct(PLAIN, made(text="一。\n二。"))
    assert [(one.text, one.start, one.end) for one in found.paragraphs] == [("一。", 0, 2), ("二。", 3, 5)]
    assert {one.field for one in found.corrected} == {"text", "paragraphs"}


@pytest.mark.parametrize(
    ("fields", "key", "field"),
    [
        ({"foo": 1}, "correction_field", "foo"),
        ({"id": "x"}, "correction_field", "id"),
        ({"kind": "poem"}, "correction_value", "kind"),
        ({"organ": 5}, "correction_value", "organ"),
        ({"place": {"code": "990100"}}, "correction_value", "place.name"),
        ({"place": {"code": "99", "name": "x", "level": "county"}}, "correction_disagrees", "place.code"),
        ({"period": {"from": 2022, "to": 2020, "basis": "", "confidence": 1.0}}, "correction_disagrees", "period.to"),
        ({"paragraphs": [{"text": "x", "start": 0, "end": 1}]}, "correction_disagrees", "paragraphs.0"),
        ({"figures": [{"value": "1"}]}, "correction_value", "figures.0.unit"),
    ],
)
def test_what_does_not_fit_is_named(fields, key, field):
    with pytest.raises(BadCorrection) as caught:
        correct(PLAIN, made(**fields))
    assert (caught.value.key, caught.value.facts["field"]) == (key, field)
    assert field in caught.value.message("zh")


def test_figures_must_stand_in_the_text():
    value = json.loads(to_json(replace(PLAIN, figures=(FIGURE,))))["figures"]
    assert correct(PLAIN, made(figures=value)).figures == (FIGURE,)
    for change, field in (
        ({"end": 99}, "figures.0.end"),
        ({"sentence": "别处"}, "figures.0.sentence"),
        ({"same_as": 4}, "figures.0.same_as"),
    ):
        with pytest.raises(BadCorrection) as caught:
            correct(PLAIN, made(figures=[value[0] | change]))
        assert caught.value.facts["field"] == field


def test_every_field_named_is_one_of_an_article():
    assert set(FIELDS) < set(json.loads(to_json(PLAIN)))
