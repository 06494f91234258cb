"""The windows of the platform and the ruling after a failure, as tables."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from deliveries.policy import (
    MOST_STRIKES,
    Ruling,
    Ways,
    backoff,
    may_send,
    notice_way,
    quota_returns_at,
    ruling,
)
from deliveries.ports import FailureClass, GatewayRefusal
from deliveries.status import Channel, Reason, State

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


@dataclass
class Windows:
    """A ledger in memory."""

    last_message_at: datetime | None = None
    sent_since_message: int = 0
    last_touch_at: datetime | None = None
    sent_since_touch: int = 0
    left_at: datetime | None = None


OPEN = Channel.CUSTOMER_SERVICE
TABLE = [
    (None, Reason.NEVER_WROTE),
    (Windows(), Reason.NEVER_WROTE),
    (Windows(last_message_at=NOW), OPEN),
    (Windows(last_message_at=NOW - 48 * HOUR + SECOND), OPEN),
    (Windows(last_message_at=NOW - 48 * HOUR), Reason.WINDOW_CLOSED),
    (Windows(last_message_at=NOW, sent_since_message=4), OPEN),
    (Windows(last_message_at=NOW, sent_since_message=5), Reason.WINDOW_SPENT),
    (Windows(last_message_at=NOW - 49 * HOUR, sent_since_message=5), Reason.WINDOW_CLOSED),
    (Windows(last_touch_at=NOW - 59 * SECOND), OPEN),
    (Windows(last_touch_at=NOW - 60 * SECOND), Reason.WINDOW_CLOSED),
    (Windows(last_touch_at=NOW, sent_since_touch=2), OPEN),
    (Windows(last_touch_at=NOW, sent_since_touch=3), Reason.WINDOW_SPENT),
    (Windows(last_message_at=NOW - HOUR, sent_since_message=5, last_touch_at=NOW), OPEN),
    (Windows(last_message_at=NOW - HOUR, last_touch_at=NOW, sent_since_touch=3), OPEN),
    (Windows(last_message_at=NOW - HOUR, left_at=NOW - SECOND), Reason.LEFT),
    (Windows(last_message_at=NOW - HOUR, left_at=NOW - HOUR), Reason.LEFT),
    (Windows(last_message_at=NOW - SECOND, left_at=NOW - HOUR), OPEN),
    (Windows(left_at=NOW - HOUR), Reason.LEFT),
    (Windows(last_message_at=NOW - 50 * HOUR, left_at=NOW - 60 * HOUR), Reason.WINDOW_CLOSED),
]


@pytest.mark.parametrize(("ledger", "answer"), TABLE)
def test_a_window_is_open_or_says_why_not(ledger: Windows | None, answer: Channel | Reason) -> None:
    assert may_send(ledger, NOW) == answer


def test_messages_on_their_way_count_against_the_window() -> None:
    ledger = Windows(last_message_at=NOW, sent_since_message=3)
    assert may_send(ledger, NOW, in_flight=1) == OPEN
    assert may_send(ledger, NOW, in_flight=2) == Reason.WINDOW_SPENT


@dataclass
class Once:
    """A delivery that was tried."""

    strikes: int = 0
    not_after: datetime | None = None
    resend_when_unknown: bool = False


def rule(
    failure: FailureClass,
    errcode: int | None = None,
    strikes: int = 0,
    resend: bool = False,
    not_after: datetime | None = None,
) -> Ruling:
    """The ruling with a jitter that changes nothing."""
    refusal = GatewayRefusal(failure, "refused", errcode=errcode)
    return ruling(refusal, Once(strikes, not_after, resend), NOW, 0.5)


def rule_unasked(failure: FailureClass, tried: Once) -> Ruling:
    """The ruling on a platform that is not to be asked for an hour."""
    refusal = GatewayRefusal(failure, "not asked")
    refusal.until = NOW + HOUR
    return ruling(refusal, tried, NOW, 0.0)


RULINGS = [
    (FailureClass.BUSY, -1, 0, State.WAITING, SECOND),
    (FailureClass.BUSY, -1, 1, State.WAITING, 4 * SECOND),
    (FailureClass.BUSY, -1, 2, State.WAITING, 16 * SECOND),
    (FailureClass.BUSY, -1, 3, State.WAITING, 64 * SECOND),
    (FailureClass.BUSY, -1, 4, State.FAILED, None),
    (FailureClass.TOKEN, 40001, 0, State.WAITING, 0 * SECOND),
    (FailureClass.TOKEN, 40001, 1, State.WAITING, 4 * SECOND),
    (FailureClass.TOKEN, 40001, 3, State.WAITING, 64 * SECOND),
    (FailureClass.TOKEN, 40001, 4, State.FAILED, None),
    (FailureClass.QUOTA, 45011, 0, State.WAITING, 60 * SECOND),
    (FailureClass.QUOTA, 45009, 0, State.WAITING, 15 * HOUR + 300 * SECOND),
    (FailureClass.QUOTA, 45047, 0, State.FAILED, None),
    (FailureClass.CONFIG, 48001, 4, State.WAITING, 60 * SECOND),
    (FailureClass.RECIPIENT, 43004, 0, State.FAILED, None),
    (FailureClass.CONTENT, 45002, 0, State.FAILED, None),
    (FailureClass.DEDUPE, 45065, 0, State.SENT, None),
    (FailureClass.LOST, None, 0, State.UNKNOWN, None),
]


@pytest.mark.parametrize(("failure", "errcode", "strikes", "state", "wait"), RULINGS)
def test_the_class_of_a_failure_decides(
    failure: FailureClass, errcode: int | None, strikes: int, state: State, wait: timedelta | None
) -> None:
    decided = rule(failure, errcode, strikes)
    assert decided.state == state
    assert decided.due_at == (None if wait is None else NOW + wait)


def test_every_class_of_failure_has_a_ruling() -> None:
    assert {row[0] for row in RULINGS} == set(FailureClass)


def test_a_lost_answer_is_repeated_only_where_silence_is_worse() -> None:
    again = rule(FailureClass.LOST, resend=True, strikes=MOST_STRIKES - 2)
    assert (again.state, again.due_at, again.strikes) == (State.WAITING, NOW + 64 * SECOND, MOST_STRIKES - 1)
    assert rule(FailureClass.LOST, resend=True, strikes=MOST_STRIKES - 1).state == State.UNKNOWN


@pytest.mark.parametrize(
    ("failure", "strikes", "counted"),
    [
        (FailureClass.TOKEN, 0, 1),
        (FailureClass.BUSY, 2, 3),
        (FailureClass.LOST, 0, 1),
        (FailureClass.CONFIG, 2, 2),
    ],
)
def test_a_try_that_the_platform_was_asked_for_is_counted(
    failure: FailureClass, strikes: int, counted: int
) -> None:
    assert rule(failure, strikes=strikes).strikes == counted


def test_a_lost_answer_takes_room_in_the_window() -> None:
    assert rule(FailureClass.LOST).took_room
    assert not rule(FailureClass.BUSY).took_room


@pytest.mark.parametrize("failure", [FailureClass.CONFIG, FailureClass.CONTENT])
def test_what_only_a_human_can_mend_raises_the_alarm(failure: FailureClass) -> None:
    assert rule(failure).alarm


def test_nothing_is_postponed_past_its_last_moment() -> None:
    decided = rule(FailureClass.QUOTA, 45009, not_after=NOW + HOUR)
    assert (decided.state, decided.reason) == (State.SKIPPED, Reason.TOO_LATE)


def test_the_last_moment_itself_is_still_in_time() -> None:
    decided = rule(FailureClass.BUSY, -1, not_after=NOW + SECOND)
    assert (decided.state, decided.due_at) == (State.WAITING, NOW + SECOND)


@pytest.mark.parametrize("failure", list(FailureClass))
def test_a_platform_that_was_not_asked_is_waited_for(failure: FailureClass) -> None:
    decided = rule_unasked(failure, Once(strikes=4))
    assert (decided.state, decided.due_at, decided.strikes) == (State.WAITING, NOW + HOUR, 4)
    assert not decided.took_room


def test_a_platform_that_rests_too_long_is_not_waited_for() -> None:
    decided = rule_unasked(FailureClass.BUSY, Once(not_after=NOW))
    assert (decided.state, decided.reason) == (State.SKIPPED, Reason.TOO_LATE)


@pytest.mark.parametrize(("jitter", "seconds"), [(0.0, 12.0), (0.5, 16.0), (1.0, 20.0)])
def test_jitter_moves_a_wait_by_a_quarter(jitter: float, seconds: float) -> None:
    assert backoff(3, jitter) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("spent_at", "returns_at"),
    [
        ("2026-11-22T09:00+08:00", "2026-11-23T00:05+08:00"),
        ("2026-11-22T23:59+08:00", "2026-11-23T00:05+08:00"),
        ("2026-11-23T00:02+08:00", "2026-11-23T00:05+08:00"),
        ("2026-11-23T00:05+08:00", "2026-11-24T00:05+08:00"),
        ("2026-12-31T12:00+08:00", "2027-01-01T00:05+08:00"),
    ],
)
def test_a_daily_quota_returns_at_five_past_midnight_in_china(spent_at: str, returns_at: str) -> None:
    moment = datetime.fromisoformat(spent_at).astimezone(UTC)
    assert quota_returns_at(45009, moment) == datetime.fromisoformat(returns_at)


FOLLOWS = Windows(last_message_at=NOW - 50 * HOUR)
LEFT = Windows(last_message_at=NOW - 50 * HOUR, left_at=NOW - HOUR)
ALL = Ways(lasting="lasting", once="once", template="template")
WAYS = [
    (Windows(last_message_at=NOW), ALL, (OPEN, None)),
    (FOLLOWS, ALL, (Channel.SUBSCRIPTION, "lasting")),
    (FOLLOWS, Ways(once="once", template="template"), (Channel.TEMPLATE, "template")),
    (FOLLOWS, Ways(once="once"), (Channel.SUBSCRIPTION, "once")),
    (FOLLOWS, Ways(), Reason.NO_CONSENT),
    (None, Ways(template="template"), (Channel.TEMPLATE, "template")),
    (None, Ways(), Reason.NO_CONSENT),
    (LEFT, ALL, (Channel.SUBSCRIPTION, "lasting")),
    (LEFT, Ways(once="once", template="template"), (Channel.SUBSCRIPTION, "once")),
    (LEFT, Ways(template="template"), Reason.LEFT),
    (Windows(last_message_at=NOW, sent_since_message=5), ALL, (Channel.SUBSCRIPTION, "lasting")),
]


@pytest.mark.parametrize(("ledger", "ways", "expected"), WAYS)
def test_a_notice_takes_the_way_that_is_open_or_says_why_none_is(
    ledger: Windows | None, ways: Ways, expected: tuple[Channel, str | None] | Reason
) -> None:
    assert notice_way(ledger, ways, NOW) == expected
