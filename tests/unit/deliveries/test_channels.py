"""Which way to many, and the sentence that says why: every ledger, every purpose."""

import itertools

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
