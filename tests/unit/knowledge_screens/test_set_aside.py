"""Thanks, and fear for later, hide nobody who is hurt now."""

import pytest

from knowledge.screening.emergencies import EmergencyScreen


@pytest.mark.parametrize(
    "told",
    [
        "找到了 腿断了 麻烦派人来",
        "救出来了 流好多血 麻烦叫救护车",
        "回家了 胸口疼得厉害 麻烦派车",
        "找到了 在悬崖下面 麻烦来人",
        "担心到时来不及 水涨到床了",
    ],
)
def test_no_thanks_and_no_fear_for_later_hide_who_is_hurt_now(screen: EmergencyScreen, told: str) -> None:
    assert not screen.is_set_aside(told)


@pytest.mark.parametrize(
    "calm", ["漏水修好了 没伤到人 谢谢师傅", "人找到了 麻烦大家了", "怕哪天吃饭噎到没人帮"]
)
def test_what_was_dealt_with_or_is_feared_for_later_is_set_aside(screen: EmergencyScreen, calm: str) -> None:
    assert screen.is_set_aside(calm)
