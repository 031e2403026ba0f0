"""Which texts are one: by how they differ, not by how much."""

import random

import pytest

from articles.likeness import Kept, compare

ACCOUNT = (
    "翻开2022年禾川县政协履职答卷，县政协常委会围绕中心、服务大局，全年立案提案139件，办复率100%。\n"
    "全年召开常委会会议5次，开展专题视察12次，形成调研报告8篇，其中3篇得到县委主要领导批示。\n"
    "组织委员走访企业46家，收集意见建议210条，推动解决群众用水、出行、就医等问题31个。\n"
    "坚持“有事好商量”，在9个乡镇设立协商议事室，开展协商活动64次，参与群众3200多人次。\n"
    "下一步，县政协将继续发挥专门协商机构作用，为建设美丽禾川凝聚共识、汇聚力量。"
)
#: The same pattern told of another year: what a reader must never be shown as a reprint.
NEXT_YEAR = (
    "翻开2023年禾川县政协履职答卷，县政协常委会围绕中心、服务大局，全年立案提案142件，办复率99%。\n"
    "全年召开常委会会议6次，开展专题视察14次，形成调研报告11篇，其中4篇得到县委主要领导批示。\n"
    "组织委员走访企业52家，收集意见建议235条，推动解决群众用水、出行、就医等问题28个。\n"
    "坚持“有事好商量”，在9个乡镇设立协商议事室，开展协商活动71次，参与群众3600多人次。\n"
    "下一步，县政协将继续发挥专门协商机构作用，为建设美丽禾川凝聚共识、汇聚力量。"
)
LETTER = (
    "前天夜里下大雨，我抱着发烧的孩子站在{road}边打不到车。一位司机停下来，把我们送到{house}，分文不收，连名字也没留。愿好人一生平安。{who}"
)


def same(first: str, second: str) -> bool:
    found = compare(Kept(first), Kept(second))
    assert found == compare(Kept(second), Kept(first)), "the order of the two does not matter"
    return found.same


def misprinted(text: str, share: float, seed: int) -> str:
    dice = random.Random(seed)
    places = [at for at, character in enumerate(text) if character.isalnum()]
    characters = list(text)
    for at in dice.sample(places, round(share * len(places))):
        characters[at] = chr(dice.randrange(0x4E00, 0x9FA0))
    return "".join(characters)


def test_the_same_words_set_otherwise() -> None:
    reset = ACCOUNT.replace("\n", "").replace("，", ", ").replace("“", '"')
    found = compare(Kept(ACCOUNT), Kept(reset))
    assert (found.likeness, found.part, found.same) == (1.0, 1.0, True)


@pytest.mark.parametrize("cut", [ACCOUNT[: len(ACCOUNT) // 2], ACCOUNT[len(ACCOUNT) // 2 :], "\n".join(ACCOUNT.split("\n")[::2])])
def test_cut(cut: str) -> None:
    assert same(ACCOUNT, cut)


def test_five_in_a_hundred_characters_changed() -> None:
    assert sum(same(ACCOUNT, misprinted(ACCOUNT, 0.05, seed)) for seed in range(100)) >= 98


def test_an_editor_replaced_a_word() -> None:
    assert same(ACCOUNT, ACCOUNT.replace("围绕中心、服务大局", "聚焦全县工作大局"))


def test_another_year_of_the_same_body_is_another_text() -> None:
    assert compare(Kept(ACCOUNT), Kept(NEXT_YEAR)).likeness > 0.9
    assert not same(ACCOUNT, NEXT_YEAR)
    assert not same(ACCOUNT[: len(ACCOUNT) // 2], NEXT_YEAR)


def test_the_same_pattern_with_other_names_is_another_text() -> None:
    one = LETTER.format(road="健康路", house="市中医院", who="读者 侯国悦")
    for road, house, who in (
        ("文昌路", "市中医院", "读者 侯国悦"),
        ("健康路", "省人民医院", "一位家长"),
        ("健康路", "市中医院", "川阳区 段怡"),
    ):
        assert not same(one, LETTER.format(road=road, house=house, who=who))


def test_the_notice_of_another_session_is_another_text() -> None:
    notice = ACCOUNT[ACCOUNT.index("组织委员") :] + "禾川县政协九届{}次会议将于下周一上午在县会议中心开幕，会期三天，届时请收看现场直播。"
    assert len(notice) > 160
    assert same(notice.format("二"), notice.format("二").replace("届时", "按时"))
    assert not same(notice.format("二"), notice.format("三"))


def test_a_caption_of_another_day_is_another_text() -> None:
    caption = "{}，游人在人民公园游玩。当日天气晴好，许多市民走出家门，享受休闲时光。本报记者 裴青 摄"
    assert not same(caption.format("7月20日"), caption.format("7月21日"))
    assert same(caption.format("7月20日"), caption.format("7月20日"))


def test_a_quarter_of_a_text_is_a_passage_not_a_reprint() -> None:
    assert not same(ACCOUNT, ACCOUNT[: len(ACCOUNT) // 4])


def test_nothing_and_next_to_nothing() -> None:
    assert not same("", "")
    assert not same("", ACCOUNT)
    assert not same("政协", ACCOUNT)
    assert same("图片报道", "【图片报道】")
    assert compare(Kept("本报记者 裴青 摄", "秋收"), Kept("本报记者裴青摄", "秋收")).same
    assert not compare(Kept("本报记者 裴青 摄", "秋收"), Kept("本报记者 裴青 摄", "春耕")).same


def test_hostile_texts_come_to_an_end() -> None:
    million = 1_000_000
    assert same("政" * million, "政" * million)
    assert not same("政" * million, "政" * (million - 1) + "协")
    assert not same("0123456789" * (million // 10), "0123456789" * (million // 10) + "1")
    assert not same("1" * million, "政" * million)
    block = "甲乙丙丁戊己庚辛壬癸" * 20
    assert not same((block + "子") * 4_000, (block + "丑") * 4_000)
