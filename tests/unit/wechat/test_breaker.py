"""The fuse of each interface."""

from datetime import timedelta

import pytest

from deliveries.ports import FailureClass
from tests.conftest import StandingClock
from wechat.breaker import TRIAL_SECONDS, Breaker, CircuitOpen

SEND = "message/custom/send"


@pytest.fixture
def breaker(clock: StandingClock) -> Breaker:
    return Breaker(clock, threshold=3, rest_seconds=60)


def fail(breaker: Breaker, times: int, failure: FailureClass = FailureClass.BUSY) -> None:
    for _ in range(times):
        breaker.check(SEND)
        breaker.failed(SEND, failure)


@pytest.mark.parametrize(
    "failure", [FailureClass.BUSY, FailureClass.CONFIG, FailureClass.TOKEN, FailureClass.LOST]
)
def test_the_circuit_opens_after_failures_in_a_row(breaker: Breaker, failure: FailureClass) -> None:
    fail(breaker, 3, failure)
    with pytest.raises(CircuitOpen) as refused:
        breaker.check(SEND)
    assert refused.value.failure is failure


def test_one_failure_less_leaves_it_closed(breaker: Breaker) -> None:
    fail(breaker, 2)
    breaker.check(SEND)


@pytest.mark.parametrize(
    "failure", [FailureClass.RECIPIENT, FailureClass.CONTENT, FailureClass.QUOTA, FailureClass.DEDUPE]
)
def test_trouble_with_one_person_is_an_answer(breaker: Breaker, failure: FailureClass) -> None:
    fail(breaker, 2)
    breaker.failed(SEND, failure)
    fail(breaker, 2)
    breaker.check(SEND)


def test_a_success_starts_the_count_anew(breaker: Breaker) -> None:
    fail(breaker, 2)
    breaker.succeeded(SEND)
    fail(breaker, 2)
    breaker.check(SEND)


def test_other_interfaces_go_on(breaker: Breaker) -> None:
    fail(breaker, 3)
    breaker.check("media/get")


def test_after_the_rest_one_call_is_tried(breaker: Breaker, clock: StandingClock) -> None:
    fail(breaker, 3)
    clock.advance(seconds=60)
    breaker.check(SEND)
    with pytest.raises(CircuitOpen):
        breaker.check(SEND)


def test_a_good_trial_closes_the_circuit(breaker: Breaker, clock: StandingClock) -> None:
    fail(breaker, 3)
    clock.advance(seconds=60)
    breaker.check(SEND)
    breaker.succeeded(SEND)
    fail(breaker, 2)
    breaker.check(SEND)


def test_a_bad_trial_starts_another_rest(breaker: Breaker, clock: StandingClock) -> None:
    fail(breaker, 3)
    clock.advance(seconds=60)
    fail(breaker, 1)
    clock.advance(seconds=59)
    with pytest.raises(CircuitOpen):
        breaker.check(SEND)


def test_a_trial_that_never_reports_does_not_close_the_interface_for_good(
    breaker: Breaker, clock: StandingClock
) -> None:
    fail(breaker, 3)
    clock.advance(seconds=60)
    breaker.check(SEND)
    clock.advance(seconds=60)
    breaker.check(SEND)


def test_who_comes_during_the_trial_asks_again_soon(breaker: Breaker, clock: StandingClock) -> None:
    """Else all that waited for the end of the rest would wait for another one, though the trial goes well."""
    fail(breaker, 3)
    with pytest.raises(CircuitOpen) as resting:
        breaker.check(SEND)
    clock.advance(seconds=60)
    breaker.check(SEND)
    with pytest.raises(CircuitOpen) as tried:
        breaker.check(SEND)
    breaker.failed(SEND, FailureClass.BUSY)
    with pytest.raises(CircuitOpen) as resting_again:
        breaker.check(SEND)

    now = clock.now()
    assert resting.value.until == now
    assert tried.value.until == now + timedelta(seconds=TRIAL_SECONDS)
    assert resting_again.value.until == now + timedelta(seconds=60)
