"""What two readings say otherwise, told field by field."""

from dataclasses import replace

from test_corrections import FIGURE, PLAIN

from articles.model import Period, Place
from articles.rereading import ARTICLE, Differs, differences


def test_equal_readings_differ_in_nothing():
    assert list(differences([PLAIN], [replace(PLAIN, revision=8)])) == []


def test_each_field_is_told_as_people_write_it():
    new = replace(
        PLAIN, organ="政协", place=Place("990100", "澄浦市", "prefecture"), period=Period(2022, 2022, "2022年", 0.9), figures=(FIGURE,)
    )
    assert list(differences([PLAIN], [new])) == [
        Differs(PLAIN.id, "organ", None, "政协"),
        Differs(PLAIN.id, "place", None, "990100 澄浦市 prefecture"),
        Differs(PLAIN.id, "period", None, "2022 2022 2022年 0.9"),
        Differs(PLAIN.id, "figures", None, "提案 171 件 achieved"),
    ]


def test_a_text_is_told_where_it_parts():
    long = "甲" * 3000
    [one] = differences([replace(PLAIN, text=f"{long}旧的。")], [replace(PLAIN, text=f"{long}新的。")])
    assert (one.field, one.old, one.new) == ("text", f"{'甲' * 12}旧的。", f"{'甲' * 12}新的。")


def test_articles_that_come_and_go_are_told():
    other = replace(PLAIN, id="cpwb-20230105-2", title=None, text="新" * 500)
    gone, come = differences([PLAIN], [other])
    assert (gone, come.id, come.field, come.old) == (Differs(PLAIN.id, ARTICLE, "同心同向", None), other.id, ARTICLE, None)
    assert len(come.new or "") == 200
