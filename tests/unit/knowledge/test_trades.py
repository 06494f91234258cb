"""Who tells nothing but the trade is read as asking what it needs."""

import pytest

from knowledge.trades import safety_of_trade


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("我是开饭馆的", "开饭馆要注意哪些安全"),
        ("你好，我是开饭馆的，想咨询一下", "开饭馆要注意哪些安全"),
        ("我在街上开了个烧烤店", "开烧烤店要注意哪些安全"),
        ("我家是开厂的", "开厂要注意哪些安全"),
        ("俺开托管班的", "开托管班要注意哪些安全"),
        ("我开网吧的", "开网吧要注意哪些安全"),
        ("我是跑外卖的", "跑外卖要注意哪些安全"),
        ("你好，我是搞装修的", "搞装修要注意哪些安全"),
    ],
)
def test_a_trade_is_read_as_the_question_for_its_safety(told: str, asked: str) -> None:
    assert safety_of_trade(told) == asked


@pytest.mark.parametrize(
    "said",
    [
        "我开了个会",
        "我是开早点铺的，要注意啥",
        "我是开货车的",
        "我是送他去医院的",
        "我开门去店里",
        "店里着火了",
        "我家开了煤气吧",
        "开饭馆要几个灭火器",
    ],
)
def test_who_says_more_or_something_else_is_read_as_it_stands(said: str) -> None:
    assert safety_of_trade(said) is None
