"""The platform hiccups, goes down, refuses: nothing is sent twice, nothing is asked blindly again."""

from proof.estate import Estate
from proof.experiments.platform_trouble import break_down, hiccup, refuse
from proof.findings import broken


def test_hiccups_of_the_platform_delay_messages_and_repeat_none(estate: Estate) -> None:
    assert broken(hiccup(estate, readers=3, each=2, refusals=3)) == []


def test_a_platform_that_is_down_is_soon_left_alone(estate: Estate) -> None:
    assert broken(break_down(estate, readers=6, seconds=5, recover=False)) == []


def test_what_the_platform_refuses_for_good_is_recorded_and_not_repeated(estate: Estate) -> None:
    assert broken(refuse(estate, seconds=2)) == []
