"""One message to many: written down once, taken row by row, stopped at once, finished only when it is."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from core.db import Database
from deliveries.contacts import message_write
from deliveries.mailings.counters import note_notice_arrived
from deliveries.mailings.freezing import freeze_batch
from deliveries.mailings.models import Mailing
from deliveries.mailings.rules import Cap, QuietHours, SendingRules
from deliveries.mailings.services import TemplateCarriesNoCampaign
from deliveries.mailings.settling import Outcome
from deliveries.mailings.status import IllegalMailingMove, MailingState, PauseReason, Purpose
from deliveries.messages import Notice, Text
from deliveries.models import Delivery, NoticeConsent, NoticeTemplate
from deliveries.ports import FailureClass, GatewayRefusal
from deliveries.status import Channel, Lane, Reason, State
from staff.actors import NotPermitted
from staff.models import AuditEntry
from tests.conftest import StandingClock
from tests.integration.mailing_office import OTHER, PLANNER, Everybody, MailingOffice
from tests.sessions import open_writing


@pytest.fixture
def office(database: Database, clock: StandingClock) -> MailingOffice:
    return MailingOffice(database, clock)


def refusal(failure: FailureClass, errcode: int | None = None) -> GatewayRefusal:
    return GatewayRefusal(failure, "refused", errcode=errcode)


def test_everybody_is_written_down_once_in_batches_that_can_be_resumed(
    office: MailingOffice, clock: StandingClock
) -> None:
    people = office.has_followers(25)
    mailing_id = office.schedules()
    with office.database.writing() as session:
        office.service.tend(session, mailing_id, clock.now())  # it starts
    audience = Everybody()
    for expected in (10, 20):
        with office.database.writing() as session:
            mailing = office.mailing(mailing_id)
            select_ = audience.recipients(session, mailing, clock.now())
            assert freeze_batch(session, mailing_id, select_, clock.now(), size=10)
        assert len(office.rows(mailing_id)) == expected
    with open_writing(office.database) as session:  # killed in the middle of a batch
        freeze_batch(session, mailing_id, select_, clock.now(), size=10)
    assert len(office.rows(mailing_id)) == 20
    assert not office.takes(), "nobody is sent to before all are written down"

    assert office.tends(mailing_id).planned == 25
    assert [row.openid for row in office.rows(mailing_id)] == people
    office.has_followers(1, first=100)
    office.tends(mailing_id)
    assert office.counters(mailing_id).planned == 25, "whoever comes later is not in it"


def test_it_is_finished_only_when_nobody_waits_or_is_on_the_way(office: MailingOffice) -> None:
    office.has_followers(3)
    mailing_id = office.starts()
    first, second, third = office.takes()
    office.has_sent(first, second)
    assert office.tends(mailing_id).state is MailingState.RUNNING
    office.was_refused(third, refusal(FailureClass.RECIPIENT, 43004))
    mailing = office.tends(mailing_id)
    assert mailing.state is MailingState.FINISHED
    found = office.counters(mailing_id)
    assert (found.planned, found.accepted, found.failed, found.pending) == (3, 2, 1, 0)
    assert mailing.tally == found.as_row()


def test_one_bad_recipient_stops_nobody_and_keeps_the_reason(office: MailingOffice) -> None:
    office.has_followers(4)
    mailing_id = office.starts()
    bad, *good = office.takes()
    office.exchanges([Outcome(bad, refusal(FailureClass.RECIPIENT, 40003)), *map(Outcome, good)], free=0)
    fates = {row.openid: (row.state, row.reason, row.errcode) for row in office.rows(mailing_id)}
    assert fates.pop(bad.openid) == (State.FAILED, Reason.RECIPIENT, 40003)
    assert set(fates.values()) == {(State.SENT, None, None)}


def test_a_claim_that_slept_changes_nothing_of_another(office: MailingOffice, clock: StandingClock) -> None:
    office.has_followers(1)
    mailing_id = office.starts(purpose=Purpose.DISASTER)  # sent again when nobody knows
    (slept,) = office.takes()
    clock.advance(seconds=61)
    with office.database.writing() as session:
        assert office.queue.recover(session, slept.delivery_id, clock.now()) is State.WAITING
    clock.advance(seconds=30)
    (awake,) = office.takes()
    office.has_sent(slept)
    (row,) = office.rows(mailing_id)
    assert row.state is State.SENDING
    assert row.claim_token == awake.token


def test_a_killed_worker_leaves_unknown_and_a_campaign_is_not_repeated(
    office: MailingOffice, clock: StandingClock
) -> None:
    office.has_followers(3)
    mailing_id = office.starts()
    office.takes(free=2)
    clock.advance(seconds=61)
    with office.database.writing() as session:
        expired = office.queue.expired_ids(session, clock.now(), 100)
        assert [office.queue.recover(session, one, clock.now()) for one in expired] == [State.UNKNOWN] * 2
    office.has_sent(*office.takes())
    assert office.tends(mailing_id).state is MailingState.FINISHED
    assert office.counters(mailing_id).unknown == 2
    assert office.counters(mailing_id).accepted == 1


def test_pause_resume_and_cancel_hold_from_the_next_claim_on(
    office: MailingOffice, clock: StandingClock
) -> None:
    office.has_followers(5)
    mailing_id = office.starts()
    going = office.takes(free=1)
    with office.database.writing() as session:
        office.service.pause(session, mailing_id, "先等等", PLANNER, clock.now())
    assert office.takes() == []
    office.has_sent(*going)
    with office.database.writing() as session:
        office.service.resume(session, mailing_id, PLANNER, clock.now())
    office.has_sent(*office.takes(free=2))
    with office.database.writing() as session:
        office.service.cancel(session, mailing_id, "内容有误", PLANNER, clock.now())
    assert office.takes() == []
    assert office.tends(mailing_id).state is MailingState.CANCELLED
    found = office.counters(mailing_id)
    assert (found.accepted, found.skipped, found.pending) == (3, 2, 0)
    reasons = {row.reason for row in office.rows(mailing_id) if row.state is State.SKIPPED}
    assert reasons == {Reason.CANCELLED}
    with pytest.raises(IllegalMailingMove), office.database.writing() as session:
        office.service.resume(session, mailing_id, PLANNER, clock.now())
    with pytest.raises(NotPermitted), office.database.writing() as session:
        office.service.pause(session, mailing_id, "", replace(PLANNER, permissions=frozenset()), clock.now())


def test_who_still_waits_after_not_after_is_skipped(office: MailingOffice, clock: StandingClock) -> None:
    office.has_followers(2)
    mailing_id = office.starts(not_after=clock.now() + timedelta(minutes=10))
    office.has_sent(*office.takes(free=1))
    clock.advance(minutes=11)
    assert office.takes() == []
    assert office.tends(mailing_id).state is MailingState.FINISHED
    assert [row.reason for row in office.rows(mailing_id)] == [None, Reason.TOO_LATE]


def test_a_spent_quota_pauses_by_itself_with_an_alarm_and_goes_on_the_next_day(
    office: MailingOffice, clock: StandingClock
) -> None:
    office.has_followers(40)
    mailing_id = office.starts()
    claims = office.takes()
    outcomes = [Outcome(one, refusal(FailureClass.QUOTA, 45009)) for one in claims[:3]]
    office.exchanges([*outcomes, *map(Outcome, claims[3:])], free=32)
    mailing = office.mailing(mailing_id)
    assert (mailing.state, mailing.paused_because) == (MailingState.PAUSED, PauseReason.QUOTA)
    assert len(office.alarms) == 1
    assert office.takes() == []
    assert office.tends(mailing_id).state is MailingState.PAUSED
    clock.moment = datetime(2026, 11, 22, 16, 6, tzinfo=UTC)  # six minutes past midnight in China
    assert office.tends(mailing_id).state is MailingState.RUNNING
    assert len(office.takes()) == 11, "the three that were refused and the eight that never were"


def test_our_own_count_of_the_day_stops_before_the_platform_does(
    database: Database, clock: StandingClock
) -> None:
    office = MailingOffice(
        database,
        clock,
        SendingRules(caps={Channel.CUSTOMER_SERVICE: Cap(a_day=5), Channel.SUBSCRIPTION: Cap(a_day=0)}),
    )
    office.has_followers(8)
    mailing_id = office.starts()
    claims = office.takes()
    assert len(claims) == 5
    office.exchanges(list(map(Outcome, claims)), free=32)
    office.exchanges(free=32)
    assert office.mailing(mailing_id).paused_because is PauseReason.QUOTA
    assert office.counters(mailing_id).pending == 3


def test_a_refused_account_holds_the_whole_mailing_for_a_minute(
    office: MailingOffice, clock: StandingClock
) -> None:
    office.has_followers(3)
    office.starts()
    office.was_refused(office.takes(free=1)[0], refusal(FailureClass.CONFIG, 48001))
    assert office.takes() == []
    assert len(office.alarms) == 1
    clock.advance(seconds=61)
    assert len(office.takes()) == 3


def test_retry_takes_only_what_the_error_class_allows(office: MailingOffice, clock: StandingClock) -> None:
    office.has_followers(3)
    mailing_id = office.starts()
    for claim, failure in zip(
        office.takes(), (FailureClass.BUSY, FailureClass.RECIPIENT, FailureClass.LOST), strict=True
    ):
        office.was_refused(claim, refusal(failure))
    for _ in range(4):
        clock.advance(seconds=100)
        for claim in office.takes():
            office.was_refused(claim, refusal(FailureClass.BUSY))
    assert office.tends(mailing_id).state is MailingState.FINISHED
    with office.database.writing() as session:
        assert office.service.retry_failed(session, mailing_id, PLANNER, clock.now()) == 1
    (again,) = office.takes()
    office.has_sent(again)
    office.tends(mailing_id)
    found = office.counters(mailing_id)
    assert (found.accepted, found.failed, found.unknown) == (1, 1, 1)


def test_nobody_is_disturbed_at_night_except_by_a_disaster(database: Database, clock: StandingClock) -> None:
    office = MailingOffice(database, clock, SendingRules(quiet=QuietHours(time(22), time(7))))
    clock.moment = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)  # 23:00 in China
    office.has_followers(1)
    office.starts()
    assert office.takes() == []
    office.starts(purpose=Purpose.DISASTER)
    assert len(office.takes()) == 1
    clock.moment = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)  # 07:00
    assert len(office.takes()) == 1


def test_a_person_gets_no_more_campaigns_a_week_than_allowed(
    database: Database, clock: StandingClock
) -> None:
    office = MailingOffice(database, clock, SendingRules(campaigns_a_week=2))
    office.has_followers(1)
    ids = [office.starts() for _ in range(3)]
    for _ in ids:
        office.has_sent(*office.takes(free=1))
    fates = [office.rows(mailing_id)[0] for mailing_id in ids]
    assert [row.state for row in fates] == [State.SENT, State.SENT, State.SKIPPED]
    assert fates[2].reason is Reason.FREQUENCY
    clock.advance(days=7, hours=1)
    with database.writing() as session:
        message_write(fates[0].openid, clock.now()).run(session)
    office.starts()
    assert len(office.takes()) == 1


def test_a_campaign_of_the_week_counts_to_the_moment_and_whether_it_arrived_or_not(
    database: Database, clock: StandingClock
) -> None:
    office = MailingOffice(database, clock, SendingRules(campaigns_a_week=1))
    (person,) = office.has_followers(1)
    office.starts()
    (claim,) = office.takes()
    office.was_refused(claim, GatewayRefusal(FailureClass.LOST, "no answer"))
    with database.reading() as session:
        assert session.scalars(select(Delivery.state)).all() == [State.UNKNOWN]
    clock.advance(days=7, seconds=-1)
    with database.writing() as session:
        message_write(person, clock.now()).run(session)
    early = office.starts()
    assert office.takes() == []
    assert office.rows(early)[0].reason is Reason.FREQUENCY
    clock.advance(seconds=1)
    office.starts()
    assert len(office.takes()) == 1


@pytest.mark.parametrize("purpose", [Purpose.SERVICE, Purpose.DISASTER])
def test_what_is_no_campaign_is_stopped_by_no_weekly_limit(
    database: Database, clock: StandingClock, purpose: Purpose
) -> None:
    office = MailingOffice(database, clock, SendingRules(campaigns_a_week=1))
    office.has_followers(1)
    office.starts()
    office.has_sent(*office.takes())
    office.starts(purpose=purpose)
    assert len(office.takes()) == 1


def test_whom_no_way_reaches_is_skipped_with_the_reason(office: MailingOffice) -> None:
    office.has_followers(1)
    office.has_followers(30, talking=False, first=50)
    mailing_id = office.starts()
    taken = office.exchanges(free=1, look=500)
    assert (len(taken.claims), taken.skipped) == (1, 30)
    reasons = {row.reason for row in office.rows(mailing_id) if row.state is State.SKIPPED}
    assert reasons == {Reason.NEVER_WROTE}


def test_the_same_last_place_in_a_window_is_not_given_twice(office: MailingOffice) -> None:
    office.has_followers(1)
    for _ in range(7):
        office.starts()
    assert len(office.takes()) == 5


@pytest.mark.parametrize("purpose", [Purpose.CAMPAIGN, Purpose.DISASTER])
def test_a_template_never_carries_a_campaign(office: MailingOffice, purpose: Purpose) -> None:
    service_notice = Notice("staff_duty", {}, "值班提醒")
    with pytest.raises(TemplateCarriesNoCampaign):
        office.schedules(service_notice, purpose=purpose)


def test_even_a_row_that_says_campaign_by_mistake_gets_no_template(office: MailingOffice) -> None:
    office.has_followers(2, talking=False)
    with office.database.writing() as session:
        template = NoticeTemplate(
            kind="case_progress",
            channel=Channel.TEMPLATE,
            is_long_term=False,
            template_id="T1",
            fields={"thing1": "progress"},
            bound_at=office.clock.now(),
        )
        session.add(template)
    service_notice = Notice("case_progress", {"progress": "已受理"}, "您的事有进展。")
    mailing_id = office.starts(service_notice, purpose=Purpose.SERVICE)
    (claim,) = office.takes(free=1)
    assert (claim.channel, claim.template_id) == (Channel.TEMPLATE, "T1")
    with office.database.writing() as session:
        session.execute(update(Mailing).values(purpose=Purpose.CAMPAIGN))
    assert office.takes() == []
    assert office.rows(mailing_id)[1].reason is Reason.NO_CONSENT


def test_a_subscription_is_used_up_by_the_notice_it_carries(office: MailingOffice) -> None:
    (openid,) = office.has_followers(1, talking=False)
    now = office.clock.now()
    with office.database.writing() as session:
        session.add(
            NoticeTemplate(
                kind="case_progress",
                channel=Channel.SUBSCRIPTION,
                is_long_term=False,
                template_id="S1",
                fields={"thing1": "progress"},
                bound_at=now,
            )
        )
        session.add(
            NoticeConsent(openid=openid, template_id="S1", remaining=1, is_lasting=False, changed_at=now)
        )
    notice = Notice("case_progress", {"progress": "已受理"}, "您的事有进展。")
    first, second = (office.starts(notice, purpose=Purpose.SERVICE) for _ in range(2))
    office.has_sent(*office.takes(free=1))
    assert office.takes() == []
    assert office.rows(first)[0].channel is Channel.SUBSCRIPTION
    assert office.rows(second)[0].reason is Reason.NO_CONSENT
    with office.database.writing() as session:
        note_notice_arrived(session, openid, "S1", now)
    assert (office.counters(first).delivered, office.counters(second).delivered) == (1, 0)


def test_the_row_of_a_mailing_is_no_matter_of_the_single_courier(office: MailingOffice) -> None:
    office.has_followers(2)
    office.starts()
    with office.database.reading() as session:
        assert office.queue.due_ids(session, Lane.CAMPAIGN, office.clock.now(), 10) == []
        assert session.scalars(select(Delivery.payload)).all() == [None, None]


def test_everything_staff_do_is_in_the_audit_log(office: MailingOffice, clock: StandingClock) -> None:
    office.has_followers(1)
    mailing_id = office.starts(Text("您好"))
    with office.database.writing() as session:
        office.service.pause(session, mailing_id, "等通知", PLANNER, clock.now())
        office.service.resume(session, mailing_id, OTHER, clock.now())
    with office.database.reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.number)).all()
    assert [(one.actor, one.action, one.reason) for one in entries] == [
        ("planner", "mailings.pause", "等通知"),
        ("other", "mailings.resume", ""),
    ]
