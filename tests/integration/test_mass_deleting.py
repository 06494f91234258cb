"""A mass send that is taken away again: for ten days, and without giving anybody's month back."""

import pytest

from core.db import Database
from core.errors import RuleViolation
from deliveries.masses.models import MassSend
from deliveries.masses.reports import Report
from deliveries.masses.status import MassState
from deliveries.ports import FailureClass, GatewayRefusal
from staff.actors import Actor, ActorKind
from tests.conftest import StandingClock
from tests.integration.mass_office import MassOffice

DELETER = Actor(ActorKind.STAFF, "deleter", permissions=frozenset({"mailings.delete"}))


@pytest.fixture
def office(database: Database, clock: StandingClock) -> MassOffice:
    return MassOffice(database, clock)


def test_deleting_within_ten_days(office: MassOffice, clock: StandingClock) -> None:
    office.has_followers(2)
    (part,) = office.parts(office.sends())
    clock.advance(days=10)
    with office.database.writing() as session:
        office.deletions.ask(session, part.id, "标题写错了", DELETER, clock.now())
    office.courier.scheduled_jobs()[0].task(clock.now())
    assert office.platform.deleted == [part.msg_id]
    clock.advance(seconds=1)
    with pytest.raises(RuleViolation, match="10天"), office.database.writing() as session:
        office.deletions.ask(session, part.id, "晚了", DELETER, clock.now())


def test_a_refused_deletion_is_asked_for_again_only_where_that_can_help(
    office: MassOffice, clock: StandingClock
) -> None:
    office.has_followers(2)
    (part,) = office.parts(office.sends())
    delete = office.courier.scheduled_jobs()[0].task
    with office.database.writing() as session:
        office.deletions.ask(session, part.id, "标题写错了", DELETER, clock.now())
    office.platform.refuses = [
        GatewayRefusal(FailureClass.BUSY, "busy", errcode=-1),
        GatewayRefusal(FailureClass.CONTENT, "no such kind", errcode=40009),
    ]
    delete(clock.now())
    assert office.alarms == []
    delete(clock.now())
    assert ["没有删除" in sentence for _, sentence in office.alarms] == [True]
    delete(clock.now())
    assert office.platform.deleted == []


def test_a_report_that_comes_after_the_deletion_leaves_it_deleted(
    office: MassOffice, clock: StandingClock
) -> None:
    office.has_followers(2)
    mailing_id = office.sends()
    (part,) = office.parts(mailing_id)
    with office.database.writing() as session:
        office.deletions.ask(session, part.id, "标题写错了", DELETER, clock.now())
    office.courier.scheduled_jobs()[0].task(clock.now())

    office.hears(office.platform.report(str(part.msg_id)))

    (told,) = office.parts(mailing_id)
    assert (told.state, told.sent) == (MassState.DELETED, 2)


def test_what_was_deleted_again_counts_in_the_month_all_the_same(
    office: MassOffice, clock: StandingClock
) -> None:
    people = office.has_followers(2)
    for number in range(2):
        office.hears(Report(f"console-{number}", "send success", 2, 2, 2, 0))
    with office.database.writing() as session:
        for row in session.query(MassSend):
            office.deletions.ask(session, row.id, "标题写错了", DELETER, clock.now())
    office.courier.scheduled_jobs()[0].task(clock.now())

    office.sends()
    office.sends()

    assert [office.platform.got[one] for one in people] == [1, 1], "the cards are on the phones"
