"""Who asks calmly and who tells of danger now; and what of a story comes after its turn."""

import pytest

from knowledge.screening.asking import (
    asks_calmly,
    asks_for_money_afterwards,
    broken_into,
    called_about,
    told_before_asking,
    told_beside_advice,
    told_instead,
    turned_to,
)


@pytest.mark.parametrize(
    ("sentence", "tail"),
    [
        ("本来想投诉物业的结果电梯现在往下滑", "电梯现在往下滑"),
        ("好好做着饭，没想到现在满屋子烟", "现在满屋子烟"),
        ("昨天电梯卡住了 结果修好了", None),
        ("电梯老是坏 结果现在还没人修是不是该投诉", None),
        ("电梯现在往下滑", None),
    ],
)
def test_what_follows_a_turn_counts_where_it_is_now(sentence: str, tail: str | None) -> None:
    assert turned_to(sentence) == tail


@pytest.mark.parametrize(
    ("sentence", "tail"),
    [
        ("没烧饭，是电线烧了", "电线烧了"),
        ("不是开玩笑，真的着火了", "着火了"),
        ("上次也这样，这次叫不醒", "这次叫不醒"),
        ("火灭了但是人还在里面", "人还在里面"),
        ("谢谢，可是我妈还没出来", "我妈还没出来"),
        ("去年烧过荒，今年不烧了", None),
        ("没事 只是问问噎住了怎么办", None),
        ("没着火，灭火器多久检查", None),
        ("着火了，快来", None),
    ],
)
def test_what_is_told_instead_of_what_is_put_aside_stands_by_itself(sentence: str, tail: str | None) -> None:
    assert told_instead(sentence) == tail


@pytest.mark.parametrize(
    ("sentence", "tail"),
    [
        ("我正想问下举报奖励多少钱 啊 楼下着火了", "楼下着火了"),
        ("在举报你们看到吗这家厂现在正漏一股杏仁味有人倒了", "正漏一股杏仁味有人倒了"),
        ("上次着火的补助现在还在等，什么时候发", None),
        ("好啊谢谢", None),
        ("楼下着火了", None),
    ],
)
def test_what_breaks_in_on_a_question_is_told_by_itself(sentence: str, tail: str | None) -> None:
    assert broken_into(sentence) == tail


@pytest.mark.parametrize("sentence", ["地震!!要不要跑", "水上来了跑还是不跑", "墙在响该不该撤"])
def test_whether_to_run_is_asked_in_fear(sentence: str) -> None:
    assert not asks_calmly(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["动火证有效期多长", "地震的时候要不要跑", "爆胎险值不值得买", "叉车司机招不招女的", "几个小时内打针"],
)
def test_a_calm_question_is_heard_as_one(sentence: str) -> None:
    assert asks_calmly(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "耙子齿扎脚里了 穿透了 拔不拔",
        "电梯动不动就掉",
        "他躺着怎么摇都不醒",
        "流了这么多血",
        "什么都看不见全是烟",
    ],
)
def test_a_telling_of_danger_is_no_calm_question(sentence: str) -> None:
    assert not asks_calmly(sentence)


@pytest.mark.parametrize(
    ("cry", "about"), [("救命 我又胖了", "我又胖了"), ("快来人啊 3号楼", "3号楼"), ("救命救命", "")]
)
def test_what_a_cry_is_about_is_the_rest_of_it(cry: str, about: str) -> None:
    assert called_about(cry) == about


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("老公喝了农药，邻居说灌肥皂水，有没有道理", "老公喝了农药"),
        ("邻居说灌肥皂水，我爸喝了百草枯，能信不", "我爸喝了百草枯"),
        ("我婆婆说触电了要埋土里，有没有道理", None),
        ("老公喝了农药，灌肥皂水行不行", None),
        ("下次触电了，老人说埋土里，靠谱吗", None),
        ("？！", None),
        ("", None),
    ],
)
def test_what_has_happened_stands_beside_what_others_advise(sentence: str, told: str | None) -> None:
    assert told_beside_advice(sentence) == told


def test_a_saying_tells_of_nothing_that_has_happened() -> None:
    assert told_before_asking("我婆婆说触电了要埋土里，有没有道理") is None
    assert told_before_asking("手绞进机器里了，能不能倒转") == "手绞进机器里了"


@pytest.mark.parametrize(
    "sentence",
    ["房子震塌了重建给多少补", "农房保险赔好多", "船被台风打沉了能赔吗", "大棚让雪压塌了有没有补贴"],
)
def test_what_is_paid_for_a_thing_is_asked_when_it_is_over(sentence: str) -> None:
    assert asks_for_money_afterwards(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "房子塌了压着人",
        "我妈被车撞了能赔多少",
        "房子着火了还在烧 保险赔不赔",
        "房子塌了怎么办",
        "工人掉下去了公司赔吗",
    ],
)
def test_who_names_somebody_or_this_moment_asks_for_more_than_money(sentence: str) -> None:
    assert not asks_for_money_afterwards(sentence)
