"""Which windows stand open after what the platform told, however its clock goes."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.wiring import Container
from deliveries.contacts import take_room
from deliveries.models import ContactWindow
from deliveries.policy import MESSAGE_ALLOWANCE, may_send
from deliveries.status import Channel, Reason
from followers.services import is_following
from tests.conftest import StandingClock
from tests.integration.conftest import Line
from tests.unit.wechat.pushes import OPENID, event_push, push, tag

AHEAD = timedelta(days=40)


def second(moment: datetime) -> int:
    return int(moment.timestamp())


def way_to(container: Container, now: datetime) -> Channel | Reason:
    with container.database.reading() as session:
        return may_send(session.scalar(select(ContactWindow).where(ContactWindow.openid == OPENID)), now)


def test_who_left_by_a_clock_ahead_of_ours_is_written_to_once_they_are_back(
    line: Line, container: Container, clock: StandingClock
) -> None:
    line.delivers(event_push("unsubscribe", second=second(clock.now() + AHEAD)))
    assert way_to(container, clock.now()) is Reason.LEFT
    clock.advance(seconds=1)

    line.says("灭火器怎么用")

    assert way_to(container, clock.now()) is Channel.CUSTOMER_SERVICE


def test_a_message_from_a_clock_ahead_of_ours_does_not_spend_the_windows_to_come(
    line: Line, container: Container, clock: StandingClock
) -> None:
    line.delivers(push("text", tag("Content", "你好"), second=second(clock.now() + AHEAD)))
    with container.database.writing() as session:
        for _ in range(MESSAGE_ALLOWANCE):
            take_room(session, OPENID, clock.now())
    assert way_to(container, clock.now()) is Reason.WINDOW_SPENT
    clock.advance(seconds=1)

    line.says("灭火器怎么用")

    assert way_to(container, clock.now()) is Channel.CUSTOMER_SERVICE


def test_our_own_clock_a_little_behind_hides_neither_a_message_nor_a_leaving(
    line: Line, container: Container, clock: StandingClock
) -> None:
    line.says("灭火器怎么用")
    true, clock.moment = clock.now() + timedelta(seconds=10), clock.now() - timedelta(minutes=2)

    line.delivers(event_push("unsubscribe", second=second(true)))

    assert way_to(container, true) is Reason.LEFT
    with container.database.reading() as session:
        assert not is_following(session, OPENID)
