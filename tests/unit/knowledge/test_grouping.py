"""Questions of one meaning find together, others stay apart, and the order of the log does not matter."""

import random

import pytest

from knowledge.asked.grouping import Comparer, leaders, plain_key
from knowledge.search.tokenizer import Tokenizer

SAME = [
    ("电梯困人怎么办", "被困在电梯里了怎么办", "elevator.trapped"),
    ("电瓶车能不能推上楼充电", "电动车可以推上楼充电吗", "ebike.charging_indoors"),
    ("台风来了要准备什么", "台风天准备些啥", "typhoon.prepare"),
    ("灭火器过期怎么处理", "灭火器到期了咋办", "fire.extinguisher_expiry"),
    ("特种作业证怎么复审", "特种作业操作证复审怎么弄", "cert.special_renew"),
    ("液化气罐多久检一次", "液化气瓶多久检测一次", "gas.cylinder_life"),
    ("家里有股煤气味", "屋里一股煤气味道", "gas.leak"),
    ("安全员证怎么查", "安全员证书在哪里查询", None),
    ("烟花爆竹哪里能放", "哪里可以放烟花爆竹", None),
    ("煤气灌能放阳台吗", "煤气罐能放阳台吗", None),
    ("充电宝鼓包了", "充电宝鼓起来了怎么办", None),
    ("无人机能拍应急演练吗", "应急演练可以用无人机拍吗", None),
]
OTHER = [
    ("电梯困人怎么办", "灭火器过期怎么办", "elevator.trapped", "fire.extinguisher_expiry"),
    ("灭火器怎么用", "灭火器过期怎么处理", "fire.extinguisher_use", "fire.extinguisher_expiry"),
    ("煤气罐能放阳台吗", "电瓶车能放阳台吗", "gas.cylinder_use", "home.delivery_storage"),
    ("特种作业证怎么复审", "特种作业证怎么报名", "cert.special_renew", "cert.special_apply"),
    ("楼道能放东西吗", "楼道能充电吗", "fire.corridor_clutter", "ebike.charging_indoors"),
    ("台风来了要准备什么", "地震来了要准备什么", "typhoon.prepare", "typhoon.prepare"),
    ("油锅着火怎么办", "身上着火怎么办", "fire.oil_pan", "fire.clothes"),
    ("孩子溺水怎么救", "孩子被烫伤怎么救", "water.rescue_others", "firstaid.burn"),
    ("今天中午吃什么", "今天天气怎么样", None, None),
    ("高温补贴多少钱", "高温作业几点停工", None, None),
]


@pytest.fixture
def comparer(tokenizer: Tokenizer) -> Comparer:
    return Comparer(tokenizer)


@pytest.mark.parametrize(("one", "other", "near"), SAME)
def test_the_same_in_other_words(comparer: Comparer, one: str, other: str, near: str | None) -> None:
    assert comparer.are_alike(comparer.meaning(one, near), comparer.meaning(other, near))


@pytest.mark.parametrize(("one", "other", "near", "other_near"), OTHER)
def test_questions_of_different_meaning_are_not_alike(
    comparer: Comparer, one: str, other: str, near: str | None, other_near: str | None
) -> None:
    assert not comparer.are_alike(comparer.meaning(one, near), comparer.meaning(other, other_near))


def test_likeness_goes_both_ways(comparer: Comparer) -> None:
    pairs = [(one, other) for one, other, _ in SAME] + [(one, other) for one, other, _, _ in OTHER]
    for one, other in pairs:
        there = comparer.likeness(comparer.meaning(one), comparer.meaning(other))
        back = comparer.likeness(comparer.meaning(other), comparer.meaning(one))
        assert there == pytest.approx(back)


def test_groups_begin_with_the_first_and_are_the_same_every_time(comparer: Comparer) -> None:
    texts = [text for pair in SAME for text in pair[:2]] + ["嗯嗯", "哈哈哈", "12"]
    meanings = [comparer.meaning(text) for text in texts]
    found = leaders(meanings, comparer)
    assert found == leaders(meanings, comparer)
    assert all(leader <= place and found[leader] == leader for place, leader in enumerate(found))
    assert found[-3:] == [len(texts) - 3, len(texts) - 2, len(texts) - 1]
    assert found[2:4] == [2, 2]


def test_a_chain_of_small_steps_does_not_join_its_ends(comparer: Comparer) -> None:
    steps = ["楼道能放东西吗", "楼道能放电瓶车吗", "楼道能给电瓶车充电吗", "家里能给电瓶车充电吗"]
    meanings = [comparer.meaning(step) for step in steps]
    assert not comparer.are_alike(meanings[0], meanings[3])
    assert leaders(meanings, comparer)[3] != 0


def test_what_is_compared_first_does_not_change_who_is_alike(comparer: Comparer) -> None:
    texts = [text for pair in SAME for text in pair[:2]]
    random.Random(7).shuffle(texts)
    found = leaders([comparer.meaning(text) for text in texts], comparer)
    for place, leader in enumerate(found):
        if place != leader:
            assert comparer.are_alike(comparer.meaning(texts[place]), comparer.meaning(texts[leader]))


@pytest.mark.parametrize("other", ["灭火器怎么用？", "请问 灭火器怎么用呀", "滅火器怎麼用"])
def test_a_fingerprint_stays_through_courtesy_and_signs(other: str) -> None:
    assert plain_key(other) == plain_key("灭火器怎么用")
    assert plain_key("灭火器怎么换") != plain_key("灭火器怎么用")


def test_what_lies_below_the_floor_is_told_sooner_and_all_else_to_the_last_digit(comparer: Comparer) -> None:
    meanings = [
        comparer.meaning(one, near) for pair in SAME for one, near in ((pair[0], pair[2]), (pair[1], None))
    ]
    near_the_floor = 0
    for one in meanings:
        for other in meanings:
            exact = comparer.likeness(one, other)
            for floor in (0.2, 0.4, 0.65, 0.9):
                found = comparer.likeness(one, other, floor)
                assert found == exact if exact >= floor else found < floor
                near_the_floor += found != exact
    assert near_the_floor > 100, "nothing was cut short"
