"""What changed between two readings, by units; no span is lost."""

import random
from dataclasses import fields as fields_of

from articles.differences import changes, counted, spans
from articles.model import Article, Byline, Page, Source


def test_spans_are_by_units_and_put_together_again() -> None:
    pairs = [
        ("全年立案提案312件，办复率99.3%。", "全年立案提案321件，办复率99.5%。"),
        ("", "新增"),
        ("删去", ""),
        ("甲乙丙丁", "甲乙丙丁"),
        ("市政协召开会议", "市政协常委会召开了会议"),
        ("一二三\n四五六", "一二三\n四五\n六七"),
    ]
    for old, new in pairs:
        found = list(spans(old, new))
        assert "".join(one.text for one in found if one.action != "added") == old
        assert "".join(one.text for one in found if one.action != "removed") == new
        assert all((new if one.action == "added" else old)[one.start : one.end] == one.text for one in found)
    told = [(one.action, one.text) for one in spans(*pairs[0]) if one.action != "same"]
    assert told == [("removed", "312"), ("added", "321"), ("removed", "99.3%"), ("added", "99.5%")]


def test_spans_of_any_two_texts_make_both() -> None:
    chance = random.Random(4)
    for _ in range(300):
        old = "".join(chance.choice("市政协提案1%\n 。，ab") for _ in range(chance.randrange(40)))
        cut = chance.randrange(len(old) + 1)
        new = (
            old[:cut]
            + "".join(chance.choice("会议23。\n") for _ in range(chance.randrange(6)))
            + old[min(len(old), cut + chance.randrange(9)) :]
        )
        found = list(spans(old, new))
        assert "".join(one.text for one in found if one.action != "added") == old
        assert "".join(one.text for one in found if one.action != "removed") == new
        assert all((new if one.action == "added" else old)[one.start : one.end] == one.text for one in found)


def _article(**fields: object) -> Article:
    kept = {one.name: None for one in fields_of(Article)}
    empty = {
        "bylines": (),
        "paragraphs": (),
        "figures": (),
        "repairs": (),
        "flags": (),
        "areas": (),
        "text": "",
        "kind": "news",
        "revision": 1,
    }
    return Article(**{**kept, **empty, "id": "a", "paper": "p", "source": Source("a", "d"), **fields})  # type: ignore[arg-type]


def test_only_printed_fields_count_and_each_says_in_how_many_places() -> None:
    old = _article(title="两会", text="开幕。\n闭幕。", page=Page("01", "要闻"), bylines=(Byline("记者", "薛岚"),))
    new = _article(title="两会", text="开幕了。\n已闭幕。", page=Page("02", "要闻"), bylines=(), organ="政协", flags=("doubt",))
    assert counted(changes(old, new)) == {"bylines": 1, "page": 1, "text": 2}
    assert changes(old, old) == ()
    assert (
        changes(old, _article(title="两会", text=old.text, page=old.page, bylines=old.bylines, revision=2, source=Source("a", "other")))
        == ()
    )
