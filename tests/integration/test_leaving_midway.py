"""Who says stop, leaves or comes back while a mailing is under way, or cannot be written to at all."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from campaigns.sending.models import Push
from campaigns.sending.withdrawing import withdraw
from core.db import Database
from deliveries import contacts
from deliveries.mailings.services import NothingToRepeat
from deliveries.mailings.status import MailingState, Purpose
from deliveries.ports import FailureClass, GatewayRefusal
from deliveries.status import Reason, State
from followers.choices import ChoiceService
from followers.services import record_follow, record_unfollow
from followers.topics import EVERYTHING, load_topics
from places.regions import RegionTree
from tests.conftest import StandingClock
from tests.integration.mailing_office import PLANNER
from tests.integration.push_office import PushOffice

BUSY = GatewayRefusal(FailureClass.BUSY, "busy", errcode=-1)


@pytest.fixture
def office(database: Database, clock: StandingClock) -> PushOffice:
    return PushOffice(database, clock)


@pytest.fixture
def choices() -> ChoiceService:
    """What people choose, heard by what waits for them."""
    return ChoiceService(load_topics(), lambda: RegionTree([]), withdraw)


def begun(office: PushOffice, purpose: Purpose = Purpose.CAMPAIGN, topics: list[str] | None = None) -> int:
    """A push whose people are written down; the number of its mailing."""
    push_id = office.drafts(purpose=purpose)
    office.approves(push_id)
    mailing_id = office.sends(push_id)
    assert mailing_id is not None
    office.tends(mailing_id)
    with office.database.writing() as session:
        session.get_one(Push, push_id).audience = {"topics": topics or []}
    return mailing_id


def fates(office: PushOffice, mailing_id: int) -> list[tuple[State, Reason | None, int]]:
    return [(row.state, row.reason, row.attempts) for row in office.rows(mailing_id)]


def test_who_says_stop_while_a_message_is_on_its_way_is_not_tried_again(
    office: PushOffice, clock: StandingClock, choices: ChoiceService
) -> None:
    who, _ = office.has_followers(2)
    mailing_id = begun(office)
    mine, other = office.takes()
    assert mine.openid == who
    with office.database.writing() as session:
        choices.stop(session, who, EVERYTHING, clock.now())
    office.was_refused(mine, BUSY)
    office.has_sent(other)
    clock.advance(seconds=10)

    assert office.takes() == []

    assert fates(office, mailing_id)[0] == (State.SKIPPED, Reason.NOT_ASKED_FOR, 1)
    assert office.tends(mailing_id).state is MailingState.FINISHED
    told = office.counters(mailing_id)
    assert (told.planned, told.accepted, told.skipped, told.failed) == (2, 1, 1, 0)
    with office.database.writing() as session, pytest.raises(NothingToRepeat):
        office.service.retry_failed(session, mailing_id, PLANNER, clock.now())


@pytest.mark.parametrize(
    ("purpose", "stopped", "gets_it"),
    [
        (Purpose.CAMPAIGN, EVERYTHING, False),
        (Purpose.CAMPAIGN, "gas", False),
        (Purpose.CAMPAIGN, "fire", True),
        (Purpose.DISASTER, EVERYTHING, True),
    ],
)
def test_who_says_stop_while_the_people_are_written_down_is_asked_once_more(
    office: PushOffice, clock: StandingClock, purpose: Purpose, stopped: str, gets_it: bool
) -> None:
    """The statement that wrote them down saw no stop, and the stop saw no row: each was not committed yet."""
    (who,) = office.has_followers(1)
    mailing_id = begun(office, purpose, ["gas"])
    with office.database.writing() as session:
        unheard = ChoiceService(load_topics(), lambda: RegionTree([]))
        unheard.stop(session, who, stopped, clock.now())

    assert len(office.takes()) == gets_it

    if not gets_it:
        assert fates(office, mailing_id) == [(State.SKIPPED, Reason.NOT_ASKED_FOR, 0)]


def left(session: Session, openid: str, at: datetime) -> None:
    """The event that somebody unfollowed."""
    record_unfollow(session, openid, at, at)
    contacts.left_write(openid, at).run(session)


def came_back(session: Session, openid: str, at: datetime) -> None:
    """The event that somebody followed anew, which opens one minute."""
    record_follow(session, openid, at, at)
    contacts.touch_write(openid, at).run(session)


@pytest.mark.parametrize(
    ("events", "fate"),
    [
        ([left], (State.SKIPPED, Reason.LEFT, 1)),
        ([left, came_back], (State.SENT, None, 2)),
        ([left, came_back, left], (State.SKIPPED, Reason.LEFT, 1)),
    ],
)
def test_who_leaves_while_a_message_is_being_retried_gets_none_and_who_is_back_gets_it_once(
    office: PushOffice,
    clock: StandingClock,
    events: list[Callable[[Session, str, datetime], None]],
    fate: tuple[State, Reason | None, int],
) -> None:
    (who,) = office.has_followers(1)
    mailing_id = begun(office)
    office.was_refused(office.takes()[0], BUSY)
    for event in events:
        clock.advance(seconds=1)
        with office.database.writing() as session:
            event(session, who, clock.now())
    clock.advance(seconds=10)

    office.has_sent(*office.takes())

    assert fates(office, mailing_id) == [fate]
    assert office.tends(mailing_id).state is MailingState.FINISHED
    clock.advance(seconds=1)
    with office.database.writing() as session:
        came_back(session, who, clock.now())
    assert office.takes() == [], "whoever comes back later is not sent what is over"


def test_a_stop_outlives_leaving_and_coming_back(
    office: PushOffice, clock: StandingClock, choices: ChoiceService
) -> None:
    who, _ = office.has_followers(2)
    with office.database.writing() as session:
        choices.stop(session, who, EVERYTHING, clock.now())
        left(session, who, clock.now() + timedelta(seconds=1))
        came_back(session, who, clock.now() + timedelta(seconds=2))
    clock.advance(seconds=3)
    begun(office)

    assert who not in [claim.openid for claim in office.takes()]


def test_whom_the_platform_does_not_know_is_asked_of_it_once_and_told_apart(
    office: PushOffice, clock: StandingClock
) -> None:
    office.has_followers(1)
    mailing_id = begun(office)
    unknown = GatewayRefusal(FailureClass.RECIPIENT, "invalid openid", errcode=40003)
    office.was_refused(office.takes()[0], unknown)
    clock.advance(seconds=100)

    assert office.takes() == []

    assert fates(office, mailing_id) == [(State.FAILED, Reason.RECIPIENT, 1)]
    assert office.tends(mailing_id).state is MailingState.FINISHED
    assert office.alarms == []
    with office.database.writing() as session, pytest.raises(NothingToRepeat):
        office.service.retry_failed(session, mailing_id, PLANNER, clock.now())
