"""Many messages at once, slow servers, and one person who does not stop."""

import pytest

from proof.estate import Estate
from proof.experiments.load import burst, slow_down, stay_steady
from proof.experiments.one_person import flood, speak_strangely
from proof.experiments.slow_senders import starve
from proof.findings import broken


def test_a_mixed_day_is_answered_and_recorded(estate: Estate) -> None:
    assert broken(stay_steady(estate, rate=20, seconds=3)) == []


def test_a_burst_is_answered_without_an_error(estate: Estate) -> None:
    assert broken(burst(estate, n=200, senders=40)) == []


@pytest.mark.parametrize("estate", ["postgres"], indirect=True)
def test_slow_servers_slow_the_account_and_break_nothing(estate: Estate) -> None:
    assert broken(slow_down(estate, rate=8, seconds=3, database_seconds=0.3)) == []


def test_a_flood_of_one_person_is_answered_in_order_and_keeps_nobody_waiting(estate: Estate) -> None:
    assert broken(flood(estate, seconds=2)) == []


def test_strange_words_get_a_reply_that_wechat_shows(estate: Estate) -> None:
    assert broken(speak_strangely(estate)) == []


@pytest.mark.parametrize("estate", ["sqlite"], indirect=True)
def test_more_slow_senders_than_threads_keep_nobody_waiting(estate: Estate) -> None:
    assert broken(starve(estate, senders=100, questions=12)) == []
