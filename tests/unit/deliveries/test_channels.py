"""Which way to many, and the sentence that says why: every ledger, every purpose."""

import itertools
from datetime import date
from typing import Any

import pytest

from deliveries.channels import (
    Audience,
    ManyWay,
    for_many,
    why_not,
)
from deliveries.mailings.status import Purpose


@pytest.mark.parametrize(
    ("audience", "way"),
    [
        (Audience(Purpose.CAMPAIGN, 100, talking=60, fresh=100, has_article=True), ManyWay.EACH),
        (Audience(Purpose.CAMPAIGN, 100, talking=10, fresh=100, has_article=True), ManyWay.MASS_LIST),
        (
            Audience(Purpose.CAMPAIGN, 100, talking=10, fresh=100, tag_id=3, has_article=True),
            ManyWay.MASS_TAG,
        ),
        (Audience(Purpose.CAMPAIGN, 100, fresh=90, tag_id=3, has_article=True), ManyWay.MASS_LIST),
        (Audience(Purpose.CAMPAIGN, 100, fresh=1, has_article=True), ManyWay.PUBLISH),
        (Audience(Purpose.CAMPAIGN, 100, fresh=0, has_article=True), ManyWay.PUBLISH),
        (Audience(Purpose.CAMPAIGN, 100, talking=10, fresh=0, has_article=False), None),
        (Audience(Purpose.DISASTER, 100, talking=10, fresh=100), ManyWay.EACH),
        (Audience(Purpose.DISASTER, 100, fresh=100), ManyWay.MASS_LIST),
        (Audience(Purpose.DISASTER, 100, fresh=0, has_article=True), None),
        (Audience(Purpose.SERVICE, 100, talking=1, fresh=100, has_article=True), ManyWay.EACH),
        (Audience(Purpose.CAMPAIGN, 0, has_article=True), None),
    ],
)
def test_the_way_to_many_is_chosen_by_what_the_ledgers_allow(audience: Audience, way: ManyWay | None) -> None:
    choice = for_many(audience)
    assert choice.way is way
    assert choice.why.endswith("。")


def test_everybody_is_never_chosen_by_itself_and_a_wish_is_never_replaced() -> None:
    for purpose, people, talking, fresh, tag, article in itertools.product(
        Purpose, (0, 1, 2, 50), (0, 1, 50), (0, 1, 50), (None, 3), (True, False)
    ):
        audience = Audience(purpose, people, talking, 0, fresh, tag, is_everybody=True, has_article=article)
        assert for_many(audience).way is not ManyWay.MASS_ALL
        for wish in ManyWay:
            choice = for_many(audience, wish)
            reason = why_not(wish, audience)
            assert choice.way is (None if reason else wish)
            assert reason in choice.why


def test_whom_a_warning_does_not_reach_is_told_with_what_to_do() -> None:
    few = for_many(Audience(Purpose.DISASTER, 370, talking=69, fresh=370)).why
    assert "大约69人收得到，其余301人收不到，请同时用短信、广播、上门等办法通知到。" in few
    assert "收不到" not in for_many(Audience(Purpose.DISASTER, 70, talking=70, fresh=70)).why


def test_why_not_everybody_names_those_who_stopped_it() -> None:
    whole = Audience(Purpose.CAMPAIGN, 359, fresh=359, has_article=True, left_out=11)
    assert why_not(ManyWay.MASS_ALL, whole) == "有11人退订了，向全部关注者群发不能把他们排除"
    some = Audience(Purpose.CAMPAIGN, 359, fresh=359, has_article=True)
    assert why_not(ManyWay.MASS_ALL, some) == "对象不是全部关注者"


def has(purpose: Purpose = Purpose.CAMPAIGN, people: int = 100, **more: Any) -> Audience:
    """People in December with an article, who may all get a mass send, and what ``more`` says."""
    given = {"fresh": people, "has_article": True, "anew_on": date(2027, 1, 1), **more}
    return Audience(purpose, people, **given)


@pytest.mark.parametrize(
    ("way", "audience", "why"),
    [
        (ManyWay.EACH, has(people=0), "没有符合条件的人"),
        (ManyWay.EACH, has(has_words=False, talking=9), "内容没有可以逐人发送的文字"),
        (ManyWay.EACH, has(), "没有人在可回复时限内，也没有人订阅"),
        (ManyWay.EACH, has(tired=8), "能逐人送到的8人7天里的宣传都收满了，满7天才能再收"),
        (ManyWay.EACH, has(subscribed=1), ""),
        (ManyWay.SUBSCRIPTION, has(talking=9), "没有人订阅这类通知"),
        (ManyWay.SUBSCRIPTION, has(tired=8), "没有人订阅这类通知，或者订阅的人7天里的宣传都收满了"),
        (ManyWay.MASS_LIST, has(Purpose.SERVICE), "个人的事不能群发"),
        (ManyWay.MASS_LIST, has(has_article=False, has_words=False), "没有可以群发的内容"),
        (ManyWay.MASS_LIST, has(has_article=False), ""),
        (ManyWay.MASS_LIST, has(fresh=0), "这些人12月的群发次数都已用完，1月1日起重新计算"),
        (ManyWay.MASS_LIST, has(fresh=0, anew_on=None), "这些人本月的群发次数都已用完"),
        (ManyWay.MASS_LIST, has(fresh=1), "按名单群发至少要2个人"),
        (ManyWay.MASS_LIST, has(fresh=2), ""),
        (ManyWay.MASS_TAG, has(), "没有正好对应这些人的标签"),
        (ManyWay.MASS_TAG, has(tag_id=3, fresh=99), "有人12月群发次数已用完，按标签不能把他们排除"),
        (ManyWay.MASS_TAG, has(tag_id=3), ""),
        (
            ManyWay.MASS_ALL,
            has(is_everybody=True, fresh=99),
            "有人12月群发次数已用完，向全部关注者群发不能把他们排除",
        ),
        (ManyWay.MASS_ALL, has(is_everybody=True), ""),
        (ManyWay.PUBLISH, has(Purpose.DISASTER), "预警要送到人，只发布文章没有人会收到提醒"),
        (ManyWay.PUBLISH, has(has_article=False), "没有签发的文章"),
        (ManyWay.PUBLISH, has(fresh=0), ""),
    ],
)
def test_each_way_is_closed_for_a_reason_of_its_own(way: ManyWay, audience: Audience, why: str) -> None:
    assert why_not(way, audience) == why


@pytest.mark.parametrize(("talking", "way"), [(50, ManyWay.EACH), (49, ManyWay.MASS_LIST)])
def test_where_half_of_them_can_be_written_to_no_mass_send_is_spent(talking: int, way: ManyWay) -> None:
    assert for_many(has(talking=talking)).way is way


def test_who_talks_and_has_subscribed_is_one_person_and_the_rest_is_told() -> None:
    both = has(people=10, talking=8, subscribed=8)
    assert "10人里大约10人收得到" in for_many(both, ManyWay.EACH).why
    some = for_many(has(talking=60), ManyWay.EACH).why
    assert some == "按要求逐人发送。100人里大约60人收得到，其余的会记下没有发的原因。"
    assert "收不到" not in some


def test_a_matter_of_one_person_is_written_to_them_or_to_nobody() -> None:
    for audience in (has(Purpose.SERVICE), has(Purpose.SERVICE, talking=1)):
        assert for_many(audience).way is (ManyWay.EACH if audience.talking else None)
