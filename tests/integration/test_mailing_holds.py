"""A mailing that stands still for more than one reason goes on when the last of them is gone."""

from datetime import timedelta

import pytest

from core.db import Database
from deliveries.mailings.status import IllegalMailingMove, MailingState
from deliveries.ports import FailureClass, GatewayRefusal
from tests.conftest import StandingClock
from tests.integration.mailing_office import PLANNER, MailingOffice


@pytest.fixture
def office(database: Database, clock: StandingClock) -> MailingOffice:
    """Mailings on each engine."""
    return MailingOffice(database, clock)


def refusal(failure: FailureClass, errcode: int) -> GatewayRefusal:
    return GatewayRefusal(failure, "refused", errcode=errcode)


def test_what_stopped_by_itself_and_by_hand_goes_on_by_hand(
    office: MailingOffice, clock: StandingClock
) -> None:
    office.has_followers(3)
    mailing_id = office.starts()
    office.was_refused(office.takes(free=1)[0], refusal(FailureClass.QUOTA, 45009))
    with office.database.writing() as session:
        office.service.pause(session, mailing_id, "内容有误", PLANNER, clock.now())
    with pytest.raises(IllegalMailingMove), office.database.writing() as session:
        office.service.pause(session, mailing_id, "又点了一次", PLANNER, clock.now())
    clock.advance(days=1)

    assert office.tends(mailing_id).state is MailingState.PAUSED
    assert office.takes() == []
    with office.database.writing() as session:
        office.service.resume(session, mailing_id, PLANNER, clock.now())
    assert len(office.takes()) == 3


def test_a_minutes_trouble_does_not_end_a_longer_hold(office: MailingOffice, clock: StandingClock) -> None:
    office.has_followers(3)
    office.starts()
    first, second = office.takes(free=2)
    not_asked = refusal(FailureClass.CONFIG, 48001)
    not_asked.until = clock.now() + timedelta(minutes=10)
    office.was_refused(first, not_asked)
    office.was_refused(second, refusal(FailureClass.CONFIG, 48001))

    clock.advance(minutes=2)
    assert office.takes() == []
    clock.advance(minutes=60)
    assert len(office.takes()) == 3
